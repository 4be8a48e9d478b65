import type { IntegrationResponse } from '@aws-sdk/client-api-gateway';
import type { WireResponse } from '../../wire/message.ts';
import { asText } from '../velocity/utilities.ts';
import type { Call } from './call.ts';
import type { ServiceAnswer } from './call-service.ts';
import { misconfigured } from './gateway-fault.ts';
import { headerText } from './header-text.ts';
import { renderFor } from './integration-request.ts';
import { mappedValue } from './mapped-value.ts';
import { isBinary, mediaType } from './media-types.ts';
import { isBytes, responsePayload } from './payload.ts';

/**
 * The client's answer to what the integration answered: chosen by the backend's status, and a status that
 * no pattern claims gets the default one, whatever that says.
 */
export function integrationResponse(call: Call, answer: ServiceAnswer): WireResponse & { body: Buffer } {
  const { integrationResponses = {} } = call.method.methodIntegration ?? {};
  const response = select(Object.values(integrationResponses), String(answer.status));
  if (response === undefined) {
    throw misconfigured('No match for output mapping and no default endpoint response configured');
  }
  const { type, body, overrides } = bodyOf(call, response, answer);
  const headers: Record<string, string> = { 'Content-Type': type };
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const value = mappedValue(source, call, answer);
    if (value !== undefined) setHeader(headers, target.split('.').slice(3).join('.'), value);
  }
  for (const [path, value] of overrides) {
    if (path.startsWith('header.')) setHeader(headers, path.slice('header.'.length), asText(value));
  }
  return { status: overriddenStatus(overrides) ?? Number(response.statusCode), headers, body };
}

/** What is no status counts for nothing. */
function overriddenStatus(overrides: ReadonlyMap<string, unknown>): number | undefined {
  const status = overrides.get('status');
  return Number.isInteger(status) && Number(status) >= 100 && Number(status) < 600
    ? Number(status)
    : undefined;
}

function select(responses: readonly IntegrationResponse[], status: string): IntegrationResponse | undefined {
  const claimed = responses.find(
    ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(status),
  );
  return claimed ?? responses.find(({ selectionPattern }) => !selectionPattern);
}

function bodyOf(
  call: Call,
  { responseTemplates = {}, contentHandling }: IntegrationResponse,
  answer: ServiceAnswer,
) {
  const { binaryMediaTypes } = call.definition;
  const accept = mediaType(call.request.headers['accept']);
  const kind = {
    isBinary: isBinary(binaryMediaTypes, mediaType(answer.headers['content-type'])),
    wantsBinary: isBinary(binaryMediaTypes, accept),
    handling: contentHandling,
  };
  const payload = responsePayload(answer.body, kind);
  const template = pickTemplate(responseTemplates, accept);
  // Whatever the integration said: its own type is only handed on by a mapping.
  if (template === undefined) return { type: 'application/json', body: payload, overrides: new Map() };
  if (isBytes(kind)) throw misconfigured('A mapping template cannot be applied to a binary body');
  const [type, source] = template;
  const { text, overrides } = renderFor(call, source, payload);
  return { type, body: Buffer.from(text), overrides };
}

/** The one for the type that the client accepts, else the first. */
function pickTemplate(
  templates: Readonly<Record<string, string>>,
  accept: string,
): [string, string] | undefined {
  const entries = Object.entries(templates);
  return entries.find(([type]) => type === accept) ?? entries[0];
}

function setHeader(headers: Record<string, string>, name: string, value: string): void {
  const known = Object.keys(headers).find((it) => it.toLowerCase() === name.toLowerCase());
  if (known !== undefined) delete headers[known];
  headers[name] = headerText(value);
}
