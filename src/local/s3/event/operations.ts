import type * as sdk from '@aws-sdk/client-s3';
import type { Clock } from '../../clock.ts';
import type { Operations } from '../../service.ts';
import type { Buckets } from '../buckets.ts';
import { normalise } from './configuration.ts';
import { checkDestinations } from './destination-check.ts';
import type { Destinations } from './outbox.ts';
import { rulesOf } from './rules.ts';

/** Which changes of a bucket are told to whom. */
export function notificationOperations(
  buckets: Buckets,
  destinations: Destinations,
  clock: Clock,
): Operations<typeof sdk> {
  return {
    async putBucketNotificationConfiguration(input, { requestId }) {
      const bucket = buckets.require(input);
      const notification = normalise(input.NotificationConfiguration);
      if (input.SkipDestinationValidation !== true) {
        const time = clock.now();
        await checkDestinations(rulesOf(notification), bucket, destinations, { requestId, time });
      }
      buckets.set({ ...buckets.require(input), notification });
      return {};
    },
    getBucketNotificationConfiguration: (input) => buckets.require(input).notification,
  };
}
