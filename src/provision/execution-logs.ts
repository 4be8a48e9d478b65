import {
  DeleteLogGroupCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../clients.ts';
import type { Resource } from './engine/resource.ts';
import { absentAs } from './engine/retry.ts';
import { type Step, stepOf } from './engine/step.ts';

type Aws = Pick<Clients, 'logs'>;

/**
 * The log groups into which API Gateway itself writes when somebody switched an API's execution logs on. They
 * carry no tag, but the id of the API, so they belong to whoever owns that; nothing else ever removes them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export async function executionLogs(aws: Aws, install: string, apiId: string): Promise<Step[]> {
  const groups: LogGroup[] = [];
  const prefix = { logGroupNamePrefix: `API-Gateway-Execution-Logs_${apiId}/` };
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: aws.logs }, prefix)) {
    groups.push(...logGroups);
  }
  return groups.map(({ logGroupName = '', logGroupArn, arn }) =>
    stepOf(aws, install, executionLog, {
      // Of each stage one.
      name: `${NAME} ${logGroupName.slice(prefix.logGroupNamePrefix.length)}`,
      physicalName: logGroupName,
      arn: logGroupArn ?? arn?.replace(/:\*$/, '') ?? logGroupName,
      spec: logGroupName,
    }),
  );
}

/** Whether a step is one of these. */
export function isApiLog(step: Step): boolean {
  return step.name.startsWith(NAME);
}

const NAME = 'api log group';

const executionLog: Resource<Aws, string, true> = {
  async observe({ logs }, name) {
    for await (const { logGroups = [] } of paginateDescribeLogGroups(
      { client: logs },
      { logGroupNamePrefix: name },
    )) {
      if (logGroups.some(({ logGroupName }) => logGroupName === name)) return true;
    }
    return undefined;
  },
  diff: () => [],
  async apply() {},
  async remove({ logs }, name) {
    await absentAs(
      ['ResourceNotFoundException'],
      logs.send(new DeleteLogGroupCommand({ logGroupName: name })),
    );
  },
};
