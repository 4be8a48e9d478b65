import type { Constraint } from './constraint.ts';

/** What a service's model demands of the members of its inputs, beside what the SDK's schemas know. */
export interface ModelConstraints {
  /** By structure and member: the name of the member's shape. */
  readonly structures: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly shapes: Readonly<Record<string, ConstrainedShape>>;
}

/** A shape with its demands, and the names of the constrained shapes that it is a list or a map of. */
export interface ConstrainedShape extends Constraint {
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

/** By the service's name in signatures. Loaded when first asked for; a service without any has none. */
export async function modelConstraints(service: string): Promise<ModelConstraints> {
  const { default: file } = await import('./constraints.json', { with: { type: 'json' } });
  const services: Readonly<Record<string, ModelConstraints>> = file.services;
  return services[service] ?? NONE;
}

const NONE: ModelConstraints = { structures: {}, shapes: {} };
