import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error.ts';
import { bufferBody, type WireResponse } from './message.ts';
import { type Input, type Protocol, statusOf } from './protocol.ts';
import { escapeXml, innerXml, xmlCodec } from './xml.ts';

/** The form fields of a query request by dotted name, which `Action` is one of. */
export type QueryFields = URLSearchParams;

/** AWS query: a form with dotted names in, XML out. */
export function awsQuery(namespace: string): Protocol {
  const xml = xmlCodec({ namespace, malformed: 'MalformedInput' });
  return {
    async decode(operation, request) {
      const form = new URLSearchParams((await bufferBody(request)).toString('utf8'));
      for (const [name, value] of request.query) form.set(name, value);
      return (readStruct(operation.input, form, '') ?? {}) as Input;
    },
    encode(operation, output, { requestId }) {
      const { name } = operation;
      const result = operation.output.isStructSchema()
        ? `<${name}Result>${innerXml(xml.write(operation.output, output))}</${name}Result>`
        : '';
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return respond(
        200,
        `<${name}Response xmlns="${namespace}">${result}${metadata}</${name}Response>`,
        requestId,
      );
    },
    encodeError(error, shape, { requestId }) {
      const type = shape?.fault === 'server' ? 'Receiver' : 'Sender';
      const code = escapeXml(shape?.queryCode ?? error.code);
      const fields = Object.entries(error.fields).map(([k, v]) => `<${k}>${escapeXml(String(v))}</${k}>`);
      return respond(
        statusOf(error, shape),
        `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${code}</Code>` +
          `<Message>${escapeXml(error.message)}</Message>${fields.join('')}</Error>` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
        requestId,
      );
    },
  };
}

function respond(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

const scalars = new FromStringShapeDeserializer({
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
});

/** The value at `prefix`, or undefined when no field says anything about it. */
function readValue(schema: NormalizedSchema, form: QueryFields, prefix: string): unknown {
  if (schema.isStructSchema()) return readStruct(schema, form, prefix);
  if (schema.isListSchema()) return readList(schema, form, prefix);
  if (schema.isMapSchema()) return readMap(schema, form, prefix);
  const text = form.get(prefix);
  return text === null ? undefined : readScalar(schema, text, prefix);
}

function readStruct(schema: NormalizedSchema, form: QueryFields, prefix: string): Input | undefined {
  if (!schema.isStructSchema()) return {};
  if (prefix !== '' && ![...form.keys()].some((name) => name.startsWith(`${prefix}.`))) return undefined;
  const struct: Input = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readValue(member, form, dotted(prefix, member.getMergedTraits().xmlName ?? name));
    if (value !== undefined) struct[name] = value;
  }
  return struct;
}

function readList(schema: NormalizedSchema, form: QueryFields, prefix: string): unknown[] | undefined {
  const member = schema.getValueSchema();
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const base = flat ? prefix : dotted(prefix, member.getMergedTraits().xmlName ?? 'member');
  const list: unknown[] = [];
  for (let i = 1; ; i++) {
    const value = readValue(member, form, dotted(base, String(i)));
    if (value === undefined) break;
    list.push(value);
  }
  return list.length > 0 || form.get(prefix) === '' ? list : undefined;
}

function readMap(schema: NormalizedSchema, form: QueryFields, prefix: string): Input | undefined {
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const base = flat ? prefix : dotted(prefix, 'entry');
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueSchema = schema.getValueSchema();
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const map: Input = {};
  for (let i = 1; ; i++) {
    const key = form.get(dotted(base, `${i}.${keyName}`));
    if (key === null) break;
    map[key] = readValue(valueSchema, form, dotted(base, `${i}.${valueName}`));
  }
  return Object.keys(map).length > 0 ? map : undefined;
}

function readScalar(schema: NormalizedSchema, text: string, name: string): unknown {
  const wrong = (type: string) =>
    new AwsError('MalformedInput', `Value '${text}' at '${name}' is not a valid ${type}`);
  if (schema.isNumericSchema() && !Number.isFinite(Number(text))) throw wrong('number');
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw wrong('boolean');
  try {
    return scalars.read(NormalizedSchema.of(schema), text);
  } catch {
    throw wrong('value');
  }
}

function dotted(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}
