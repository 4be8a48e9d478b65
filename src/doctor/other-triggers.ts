import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../clients.ts';
import type { Finding } from '../finding.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { namesOf, type Place } from '../provision/names.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import type { Settings } from '../provision/settings.ts';
import { plural } from '../report/format.ts';

/** What else happens when files arrive; setup and teardown keep it. Nothing when there is nothing else. */
export async function otherTriggers(
  { s3 }: Pick<Clients, 's3'>,
  place: Place,
  settings: Settings,
): Promise<Finding[]> {
  const { bucket, notificationId } = namesOf(place, settings);
  const read = new GetBucketNotificationConfigurationCommand(
    ownedBucket({ name: bucket, accountId: place.accountId }),
  );
  const found = await absentAs(['NoSuchBucket'], s3.send(read));
  const destinations = [
    ...(found?.LambdaFunctionConfigurations ?? []).map((it) => ({ id: it.Id, to: it.LambdaFunctionArn })),
    ...(found?.QueueConfigurations ?? []).map((it) => ({ id: it.Id, to: it.QueueArn })),
    ...(found?.TopicConfigurations ?? []).map((it) => ({ id: it.Id, to: it.TopicArn })),
  ].filter(({ id }) => id !== notificationId);
  if (destinations.length === 0) return [];
  const list = destinations.map(({ to }) => to).join(', ');
  return [
    {
      check: 'other triggers',
      state: 'ok',
      text: `${plural(destinations.length, 'trigger')} of others on the bucket, to ${list}`,
    },
  ];
}
