import { valueIn } from '../part.ts';
import { about, aboutPresence, adoptCommand, fault, ok, type Rule, warning } from './rule.ts';

/** The function, its role and its logs. */
export const functionRules: readonly Rule[] = [
  aboutPresence(
    'function',
    ({ function: lambda }) => lambda,
    (lambda, pipeline) => {
      if (lambda !== undefined) return ok(`${lambda.name} is there`);
      if (pipeline.bucket.state !== 'found') return fault('there is no such function', 'filepipe setup');
      return fault(
        'no function belongs to the bucket',
        `filepipe setup --bucket ${pipeline.bucket.value.name}`,
      );
    },
  ),
  about('function runtime', configuration, ({ Runtime }, pipeline) => {
    if (Runtime === undefined) return undefined;
    if (!givenUp.test(Runtime)) return ok(Runtime);
    return fault(
      `AWS has given up ${Runtime}: no more security updates, and soon no change of the code`,
      `let filepipe put its own function there: ${adoptCommand(pipeline)}`,
    );
  }),
  about('function timeout', configuration, ({ Timeout = 3, FunctionName }) =>
    Timeout > 3
      ? ok(`${Timeout} s`)
      : fault(
          `${Timeout} s, the default: a cold start and a slow answer of S3 are enough to fail`,
          `aws lambda update-function-configuration --function-name ${FunctionName} --timeout 60`,
        ),
  ),
  about('function memory', configuration, ({ MemorySize = 128, FunctionName }) =>
    MemorySize > 128
      ? ok(`${MemorySize} MB`)
      : warning(
          `${MemorySize} MB, the default: it also gets the least processor time, so every file takes long`,
          `aws lambda update-function-configuration --function-name ${FunctionName} --memory-size 512`,
        ),
  ),
  aboutPresence(
    'failed events',
    ({ function: lambda }) => valueIn(lambda)?.asyncInvoke,
    (config, pipeline) => {
      const lambda = valueIn(pipeline.function);
      if (lambda === undefined) return undefined;
      const target =
        config?.DestinationConfig?.OnFailure?.Destination ?? lambda.configuration.DeadLetterConfig?.TargetArn;
      if (target) return ok(`go to ${target}`);
      return fault(
        'an event that fails three times is lost without a trace',
        `let filepipe keep them in a queue: ${adoptCommand(pipeline)}`,
      );
    },
  ),
  about(
    'function role',
    ({ role }) => valueIn(role)?.policies,
    (policies, pipeline) => {
      const tooMuch = policies.filter(({ name }) =>
        /FullAccess$|^AdministratorAccess$|^PowerUser/.test(name),
      );
      if (tooMuch.length === 0) return ok('no policy of full access');
      return warning(
        `${valueIn(pipeline.role)?.name} has ${tooMuch.map(({ name }) => name).join(', ')}: the function may do far more than it does`,
        `let filepipe give it a role with just what it needs: ${adoptCommand(pipeline)}`,
      );
    },
  ),
  aboutPresence(
    'log group',
    ({ logGroup }) => logGroup,
    (group, pipeline) => {
      if (valueIn(pipeline.function) === undefined) return undefined;
      if (group === undefined) return warning('there is none: the function has never run, or may not log');
      if (group.retentionDays !== undefined) return ok(`kept for ${group.retentionDays} days`);
      return warning(
        `${group.name} keeps its lines forever, and AWS charges for them`,
        `aws logs put-retention-policy --log-group-name ${group.name} --retention-in-days 30`,
      );
    },
  ),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, as of November 2026 */
const givenUp =
  /^(nodejs|nodejs(4\.3|4\.3-edge|6\.10|8\.10)|nodejs(1\d|20)\.x|python(2\.7|3\.[6-9])|java8|dotnet.*[1-6](\.\d)?|ruby(2\.[57]|3\.2)|go1\.x|provided)$/;

function configuration({ function: lambda }: Parameters<Rule>[0]) {
  return lambda.state === 'found'
    ? { state: 'found' as const, value: lambda.value.configuration }
    : undefined;
}
