import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';
import { invalidParameter } from './lambda-error.ts';

export interface FunctionReference {
  /** The function's bare name. */
  readonly name: string;
  /** Version or alias; undefined when none was given. */
  readonly qualifier: string | undefined;
  /** What was referred to, for messages: the ARN, with the qualifier when there is one. */
  readonly arn: string;
}

export function functionArn(name: string): string {
  return `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
}

/** Reads a function's name, partial ARN or ARN, each with or without `:qualifier`. */
export function parseFunctionName(text: string, qualifier?: string): FunctionReference {
  const { region = REGION, account = ACCOUNT_ID, name = text, inName } = REFERENCE.exec(text)?.groups ?? {};
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const found = qualifier ?? inName;
  const arn = `arn:${PARTITION}:lambda:${region}:${account}:function:${name}`;
  return { name, qualifier: found, arn: found === undefined ? arn : `${arn}:${found}` };
}

/** The model's `NamespacedFunctionName`, with its parts named. */
const REFERENCE =
  /^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<inName>\$LATEST|[a-zA-Z0-9-_]+))?$/;
