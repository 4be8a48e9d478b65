/** What AWS asks for one unit of something, in USD in us-east-1. */
export interface Price {
  readonly usd: number;
  readonly unit: string;
  /** Units a month that every account has for nothing, for ever; shared by all that the account does. 0 for none. */
  readonly free: number;
  /** `official`: read on a page of AWS. `reported`: others say so, and agree. `single`: only one of them does. */
  readonly known: 'official' | 'reported' | 'single';
  readonly sources: readonly string[];
}

/** When the sources were last compared. Prices change seldom, but they do; other regions ask up to twice as much. */
export const pricesAsOf = '2026-11-25';
export const pricesRegion = 'us-east-1';

const cloudWatchPage = 'https://aws.amazon.com/cloudwatch/pricing/';
const cloudWatchGuide = 'https://cloudburn.io/blog/amazon-cloudwatch-pricing';
const dynamoDbPage = 'https://aws.amazon.com/dynamodb/pricing/';
const dynamoDbGuide = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing';
const lambdaGuides = [
  'https://wring.co/blog/aws-lambda-pricing-guide',
  'https://cloudchipr.com/blog/aws-lambda-pricing',
];
const logsGuides = [
  'https://c3x.dev/blog/cloudwatch-logs-cost-optimization',
  'https://hykell.com/knowledge-base/aws-cloudwatch-logs-pricing',
];
const s3Guides = [
  'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
  'https://cloudburn.io/blog/amazon-s3-pricing',
];

/** Everything that an install can be charged for: the lowest volume's price where larger ones cost less. */
export const prices = {
  /** An alarm on an expression counts once for each metric in it. */
  alarmMetric: {
    usd: 0.1,
    unit: 'alarm metric a month',
    free: 10,
    known: 'official',
    sources: [cloudWatchPage, cloudWatchGuide],
  },
  dashboard: {
    usd: 3,
    unit: 'dashboard a month',
    free: 3,
    known: 'official',
    sources: [cloudWatchPage, cloudWatchGuide],
  },
  logIngest: {
    usd: 0.5,
    unit: 'GB of logs taken in',
    free: 5,
    known: 'official',
    sources: [cloudWatchPage, ...logsGuides],
  },
  logStorage: {
    usd: 0.03,
    unit: 'GB of compressed logs a month',
    free: 0,
    known: 'reported',
    sources: logsGuides,
  },
  lambdaRequest: {
    usd: 0.2 / 1e6,
    unit: 'run of the function',
    free: 1e6,
    known: 'reported',
    sources: lambdaGuides,
  },
  /** On arm64. */
  lambdaSecond: {
    usd: 0.0000133334,
    unit: 'GB-second of the function',
    free: 400_000,
    known: 'reported',
    sources: lambdaGuides,
  },
  s3Write: {
    usd: 0.005 / 1000,
    unit: 'PUT or part of one',
    free: 0,
    known: 'single',
    sources: s3Guides.slice(0, 1),
  },
  s3Read: {
    usd: 0.0004 / 1000,
    unit: 'GET or HEAD',
    free: 0,
    known: 'single',
    sources: s3Guides.slice(0, 1),
  },
  s3Storage: { usd: 0.023, unit: 'GB of files a month', free: 0, known: 'reported', sources: s3Guides },
  tableWrite: {
    usd: 0.625 / 1e6,
    unit: 'write request unit',
    free: 0,
    known: 'single',
    sources: [dynamoDbGuide],
  },
  tableStorage: {
    usd: 0.25,
    unit: 'GB of rows a month',
    free: 25,
    known: 'official',
    sources: [dynamoDbPage],
  },
  /** Point-in-time recovery of the table itself; its index is not charged. */
  tableRecovery: {
    usd: 0.2,
    unit: 'GB of recoverable rows a month',
    free: 0,
    known: 'single',
    sources: [dynamoDbPage],
  },
  apiRequest: {
    usd: 3.5 / 1e6,
    unit: 'call of the API',
    free: 0,
    known: 'official',
    sources: [
      'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html',
      'https://awsforengineers.com/blog/aws-api-gateway-pricing-explained',
    ],
  },
  queueRequest: {
    usd: 0.4 / 1e6,
    unit: 'request to the failure queue',
    free: 1e6,
    known: 'reported',
    sources: [
      'https://cloudburn.io/blog/amazon-sqs-pricing',
      'https://www.factualminds.com/blog/amazon-sqs-pricing-64kb-rule-fifo-vs-standard/',
    ],
  },
  mail: {
    usd: 2 / 100_000,
    unit: 'mail of an alarm',
    free: 1000,
    known: 'single',
    sources: ['https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/'],
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
