import type { Readable } from 'node:stream';
import type { Handler } from '@smithy/types';
import type { Need } from './access/need.ts';
import type { AwsError } from './aws-error.ts';
import type { Caller } from './credentials.ts';
import type { RawJson } from './wire/json.ts';
import type { WireRequest } from './wire/message.ts';
import type { Protocol } from './wire/protocol.ts';
import { type Address, createRouter, type Router } from './wire/route.ts';
import { readSchemas, type ServiceSchemas } from './wire/schema.ts';

/** What an operation knows about the request it answers, beside its input. */
export interface RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** Headers, query and address, for what no schema says. */
  readonly request: WireRequest;
  /** The payload of an operation whose input is a stream; empty for others. */
  readonly body: Readable;
  /** Headers that came after a streamed payload; complete when `body` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
  /** Why the caller may not do something that only shows while the operation runs; undefined when it may. */
  readonly denial: (need: Need) => AwsError | undefined;
}

/**
 * A service's operations by name, `createRole` for `CreateRole`, typed by the SDK's client package.
 * Inputs arrive with their required members present, every type right and what the service's model
 * demands of lengths, ranges, patterns and sets of values fulfilled; S3's and SQS's with the types only.
 * An operation fails by throwing an `AwsError`.
 */
export type Operations<Sdk extends object> = {
  [Key in keyof Sdk as Key extends `${infer Name}Command` ? Uncapitalize<Name> : never]?: OperationFunction<
    Shapes<Sdk[Key]>
  >;
};

type OperationFunction<InOut> = InOut extends [infer Input, infer Output]
  ? (
      input: Validated<Input>,
      context: RequestContext,
    ) => Promise<Omit<Output, '$metadata'> | RawJson> | Omit<Output, '$metadata'> | RawJson
  : never;

/**
 * What a caller has to be allowed for each operation, by its input; none for what everybody may do. Called
 * before the operation runs.
 */
export type AccessTable<Sdk extends object> = {
  [Key in keyof Sdk as Key extends `${infer Name}Command` ? Uncapitalize<Name> : never]?: Shapes<
    Sdk[Key]
  > extends [infer Input, unknown]
    ? (input: Validated<Input>, request: WireRequest) => Need | readonly Need[]
    : never;
};

export interface Service {
  /** As it stands in a signature's scope: `s3`, `monitoring`, … */
  readonly name: string;
  readonly schemas: ServiceSchemas;
  readonly protocols: Protocols;
  readonly router: Router;
  readonly operations: ReadonlyMap<string, AnyOperation>;
  /** What an operation needs; has an entry for every operation. */
  readonly access: ReadonlyMap<string, AnyAccess>;
  /** The error code for input that breaks its model: `ValidationException` and its relatives. */
  readonly validationCode: string;
  /** What is said of such input, where that is always the same; else what breaks the model is named. */
  readonly validationMessage?: string | undefined;
  /** What messages about such input call an operation's body, if anything. */
  readonly bodyName?: ((operation: string) => string) | undefined;
  /** Asked about every call as it arrives, before it is looked at closer. */
  readonly admit?: Admit | undefined;
}

/**
 * Turns a call away by failing with an `AwsError`; what it returns is called once the call is answered.
 * Calls may take time on their way, so that several are under way at once.
 */
export type Admit = (operation: string, input: object) => (() => void) | undefined;

/** The protocols that a service speaks, by how a request shows which one it uses. */
export interface Protocols {
  /** Chosen by `X-Amz-Target`. */
  readonly json?: Protocol;
  /** Chosen by a form body or query with `Action`. */
  readonly query?: Protocol;
  /** Chosen by `smithy-protocol: rpc-v2-cbor`. */
  readonly cbor?: Protocol;
  /** Anything else: method and path decide. */
  readonly rest?: Protocol;
  /** For REST services whose models leave a part of the address out. */
  readonly addressOf?: (request: WireRequest) => Address;
}

export type AnyOperation = (input: never, context: RequestContext) => unknown;
export type AnyAccess = (input: never, request: WireRequest) => Need | readonly Need[];

interface Definition<Sdk extends object> {
  readonly name: string;
  /** The client package: `import * as sdk from '@aws-sdk/client-…'`. */
  readonly sdk: Sdk;
  readonly protocols: Protocols;
  readonly validationCode: string;
  readonly validationMessage?: string;
  readonly bodyName?: (operation: string) => string;
  readonly admit?: Admit | undefined;
  readonly operations: Operations<Sdk>;
  readonly access: AccessTable<Sdk>;
}

/**
 * A service from its tables. Throws when they name an operation that the model lacks, or do not say what an
 * operation needs.
 */
export function defineService<Sdk extends object>(definition: Definition<Sdk>): Service {
  const { name, protocols, validationCode, validationMessage, bodyName, admit } = definition;
  const schemas = readSchemas(definition.sdk);
  const operations = byName<AnyOperation>(definition.operations);
  const access = byName<AnyAccess>(definition.access);
  for (const operation of new Set([...operations.keys(), ...access.keys()])) {
    if (schemas.operation(operation) === undefined) throw new Error(`${name} has no operation ${operation}`);
    if (!operations.has(operation)) throw new Error(`${name} does not serve ${operation}`);
    if (!access.has(operation)) throw new Error(`${name} does not say what ${operation} needs`);
  }
  const router = createRouter(schemas.operations);
  return {
    name,
    schemas,
    protocols,
    router,
    operations,
    access,
    validationCode,
    validationMessage,
    bodyName,
    admit,
  };
}

/** `createRole` becomes `CreateRole`. */
function byName<T>(table: object): Map<string, T> {
  return new Map(
    Object.entries(table).map(([key, value]: [string, T]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      value,
    ]),
  );
}

/** Input and output of a command class. */
type Shapes<Command> = Command extends new (
  ...args: never[]
) => {
  resolveMiddleware(...args: never[]): Handler<infer Input, infer Output>;
}
  ? [Input, Output]
  : never;

/** Required members are declared as `T | undefined` by the SDK; here they are known to be there. */
type Validated<T> = T extends object
  ? { [K in keyof T]: object extends Pick<T, K> ? T[K] : Exclude<T[K], undefined> }
  : T;
