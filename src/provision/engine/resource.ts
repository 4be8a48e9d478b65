import type { Control } from '../../control.ts';

/** One thing that differs between what is wanted and what is there. */
export interface Change {
  /** Which part, as `configuration.memoryMb`; empty for the whole thing. */
  readonly path: string;
  /** What AWS has; undefined when there is nothing. */
  readonly from: unknown;
  /** What is wanted; undefined when it is to go away. */
  readonly to: unknown;
  readonly action: 'create' | 'update' | 'remove';
}

export type Tags = Readonly<Record<string, string>>;

/** How a thing fares, as the console would put it: `ACTIVE`, `in alarm`. */
export interface Health {
  readonly ok: boolean;
  readonly text: string;
}

/** What keeps setup from making a thing what it should be, seen before anything is changed. */
export interface Obstacle {
  /** In words that follow the thing's name. */
  readonly problem: string;
  /** One imperative sentence with what to do about it. */
  readonly hint: string;
}

/** One kind of thing on AWS: `Spec` says how it should be, `Live` how it was found. */
export interface Resource<Aws, Spec, Live> {
  /** Reads only. Undefined when AWS says that it is not there; being forbidden to look is an error. */
  observe(aws: Aws, spec: Spec): Promise<Live | undefined>;
  /** Pure. What `apply` would change; empty when there is nothing to do. */
  diff(spec: Spec, live: Live): Change[];
  /** Makes the difference disappear, creating the thing if need be; returns once AWS reports it usable. */
  apply(aws: Aws, spec: Spec, live: Live | undefined, control: Control): Promise<void>;
  /** Returns once it is gone; that it never was there is success. */
  remove(aws: Aws, spec: Spec, control: Control): Promise<void>;
  /** Pure. False when only the surroundings of the thing were found. By default whatever is found is there. */
  isThere?(live: Live): boolean;
  /** Pure. What `apply` cannot overcome: what AWS lets nobody change, or somebody else's that is in the way. */
  obstacle?(spec: Spec, live: Live): Obstacle | undefined;
  /** Whether `apply` failed because the thing is there by now: an answer was lost, or somebody else was quicker. */
  existsAlready?(error: unknown): boolean;
  /** What says whose it is. Kinds that cannot be tagged do without: they are part of one that can. */
  tags?(live: Live): Tags;
  health?(live: Live): Health;
}
