import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

/** Lifecycle rules are checked, kept and returned; nothing ever expires or moves by them. */
export function lifecycleOperations(buckets: Buckets): Operations<typeof sdk> {
  return {
    putBucketLifecycleConfiguration(input) {
      const bucket = buckets.require(input);
      const given = input.LifecycleConfiguration?.Rules ?? [];
      const rules = given.map((rule) => ({ ...rule, ID: rule.ID || randomUUID() }));
      if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
      if (new Set(rules.map(({ ID }) => ID)).size < rules.length) {
        throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', '');
      }
      for (const rule of rules) checkRule(rule);
      const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
      buckets.set({ ...bucket, lifecycle: { rules, minimumSize } });
      return { TransitionDefaultMinimumObjectSize: minimumSize };
    },
    getBucketLifecycleConfiguration(input) {
      const { name, lifecycle } = buckets.require(input);
      if (lifecycle === undefined) {
        throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
          status: 404,
          fields: { BucketName: name },
        });
      }
      return {
        Rules: lifecycle.rules.map(withDates),
        TransitionDefaultMinimumObjectSize: lifecycle.minimumSize,
      };
    },
    deleteBucketLifecycle(input) {
      buckets.set({ ...buckets.require(input), lifecycle: undefined });
      return {};
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
const MAX_RULES = 1000;

function checkRule(rule: sdk.LifecycleRule): void {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformedXml();
  if ((rule.ID ?? '').length > 255) {
    throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', rule.ID);
  }
  // Exactly one of the two says which objects a rule is about.
  if ((rule.Prefix === undefined) === (rule.Filter === undefined)) throw malformedXml();
  checkFilter(rule.Filter);
  checkActions(rule);
}

function checkFilter(filter: sdk.LifecycleRuleFilter | undefined): void {
  const given = Object.values(filter ?? {}).filter((value) => value !== undefined);
  if (given.length > 1) throw malformedXml();
}

function checkActions(rule: sdk.LifecycleRule): void {
  const { Expiration, Transitions, NoncurrentVersionTransitions, NoncurrentVersionExpiration } = rule;
  const { AbortIncompleteMultipartUpload: abort } = rule;
  const actions = [Expiration, Transitions, NoncurrentVersionTransitions, NoncurrentVersionExpiration, abort];
  if (actions.every((action) => action === undefined)) {
    throw invalidRequest('At least one action needs to be specified in a rule');
  }
  if (Expiration !== undefined) checkExpiration(Expiration);
  if (abort !== undefined) {
    checkDays('DaysAfterInitiation', abort.DaysAfterInitiation);
    if (rule.Filter?.Tag !== undefined || rule.Filter?.And?.Tags !== undefined) {
      throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags');
    }
  }
  if (NoncurrentVersionExpiration !== undefined) {
    checkDays('NoncurrentDays', NoncurrentVersionExpiration.NoncurrentDays);
  }
  for (const transition of Transitions ?? []) checkTransition(transition);
  for (const { StorageClass } of NoncurrentVersionTransitions ?? []) checkClass(StorageClass);
}

function checkExpiration({ Days, Date: date, ExpiredObjectDeleteMarker }: sdk.LifecycleExpiration): void {
  const given = [Days, date, ExpiredObjectDeleteMarker].filter((value) => value !== undefined);
  if (given.length !== 1) throw malformedXml();
  if (Days !== undefined) checkDays('Days', Days);
  if (date !== undefined) checkMidnight(date);
}

function checkTransition({ Days, Date: date, StorageClass }: sdk.Transition): void {
  if ((Days === undefined) === (date === undefined)) throw malformedXml();
  checkClass(StorageClass);
  if (Days !== undefined && Days < 0) {
    throw invalidArgument("'Days' in the Transition action must be nonnegative", 'Days', Days);
  }
  if (Days !== undefined && Days < 30 && StorageClass?.endsWith('_IA')) {
    throw invalidArgument(
      `'Days' in Transition action must be greater than or equal to 30 for storageClass '${StorageClass}'`,
      'Days',
      Days,
    );
  }
  if (date !== undefined) checkMidnight(date);
}

function checkClass(storageClass = ''): void {
  if (!TRANSITION_CLASSES.includes(storageClass)) throw malformedXml();
}

const TRANSITION_CLASSES: readonly string[] = [
  'GLACIER',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

function checkDays(name: string, days: number | undefined): void {
  if (days !== undefined && Number.isInteger(days) && days > 0) return;
  throw invalidArgument(`'${name}' for lifecycle action must be a positive integer`, name, days);
}

function checkMidnight(date: Date): void {
  if (date.getTime() % (24 * 60 * 60 * 1000) === 0) return;
  throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
}

/** Dates that have been to disk and back are strings. */
function withDates(rule: sdk.LifecycleRule): sdk.LifecycleRule {
  return {
    ...rule,
    ...(rule.Expiration && { Expiration: withDate(rule.Expiration) }),
    ...(rule.Transitions && { Transitions: rule.Transitions.map(withDate) }),
  };
}

function withDate<T extends { Date?: Date | undefined }>(value: T): T {
  return value.Date === undefined ? value : { ...value, Date: new Date(value.Date) };
}
