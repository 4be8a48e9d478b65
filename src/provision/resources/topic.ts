import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import type { Clients } from '../../clients.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs } from '../engine/retry.ts';
import { tagList, tagsOf } from '../ownership.ts';
import {
  canonical,
  type PolicyDocument,
  type PolicyStatement,
  parsedPolicy,
  statementOf,
  withStatement,
} from '../policies.ts';

export interface TopicSpec {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
  /** Our statement in the topic's policy; others, the owner's own among them, are kept. */
  readonly policyStatement: PolicyStatement;
}

export interface TopicLive {
  readonly tags: Tags;
  readonly policy: PolicyDocument | undefined;
}

type Aws = Pick<Clients, 'sns'>;

/** Where alarms are published. Not encrypted: with AWS's own key for SNS alarms would be lost silently. */
export const topic: Resource<Aws, TopicSpec, TopicLive> = resourceOf<Aws, TopicSpec, TopicLive>({
  async observe({ sns }, { arn }) {
    const found = await absentAs(
      ['NotFoundException', 'NotFound'],
      sns.send(new GetTopicAttributesCommand({ TopicArn: arn })),
    );
    if (found === undefined) return undefined;
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    const policy = found.Attributes?.['Policy'];
    return { tags: tagsOf(Tags), policy: policy ? parsedPolicy(policy) : undefined };
  },

  create: ({ sns }, { name, tags }) => sns.send(new CreateTopicCommand({ Name: name, Tags: tagList(tags) })),

  aspects: [
    {
      path: 'policy',
      wanted: (spec) => canonical(spec.policyStatement),
      actual: (live, spec) => canonical(statementOf(live.policy, spec.policyStatement.Sid)),
      async write({ sns }, { name, arn, policyStatement }, live, control) {
        if (live.policy !== undefined) {
          await control.keep?.({ kind: 'topic-policy', of: name, content: live.policy });
        }
        const AttributeValue = JSON.stringify(withStatement(live.policy, policyStatement));
        await sns.send(
          new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }),
        );
      },
    },
  ],

  async remove({ sns }, { arn }) {
    await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  },

  tags: (live) => live.tags,
});
