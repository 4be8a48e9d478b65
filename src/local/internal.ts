import type { Need } from './access/need.ts';
import type { Clock } from './clock.ts';
import type { AccessKey, Credentials } from './credentials.ts';
import type { Realism } from './realism.ts';
import type { Storage } from './storage.ts';

/** What every service of the embedded AWS is built on. */
export interface Core {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly realism: Realism;
  readonly credentials: Credentials;
  /** `http://127.0.0.1:<port>`; known once the server listens. */
  readonly endpoint: () => string;
  /** Told of errors that are the embedded AWS's own. */
  readonly onFault: (error: unknown) => void;
}

// What services do for each other behind the front door, each provided by the service it is named after.

export interface RoleStore {
  /**
   * Credentials of a role for a service that its trust policy admits (`lambda.amazonaws.com`), for an
   * hour; undefined when there is no such role or it does not trust the service.
   */
  assumeForService(roleArn: string, service: string, sessionName: string): AccessKey | undefined;
  exists(roleArn: string): boolean;
}

/** What services ask before they do something for somebody. */
export interface Permissions {
  /** Whether a role may do this, by its own policies and by the resource's. */
  roleMay(roleArn: string, need: Need): boolean;
}

export interface LogSink {
  /** Appends to a stream, making it if needed. Lines for a group that does not exist are dropped. */
  write(group: string, stream: string, events: readonly LogLine[]): void;
  groupExists(group: string): boolean;
  /** Makes a group without retention or tags. */
  makeGroup(group: string): void;
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export interface MetricSink {
  put(datum: MetricValue): void;
}

export interface MetricValue {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** CloudWatch's own unit names: `Count`, `Milliseconds`, … */
  readonly unit: string;
}

export interface FunctionInvoker {
  /**
   * Accepts an event for asynchronous invocation; once the promise resolves the event survives a kill.
   * Rejects with an `AwsError` when there is no such function.
   */
  invokeAsync(functionArn: string, payload: string): Promise<void>;
  /** Whether the function's policy lets `principal` invoke it on behalf of `sourceArn`. */
  mayInvoke(functionArn: string, principal: string, sourceArn: string, sourceAccount: string): boolean;
}

export interface QueueSink {
  /** False when there is no such queue. */
  send(queueArn: string, body: string): Promise<boolean>;
}

export interface TopicPublisher {
  /** False when there is no such topic. */
  publish(topicArn: string, subject: string, message: string): Promise<boolean>;
}

export interface TaggedResources {
  /** What of the service can have tags and be found by them, as it is now. */
  list(): readonly TaggedResource[];
}

export interface TaggedResource {
  readonly arn: string;
  /** As searches name it: `s3:bucket`. */
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Mailbox {
  deliver(mail: Omit<Mail, 'time'>): void;
  /** Oldest first. */
  list(): readonly Mail[];
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** ISO 8601. */
  readonly time: string;
}
