import {
  type FunctionConfiguration,
  type FunctionEventInvokeConfig,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { type PolicyStatement, parsedPolicy } from '../provision/policies.ts';
import { found, type Part, partOf, withPart } from './part.ts';

/** A function as it was found. */
export interface FoundFunction {
  readonly name: string;
  readonly arn: string;
  readonly configuration: FunctionConfiguration;
  /** Where its code can be fetched for some minutes; undefined when that is not offered. */
  readonly codeUrl: string | undefined;
  readonly tags: Part<Tags>;
  /** Who may invoke it. */
  readonly statements: Part<readonly PolicyStatement[]>;
  readonly asyncInvoke: Part<FunctionEventInvokeConfig>;
}

/** The function of this name. */
export async function findFunction(
  { lambda }: Pick<Clients, 'lambda'>,
  name: string,
): Promise<Part<FoundFunction>> {
  const described = await partOf(lambda.send(new GetFunctionCommand({ FunctionName: name })), missing);
  if (described.state !== 'found') return described;
  const { Configuration: configuration = {}, Code } = described.value;
  const arn = configuration.FunctionArn ?? '';
  const [tags, policy, asyncInvoke] = await Promise.all([
    partOf(lambda.send(new ListTagsCommand({ Resource: arn })), []),
    partOf(lambda.send(new GetPolicyCommand({ FunctionName: name })), missing),
    partOf(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name })), missing),
  ]);
  return found({
    name,
    arn,
    configuration,
    codeUrl: Code?.Location,
    tags: withPart(tags, ({ Tags = {} }) => Tags),
    statements: withPart(policy, ({ Policy }) => (Policy ? parsedPolicy(Policy).Statement : undefined)),
    asyncInvoke,
  });
}

const missing = ['ResourceNotFoundException'];
