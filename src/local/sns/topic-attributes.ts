import { ACCOUNT_ID } from '../credentials.ts';
import { PolicyFault } from '../iam/policy-fault.ts';
import { checkPolicy } from '../iam/policy-grammar.ts';
import { invalidParameter, type StoredTopic } from './topic-store.ts';

/** Refuses an attribute that SNS does not know, a value that it does not take, and FIFO topics. */
export function checkTopicAttribute(name: string, value: string): void {
  const check = checks.get(name);
  if (check === undefined) throw invalidParameter('AttributeName');
  check(value);
}

/** All attributes that a topic has beside the counts of its subscriptions. */
export function describeTopic({ arn, attributes }: StoredTopic): Record<string, string> {
  return {
    Policy: JSON.stringify(ownersPolicy(arn)),
    DisplayName: '',
    EffectiveDeliveryPolicy: JSON.stringify(DELIVERY_POLICY),
    ...attributes,
    TopicArn: arn,
    Owner: ACCOUNT_ID,
  };
}

/** The topic's own policy, or the one that every topic starts with. */
export function policyOf({ arn, attributes }: StoredTopic): string {
  return attributes['Policy'] || JSON.stringify(ownersPolicy(arn));
}

const checks = new Map<string, (value: string) => void>(
  Object.entries({
    Policy: checkTopicPolicy,
    DisplayName(value) {
      if (value.length > 100) throw invalidParameter('DisplayName');
    },
    KmsMasterKeyId() {},
    FifoTopic(value) {
      if (value !== 'false') throw invalidParameter('FifoTopic Reason: The embedded AWS has no FIFO topics');
    },
    SignatureVersion(value) {
      if (value !== '1' && value !== '2') throw invalidParameter('SignatureVersion');
    },
    TracingConfig(value) {
      if (value !== 'PassThrough' && value !== 'Active') throw invalidParameter('TracingConfig');
    },
  }),
);

function checkTopicPolicy(text: string): void {
  if (text === '') return;
  try {
    const { statements } = checkPolicy(text, 'resource');
    const actions = statements.flatMap((statement) => statement.actions.patterns);
    if (actions.every((action) => TOPIC_ACTIONS.has(action.toLowerCase()))) return;
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    throw invalidParameter(`Policy Error: ${error.message}`);
  }
  // `sns:*` is refused too: it reaches beyond what a topic's policy can allow.
  throw invalidParameter('Policy statement action out of service scope!');
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const TOPIC_ACTIONS = new Set([
  'sns:addpermission',
  'sns:deletetopic',
  'sns:getdataprotectionpolicy',
  'sns:gettopicattributes',
  'sns:listsubscriptionsbytopic',
  'sns:listtagsforresource',
  'sns:publish',
  'sns:putdataprotectionpolicy',
  'sns:receive',
  'sns:removepermission',
  'sns:settopicattributes',
  'sns:subscribe',
]);

/** What AWS gives a new topic. */
function ownersPolicy(arn: string): object {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT_ID } },
      },
    ],
  };
}

/** AWS's defaults for delivery over HTTP, which every topic reports. */
const DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
};
