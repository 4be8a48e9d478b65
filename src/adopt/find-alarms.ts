import { type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import type { Clients } from '../clients.ts';
import { type Part, partOf } from './part.ts';

/** An alarm on the function, as it was found. */
export interface FoundAlarm {
  readonly name: string;
  readonly metric: string;
  readonly alarm: MetricAlarm;
  readonly topics: readonly FoundTopic[];
}

/** A topic that the alarm tells. */
export interface FoundTopic {
  readonly arn: string;
  readonly subscriptions: Part<readonly Subscription[]>;
}

type Aws = Pick<Clients, 'cloudwatch' | 'sns'>;

/** The alarms on metrics of the function. Reads every alarm of the region. */
export async function findAlarms(aws: Aws, functionName: string): Promise<Part<readonly FoundAlarm[]>> {
  return await partOf(readAlarms(aws, functionName), []);
}

async function readAlarms(aws: Aws, functionName: string): Promise<FoundAlarm[]> {
  const about: MetricAlarm[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: aws.cloudwatch }, {})) {
    about.push(...MetricAlarms.filter((alarm) => isAbout(alarm, functionName)));
  }
  return await Promise.all(
    about.map(async (alarm) => {
      const topics = (alarm.AlarmActions ?? []).filter((arn) => /^arn:[\w-]+:sns:/.test(arn));
      return {
        name: alarm.AlarmName ?? '',
        metric: alarm.MetricName ?? 'an expression',
        alarm,
        topics: await Promise.all(
          topics.map(async (arn) => ({
            arn,
            subscriptions: await partOf(readSubscriptions(aws, arn), ['NotFoundException', 'NotFound']),
          })),
        ),
      };
    }),
  );
}

function isAbout({ Dimensions = [], Metrics = [] }: MetricAlarm, functionName: string): boolean {
  const inExpression = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []);
  return [...Dimensions, ...inExpression].some(
    ({ Name, Value }) => Name === 'FunctionName' && Value === functionName,
  );
}

async function readSubscriptions({ sns }: Aws, TopicArn: string): Promise<Subscription[]> {
  const all: Subscription[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    all.push(...(page.Subscriptions ?? []));
  }
  return all;
}
