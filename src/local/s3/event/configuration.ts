import { randomUUID } from 'node:crypto';
import type { Event, NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import { invalidArgument, malformedXml } from '../errors.ts';
import { covers, type DestinationKind, type Rule, rulesOf } from './rules.ts';

/** Every event that S3 knows; most of them never happen here. */
const EVENTS: ReadonlySet<string> = new Set([
  's3:ReducedRedundancyLostObject',
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:ObjectRestore:*',
  's3:ObjectRestore:Post',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
  's3:Replication:*',
  's3:Replication:OperationFailedReplication',
  's3:Replication:OperationNotTracked',
  's3:Replication:OperationMissedThreshold',
  's3:Replication:OperationReplicatedAfterThreshold',
  's3:LifecycleTransition',
  's3:IntelligentTiering',
  's3:ObjectAcl:Put',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Put',
  's3:ObjectTagging:Delete',
]);

/**
 * The configuration as S3 keeps and returns it: with an id for every rule and filter names in capitals.
 * Refused when a rule is malformed or overlaps with another; destinations are not looked at.
 */
export function normalise(given: NotificationConfiguration): NotificationConfiguration {
  const configuration: NotificationConfiguration = {
    ...(given.TopicConfigurations && { TopicConfigurations: given.TopicConfigurations.map(completed) }),
    ...(given.QueueConfigurations && { QueueConfigurations: given.QueueConfigurations.map(completed) }),
    ...(given.LambdaFunctionConfigurations && {
      LambdaFunctionConfigurations: given.LambdaFunctionConfigurations.map(completed),
    }),
    ...(given.EventBridgeConfiguration && { EventBridgeConfiguration: {} }),
  };
  const rules = rulesOf(configuration);
  for (const rule of rules) check(rule);
  for (const [i, rule] of rules.entries()) checkOverlap(rule, rules.slice(i + 1));
  return configuration;
}

interface AnyRule {
  readonly Id?: string | undefined;
  readonly Events: Event[] | undefined;
  readonly Filter?: NotificationConfigurationFilter | undefined;
}

function completed<R extends AnyRule>(rule: R): R {
  const id = { Id: rule.Id || randomUUID() };
  const filterRules = rule.Filter?.Key?.FilterRules;
  if (filterRules === undefined) return { ...rule, ...id };
  const names = filterRules.map(({ Name }) => Name?.toLowerCase());
  if (new Set(names).size < names.length) {
    throw invalidFilter('Cannot specify more than one prefix rule or suffix rule in a filter.', names[0]);
  }
  const FilterRules = filterRules.map(({ Name, Value = '' }) => ({ Name: capital(Name), Value }));
  return { ...rule, ...id, Filter: { Key: { FilterRules } } };
}

/** The SDK's type knows only small letters, but S3 returns these. */
function capital(name = ''): 'prefix' | 'suffix' {
  const lower = name.toLowerCase();
  if (lower !== 'prefix' && lower !== 'suffix') {
    throw invalidFilter('filter rule name must be either prefix or suffix', name);
  }
  return (lower === 'prefix' ? 'Prefix' : 'Suffix') as 'prefix' | 'suffix';
}

function check({ id, kind, arn, events, prefix, suffix }: Rule): void {
  if (id.length > 255) throw invalidArgument('The ID is longer than 255 characters', 'Id', id);
  if (prefix.length > 1024 || suffix.length > 1024) {
    throw invalidFilter('Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation', prefix);
  }
  if (events.length === 0) throw malformedXml();
  for (const event of events) {
    if (!EVENTS.has(event))
      throw invalidArgument('The event is not supported for notifications', 'Event', event);
  }
  if (!ARN[kind].test(arn)) throw invalidArgument('The ARN could not be parsed', ARGUMENT[kind], arn);
}

const ARN: Readonly<Record<DestinationKind, RegExp>> = {
  function: /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/,
  queue: /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+$/,
  topic: /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+$/,
};

const ARGUMENT: Readonly<Record<DestinationKind, string>> = {
  function: 'CloudFunction',
  queue: 'QueueArn',
  topic: 'TopicArn',
};

function checkOverlap(rule: Rule, others: readonly Rule[]): void {
  for (const other of others) {
    if (rule.id === other.id) {
      throw invalidArgument('Same ID used for multiple configurations. IDs must be unique', 'Id', rule.id);
    }
    const shared = rule.events.some((a) => other.events.some((b) => covers(a, b) || covers(b, a)));
    if (!shared || !together(rule, other)) continue;
    const unfiltered = [rule, other].every(({ prefix, suffix }) => prefix === '' && suffix === '');
    throw new AwsError('InvalidArgument', unfiltered ? SAME_EVENT : AMBIGUOUS, { status: 400 });
  }
}

/** Whether some key fits both rules' filters. */
function together(a: Rule, b: Rule): boolean {
  const prefixes = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  return prefixes && (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
}

const SAME_EVENT =
  'Configurations overlap. Configurations on the same bucket cannot share a common event type.';
const AMBIGUOUS =
  'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.';

function invalidFilter(message: string, value: string | undefined): AwsError {
  return invalidArgument(message, 'FilterRule', value);
}
