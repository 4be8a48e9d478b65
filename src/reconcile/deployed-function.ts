import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import { codeArchive, shippedCodeFile } from '../provision/resources/code-archive.ts';

/** What of the function on AWS decides how it is called. */
export interface DeployedFunction {
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Whether its code is what this program would deploy. */
  readonly isShipped: boolean;
}

/** The function of this name. Fails when there is none. */
export async function deployedFunction(
  { lambda }: Pick<Clients, 'lambda'>,
  name: string,
  signal: AbortSignal,
): Promise<DeployedFunction> {
  const [{ Configuration }, { sha256 }] = await Promise.all([
    lambda.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal: signal }),
    codeArchive(shippedCodeFile),
  ]);
  return {
    name,
    timeoutSeconds: Configuration?.Timeout ?? 3,
    isShipped: Configuration?.CodeSha256 === sha256,
  };
}
