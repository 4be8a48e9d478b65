import { deployerPolicy } from './deployer-policy.ts';
import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, policy } from './policies.ts';
import type { Settings } from './settings.ts';

/**
 * What `adopt` needs for the pipeline that the settings name: a deployer's rights, one to change its old rows, and
 * those to look at what was there before under names that nobody chose.
 */
export function adopterPolicy(place: Place, settings: Settings, ownsBucket = false): PolicyDocument {
  const { partition, region, accountId } = place;
  const { table, bucket } = arnsOf(place, namesOf(place, settings));
  const iam = `arn:${partition}:iam::`;
  return policy([
    ...deployerPolicy(place, settings, ownsBucket).Statement,
    ...(ownsBucket ? [allow('OldBucketTags', ['s3:PutBucketTagging'], bucket)] : []),
    allow('OldRows', ['dynamodb:UpdateItem'], table),
    allow('OldRoles', OLD_ROLES, [`${iam}${accountId}:role/*`, `${iam}*:policy/*`]),
    allow('OldAlarms', ['sns:ListSubscriptionsByTopic'], `arn:${partition}:sns:${region}:${accountId}:*`),
  ]);
}

const OLD_ROLES = [
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
];
