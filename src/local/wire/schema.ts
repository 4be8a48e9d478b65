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

/** What a service's model says, looked up as it is needed: most of it never is. */
export interface ServiceSchemas {
  operation(name: string): Operation | undefined;
  operations(): Iterable<Operation>;
  /** By shape name or by query code. */
  error(code: string): ErrorShape | undefined;
}

/**
 * Everything a client package exports about its service. The one place that knows how the SDK lays out
 * a schema: a tuple of kind, namespace, name, traits, then what the kind needs, exported as `Name$`.
 */
export function readSchemas(sdk: object): ServiceSchemas {
  const known = new Map<Tuple, Operation>();
  let errors: ReadonlyMap<string, ErrorShape> | undefined;
  return {
    operation(name) {
      const schema: unknown = Reflect.get(sdk, `${name}$`);
      return isTuple(schema, OPERATION) ? operationOf(schema) : undefined;
    },
    *operations() {
      for (const schema of Object.values(sdk)) if (isTuple(schema, OPERATION)) yield operationOf(schema);
    },
    error(code) {
      errors ??= readErrors(sdk);
      return errors.get(code);
    },
  };

  function operationOf(schema: Tuple): Operation {
    const operation = known.get(schema) ?? readOperation(schema);
    known.set(schema, operation);
    return operation;
  }
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

/** The shapes are looked into when the operation is called. */
function readOperation([, , name, traits, input, output]: Tuple): Operation {
  let [inputSchema, outputSchema]: NormalizedSchema[] = [];
  return {
    name: String(name),
    http: readHttpTrait(traits),
    get input() {
      inputSchema ??= NormalizedSchema.of(input as SchemaRef);
      return inputSchema;
    },
    get output() {
      outputSchema ??= NormalizedSchema.of(output as SchemaRef);
      return outputSchema;
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

function isTuple(schema: unknown, kind: number): schema is Tuple {
  return Array.isArray(schema) && schema[0] === kind;
}

function readErrors(sdk: object): ReadonlyMap<string, ErrorShape> {
  const shapes = Object.values(sdk).flatMap((schema) => (isTuple(schema, ERROR) ? [readError(schema)] : []));
  // A name counts before another shape's query code.
  return new Map([
    ...shapes.map((shape) => [shape.queryCode, shape] as const),
    ...shapes.map((shape) => [shape.name, shape] as const),
  ]);
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
