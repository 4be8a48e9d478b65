import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../service.ts';
import type { Collection } from '../storage.ts';
import { alarmArn, type StoredAlarm } from './alarm-store.ts';
import { VALIDATION } from './metric-id.ts';

const MAX_TAGS = 50;

/** Alarms are all that has tags here. */
export function tagOperations(alarms: Collection<StoredAlarm>): Operations<typeof sdk> {
  return {
    tagResource({ ResourceARN, Tags }) {
      const alarm = findByArn(ResourceARN);
      const tags = { ...alarm.tags, ...readTags(Tags) };
      if (Object.keys(tags).length > MAX_TAGS) throw tooMany();
      alarms.set(alarm.settings.AlarmName, { ...alarm, tags });
      return {};
    },
    untagResource({ ResourceARN, TagKeys }) {
      const alarm = findByArn(ResourceARN);
      const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key));
      alarms.set(alarm.settings.AlarmName, { ...alarm, tags: Object.fromEntries(kept) });
      return {};
    },
    listTagsForResource({ ResourceARN }) {
      const { tags } = findByArn(ResourceARN);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  function findByArn(arn: string): StoredAlarm {
    const alarm = alarms.get(arn.slice(alarmArn('').length));
    if (alarm !== undefined && arn === alarmArn(alarm.settings.AlarmName)) return alarm;
    throw new AwsError('ResourceNotFoundException', `No alarm has the ARN ${arn}`);
  }
}

/** The tags of a request; refused when one breaks AWS's rules. */
export function readTags(tags: readonly sdk.Tag[] = []): Record<string, string> {
  if (tags.length > MAX_TAGS) throw tooMany();
  const read: Record<string, string> = {};
  for (const { Key = '', Value = '' } of tags) {
    if (/^aws:/i.test(Key)) throw new AwsError(VALIDATION, `Tag keys must not begin with aws: ${Key}`);
    read[Key] = Value;
  }
  return read;
}

function tooMany(): AwsError {
  return new AwsError('LimitExceededException', `A resource can have at most ${MAX_TAGS} tags`);
}
