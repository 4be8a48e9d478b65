import type { Call } from './call.ts';
import { badBody, badParameters } from './gateway-fault.ts';
import { mappedValue } from './mapped-value.ts';
import { mediaType } from './media-types.ts';

/** What the method's validator asks for; throws a `GatewayFault` when the request lacks it. */
export function validateRequest(call: Call): void {
  const { requestValidatorId } = call.method;
  const validator = requestValidatorId && call.definition.requestValidators[requestValidatorId];
  if (!validator) return;
  if (validator.validateRequestParameters) checkParameters(call);
  if (validator.validateRequestBody) checkBody(call);
}

function checkParameters(call: Call): void {
  const required = Object.entries(call.method.requestParameters ?? {}).filter(([, isRequired]) => isRequired);
  const missing = required
    .map(([parameter]) => parameter)
    .filter((parameter) => !mappedValue(parameter, call))
    .map((parameter) => parameter.split('.').slice(3).join('.'));
  if (missing.length > 0) throw badParameters(`Missing required request parameters: [${missing.join(', ')}]`);
}

/** The models that every API has: `Empty` is any object, `Error` one whose message is a text. */
function checkBody({ method, request, body }: Call): void {
  const model = method.requestModels?.[mediaType(request.headers['content-type'])];
  if (model === undefined) return;
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badBody('Invalid request body');
  const message: unknown = Reflect.get(value, 'message');
  if (model === 'Error' && message !== undefined && typeof message !== 'string') {
    throw badBody('Invalid request body');
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
