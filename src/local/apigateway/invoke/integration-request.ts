import { type Rendered, render } from '../velocity/render.ts';
import type { TemplateScope } from '../velocity/scope.ts';
import { BodyNotJsonError } from '../velocity/utilities.ts';
import { type Call, contextOf, firstValues } from './call.ts';
import { badBody, GatewayFault, misconfigured } from './gateway-fault.ts';
import { mappedValue } from './mapped-value.ts';
import { isBinary, mediaType } from './media-types.ts';
import { requestPayload } from './payload.ts';

/** What a method's integration gets to see of a request. */
export interface IntegrationRequest {
  /** The values of the variables in the integration's address. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function integrationRequest(call: Call): IntegrationRequest {
  const places: Record<string, Record<string, string>> = { path: {}, querystring: {}, header: {} };
  for (const [target, source] of Object.entries(call.method.methodIntegration?.requestParameters ?? {})) {
    const [, , place = '', ...name] = target.split('.');
    const value = mappedValue(source, call);
    const values = places[place];
    if (value !== undefined && values !== undefined) values[name.join('.')] = value;
  }
  const { path = {}, querystring: query = {}, header: headers = {} } = places;
  return { path, query, headers, body: bodyOf(call) };
}

/** Renders a template; a body that should be JSON and is not is the caller's fault. */
export function renderFor(call: Call, template: string, body: Buffer): Rendered {
  try {
    return render(template, scopeOf(call, body));
  } catch (error) {
    if (error instanceof BodyNotJsonError) throw badBody(error.message);
    throw error;
  }
}

function bodyOf(call: Call): Buffer {
  const { request, definition, method, body } = call;
  const integration = method.methodIntegration;
  const type = mediaType(request.headers['content-type']);
  const binary = isBinary(definition.binaryMediaTypes, type);
  const payload = requestPayload(body, binary, integration?.contentHandling);
  const templates = integration?.requestTemplates ?? {};
  const template = templates[type];
  if (template !== undefined) {
    const isText = !binary || integration?.contentHandling === 'CONVERT_TO_TEXT';
    if (!isText) throw misconfigured('A mapping template cannot be applied to a binary body');
    return Buffer.from(renderFor(call, template, payload).text);
  }
  if (!passesThrough(integration?.passthroughBehavior, Object.keys(templates).length > 0)) {
    throw new GatewayFault(
      'UNSUPPORTED_MEDIA_TYPE',
      'Unsupported Media Type',
      'UnsupportedMediaTypeException',
    );
  }
  return payload;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html */
function passesThrough(behavior: string | undefined, hasTemplates: boolean): boolean {
  return behavior === 'WHEN_NO_TEMPLATES' ? !hasTemplates : behavior !== 'NEVER';
}

function scopeOf(call: Call, body: Buffer): TemplateScope {
  return {
    body: body.toString('utf8'),
    params: {
      path: call.pathParameters,
      querystring: firstValues(call.query),
      header: call.request.headers,
    },
    context: contextOf(call),
    stageVariables: call.stage.variables ?? {},
  };
}
