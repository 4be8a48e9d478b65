import type { GatewayResponse, GatewayResponseType } from '@aws-sdk/client-api-gateway';
import type { WireResponse } from '../../wire/message.ts';
import type { ApiDefinition } from '../api.ts';
import { gatewayResponse } from '../gateway-responses.ts';
import { render } from '../velocity/render.ts';
import { type Call, contextOf, firstValues, type Visit } from './call.ts';
import type { GatewayFault } from './gateway-fault.ts';
import { headerText } from './header-text.ts';
import { mappedValue } from './mapped-value.ts';
import { mediaType } from './media-types.ts';

/** The answer to a fault: as the API customises it, for the type itself or for all 4xx or 5xx. */
export function gatewayAnswer(visit: Visit & Partial<Call>, fault: GatewayFault): WireResponse {
  const response = chosenResponse(visit.definition, fault.type);
  const templates = Object.entries(templatesOf(response, fault.type));
  const accept = mediaType(visit.request.headers['accept']);
  const [type, template] = templates.find(([name]) => name === accept) ??
    templates[0] ?? ['application/json', ''];
  const headers: Record<string, string> = { 'Content-Type': type, 'x-amzn-ErrorType': fault.errorType };
  // There are no execution logs here to look it up in.
  if (fault.reason !== undefined) headers['x-embedded-aws-reason'] = fault.reason;
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const value = mappedValue(source, visit);
    if (value !== undefined) headers[target.replace('gatewayresponse.header.', '')] = headerText(value);
  }
  const error = {
    message: fault.message,
    messageString: JSON.stringify(fault.message),
    responseType: fault.type,
  };
  const { text: body } = render(template, {
    body: '',
    params: {
      path: visit.pathParameters ?? {},
      querystring: firstValues(visit.query),
      header: visit.request.headers,
    },
    context: { ...contextOf(visit), error },
    stageVariables: visit.stage.variables ?? {},
  });
  return { status: response.status, headers, body };
}

function chosenResponse(definition: ApiDefinition, type: GatewayResponseType) {
  const own = gatewayResponse(definition, type);
  const status = Number(own.statusCode);
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  if (type === 'REQUEST_TOO_LARGE') return { ...gatewayResponse(PLAIN, type), status };
  const common = gatewayResponse(definition, status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  if (!own.defaultResponse || common.defaultResponse) return { ...own, status };
  return { ...common, status: Number(common.statusCode ?? status) };
}

/** What IAM says is passed on as it says it, whatever GetGatewayResponse tells. */
function templatesOf(
  { defaultResponse, responseTemplates = {} }: GatewayResponse,
  type: GatewayResponseType,
) {
  if (type !== 'ACCESS_DENIED' || !defaultResponse) return responseTemplates;
  return { 'application/json': '{"Message":$context.error.messageString}' };
}

/** An API that customises nothing. */
const PLAIN: ApiDefinition = {
  binaryMediaTypes: [],
  disableExecuteApiEndpoint: false,
  resources: {},
  requestValidators: {},
  gatewayResponses: {},
};
