import { REPLAY_SOURCE } from '../../handler/change.ts';

/** The event that has the function bring the rows of these files up to date, shaped like one of S3's. */
export function replayEvent(bucket: string, keys: readonly string[], time: Date): object {
  return {
    Records: keys.map((key) => ({
      eventSource: REPLAY_SOURCE,
      eventName: 'Replay',
      eventTime: time.toISOString(),
      s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key).replaceAll('%20', '+') } },
    })),
  };
}
