import { AwsError } from '../aws-error.ts';

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message);
}

/** For what API Gateway can do and this one cannot: refused, never pretended. */
export function notServed(what: string): AwsError {
  return badRequest(`The embedded AWS does not serve ${what}`);
}

/** In the words of AWS's model validation; `at` is where the value stands in the input. */
export function invalidValue(value: string, at: string, constraint: string): AwsError {
  const message = `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`;
  return new AwsError('ValidationException', message);
}

/** Refuses a value outside its enumeration. */
export function checkEnum(value: string | undefined, at: string, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw invalidValue(value, at, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

/** The wording that API Gateway has for everything about parameter mappings. */
export function invalidMapping(reason: string): AwsError {
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${reason}]`,
  );
}
