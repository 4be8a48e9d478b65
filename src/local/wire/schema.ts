import { NormalizedSchema } from '@smithy/core/schema';

/** An operation as the SDK's schema describes it. */
export interface Operation {
  readonly name: string;
  /** Absent for operations that are only spoken over RPC protocols. */
  readonly http: HttpTrait | undefined;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

export interface HttpTrait {
  readonly method: string;
  /** Path pattern with `{Label}` and `{Greedy+}`, without the query. */
  readonly path: string;
  /** The constant part of the query, e.g. `list-type=2` or `uploads`. */
  readonly query: URLSearchParams;
  readonly status: number;
}

/** An exception that a service model declares. */
export interface ErrorShape {
  readonly name: string;
  readonly status: number;
  /** The code in XML and query answers, where it differs from the name. */
  readonly queryCode: string;
  readonly fault: 'client' | 'server';
}

export interface ServiceSchemas {
  readonly operations: ReadonlyMap<string, Operation>;
  /** By shape name and by query code. */
  readonly errors: ReadonlyMap<string, ErrorShape>;
}

/**
 * Everything a client package exports about its service. The one place that knows how the SDK lays out
 * a schema: a tuple of kind, namespace, name, traits, then what the kind needs.
 */
export function readSchemas(sdk: object): ServiceSchemas {
  const operations = new Map<string, Operation>();
  const errors = new Map<string, ErrorShape>();
  for (const schema of Object.values(sdk)) {
    if (!Array.isArray(schema)) continue;
    if (schema[0] === OPERATION) {
      const operation = readOperation(schema);
      operations.set(operation.name, operation);
    } else if (schema[0] === ERROR) {
      const error = readError(schema);
      errors.set(error.queryCode, error);
      errors.set(error.name, error);
    }
  }
  return { operations, errors };
}

/** The names of the members that a request must carry: the model lists them first and says how many. */
export function requiredMembers(struct: NormalizedSchema): readonly string[] {
  const schema = struct.getSchema();
  if (!Array.isArray(schema)) return [];
  const names: unknown = schema[4];
  const count: unknown = schema[6];
  return Array.isArray(names) && typeof count === 'number' ? names.slice(0, count) : [];
}

const OPERATION = 9;
const ERROR = -3;

type Tuple = readonly unknown[];
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** Most operations are never called, so their shapes are looked into only when they are. */
function readOperation([, , name, traits, input, output]: Tuple): Operation {
  return {
    name: String(name),
    http: readHttpTrait(traits),
    get input() {
      return NormalizedSchema.of(input as SchemaRef);
    },
    get output() {
      return NormalizedSchema.of(output as SchemaRef);
    },
  };
}

function readHttpTrait(traits: unknown): HttpTrait | undefined {
  const http = trait(traits, 'http');
  if (!Array.isArray(http)) return undefined;
  const [method, uri, status] = http as [string, string, number];
  const [path = '/', query = ''] = uri.split('?');
  return { method, path, query: new URLSearchParams(query), status };
}

function readError([, , name, traits]: Tuple): ErrorShape {
  const query = trait(traits, 'awsQueryError');
  const fault = trait(traits, 'error') === 'server' ? 'server' : 'client';
  const [code, status] = Array.isArray(query) ? (query as [string, number]) : [undefined, undefined];
  const httpStatus = trait(traits, 'httpError');
  return {
    name: String(name),
    fault,
    queryCode: code ?? String(name),
    status: Number(httpStatus ?? status ?? (fault === 'server' ? 500 : 400)),
  };
}

function trait(traits: unknown, name: string): unknown {
  return typeof traits === 'object' && traits !== null ? Reflect.get(traits, name) : undefined;
}
