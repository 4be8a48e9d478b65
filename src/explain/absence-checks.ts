import type { NamedStep } from './name-answers.ts';
import type { Fields } from './record-writes.ts';

/** How aws-cli finds what is about to be made; it fails, or prints nothing, when there is none. */
export interface AbsenceCheck {
  readonly thing: string;
  /** What follows on `aws`: service and operation, then each flag with its values. */
  readonly words: readonly (readonly string[])[];
}

/**
 * Checks for the calls that would take over or double a thing that is there already; other calls refuse by
 * themselves. In us-east-1 even one's own bucket can be made again:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export function absenceChecks(steps: readonly NamedStep[]): AbsenceCheck[] {
  return Object.entries(checks).flatMap(([operation, wordsOf]) => {
    const found = steps.flatMap(({ physicalName, calls }) =>
      calls.filter((call) => call.operation === operation).map(({ input }) => ({ physicalName, input })),
    );
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        thing: first.physicalName,
        words: wordsOf(
          first.input,
          found.map(({ input }) => input),
        ),
      },
    ];
  });
}

type WordsOf = (first: Fields, all: readonly Fields[]) => AbsenceCheck['words'];

const checks: Readonly<Record<string, WordsOf>> = {
  // Of some AWSs the answer is empty.
  CreateBucket: ({ Bucket }) => [
    ['s3api', 'head-bucket'],
    ['--bucket', `${Bucket}`],
    ['--query', 'to_string(@)'],
  ],
  CreateQueue: ({ QueueName }) => [
    ['sqs', 'get-queue-url'],
    ['--queue-name', `${QueueName}`],
  ],
  SetTopicAttributes: ({ TopicArn }) => [
    ['sns', 'get-topic-attributes'],
    ['--topic-arn', `${TopicArn}`],
  ],
  CreateRestApi: ({ name }) => [
    ['apigateway', 'get-rest-apis'],
    ['--query', `items[?name=='${name}'].id`],
  ],
  CreateApiKey: ({ name }) => [
    ['apigateway', 'get-api-keys'],
    ['--query', `items[?name=='${name}'].id`],
  ],
  PutMetricAlarm: (_, all) => [
    ['cloudwatch', 'describe-alarms'],
    ['--alarm-names', ...all.map(({ AlarmName }) => `${AlarmName}`)],
    ['--query', 'MetricAlarms[].AlarmName'],
  ],
  PutDashboard: ({ DashboardName }) => [
    ['cloudwatch', 'get-dashboard'],
    ['--dashboard-name', `${DashboardName}`],
  ],
};
