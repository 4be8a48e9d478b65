import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { FUNCTION_ARN, heldClock, QUEUE_ARN, TOPIC_ARN, useS3 } from './s3-bench.ts';

describe('S3 events', () => {
  const clock = heldClock();
  const bench = useS3(clock);
  const { destinations } = bench;
  const { delivered } = destinations;

  beforeEach(() => {
    delivered.length = 0;
    destinations.broken = false;
  });

  const configure = (Bucket: string, NotificationConfiguration: NotificationConfiguration, skip = false) =>
    bench.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration,
        SkipDestinationValidation: skip,
      }),
    );
  const toFunction = (events: readonly string[], filter: readonly [string, string][] = [], id = 'rule') => ({
    Id: id,
    LambdaFunctionArn: FUNCTION_ARN,
    Events: events as ['s3:ObjectCreated:*'],
    Filter: { Key: { FilterRules: filter.map(([Name, Value]) => ({ Name: Name as 'prefix', Value })) } },
  });
  const watched = async (versioned = false) => {
    const Bucket = await bench.bucket({ versioned });
    const everything = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:ObjectTagging:*'];
    await configure(Bucket, { LambdaFunctionConfigurations: [toFunction(everything)] });
    return Bucket;
  };
  const put = (Bucket: string, Key: string) =>
    bench.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'body' }));
  /** The records so far, once there are so many. */
  const records = async (count: number) => {
    await destinations.waitFor(count);
    return delivered.map(({ message }) => JSON.parse(message).Records[0]);
  };
  const names = async (count: number) => (await records(count)).map(({ eventName }) => eventName);

  it('tell of a new object as AWS does', async () => {
    const Bucket = await watched();
    const { ETag } = await put(Bucket, 'red flower/ü+@~.jpg');
    const [record] = await records(1);
    expect(record).toEqual({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: new Date(clock.now()).toISOString(),
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: expect.stringContaining('AWS:') },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'rule',
        bucket: {
          name: Bucket,
          ownerIdentity: { principalId: expect.any(String) },
          arn: `arn:aws:s3:::${Bucket}`,
        },
        object: {
          key: 'red+flower/%C3%BC%2B%40%7E.jpg',
          size: 4,
          eTag: ETag?.replaceAll('"', ''),
          sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        },
      },
    });
  });

  it('tell of every way in which an object can come, change and go', async () => {
    const Bucket = await watched();
    await put(Bucket, 'a');
    await bench.s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
    const upload = { Bucket, Key: 'c' };
    const { UploadId } = await bench.s3.send(new CreateMultipartUploadCommand(upload));
    const part = new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'part' });
    const Parts = [{ PartNumber: 1, ETag: (await bench.s3.send(part)).ETag }];
    await bench.s3.send(
      new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }),
    );
    const Tagging = { TagSet: [{ Key: 'x', Value: 'y' }] };
    await bench.s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging }));
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'absent' }));
    const Objects = [{ Key: 'b' }, { Key: 'c' }];
    await bench.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(await names(7)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectTagging:Put',
      'ObjectRemoved:Delete',
      'ObjectRemoved:Delete',
      'ObjectRemoved:Delete',
    ]);
    const removal = (await records(7)).at(-1).s3.object;
    expect(Object.keys(removal).toSorted()).toEqual(['key', 'sequencer']);
  });

  it('carry version ids where versions are kept, and tell markers from removals', async () => {
    const Bucket = await watched(true);
    const { VersionId } = await put(Bucket, 'a');
    const marker = await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await bench.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await put(Bucket, 'a');
    const got = (await records(4)).map(({ eventName, s3 }) => [
      eventName,
      s3.object.versionId,
      s3.object.eTag,
    ]);
    const eTag = expect.any(String);
    expect(got).toEqual([
      ['ObjectCreated:Put', VersionId, eTag],
      ['ObjectRemoved:DeleteMarkerCreated', marker.VersionId, eTag],
      ['ObjectRemoved:Delete', VersionId, undefined],
      ['ObjectCreated:Put', 'null', eTag],
    ]);
  });

  it('have sequencers that rise for a key, over restarts too', async () => {
    const Bucket = await watched();
    for (let i = 0; i < 3; i++) {
      await put(Bucket, 'a');
      await bench.restart();
    }
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const sequencers = (await records(4)).map(({ s3 }) => s3.object.sequencer);
    expect(sequencers).toEqual(sequencers.toSorted());
    expect(new Set(sequencers).size).toBe(4);
  });

  it('go only where event and key fit', async () => {
    const Bucket = await bench.bucket();
    await configure(Bucket, {
      LambdaFunctionConfigurations: [
        toFunction(
          ['s3:ObjectCreated:Put'],
          [
            ['Prefix', 'in/'],
            ['suffix', '.jpg'],
          ],
          'images',
        ),
        toFunction(['s3:ObjectRemoved:*'], [], 'removals'),
        toFunction(['s3:ObjectCreated:Put'], [['prefix', 'a+b/']], 'encoded'),
      ],
    });
    for (const key of ['in/1.jpg', 'in/1.png', 'out/1.jpg', 'a b/1']) await put(Bucket, key);
    await bench.s3.send(new DeleteObjectCommand({ Bucket, Key: 'out/1.jpg' }));
    const got = (await records(3)).map(({ s3 }) => [s3.configurationId, s3.object.key]);
    expect(got).toEqual([
      ['images', 'in/1.jpg'],
      ['encoded', 'a+b/1'],
      ['removals', 'out/1.jpg'],
    ]);
  });

  it('reach queues and topics, which are tested first', async () => {
    const Bucket = await bench.bucket();
    const Events = ['s3:ObjectCreated:*'] as ['s3:ObjectCreated:*'];
    await configure(Bucket, {
      QueueConfigurations: [
        { QueueArn: QUEUE_ARN, Events, Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'q' }] } } },
      ],
      TopicConfigurations: [
        { TopicArn: TOPIC_ARN, Events, Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 't' }] } } },
      ],
    });
    const tests = delivered.map(({ arn, message }) => [arn, JSON.parse(message)]);
    expect(Object.fromEntries(tests)).toEqual({
      [QUEUE_ARN]: expect.objectContaining({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }),
      [TOPIC_ARN]: expect.objectContaining({ Event: 's3:TestEvent' }),
    });
    await put(Bucket, 'q');
    await put(Bucket, 't');
    await destinations.waitFor(4);
    expect(delivered.slice(2).map(({ arn }) => arn)).toEqual([QUEUE_ARN, TOPIC_ARN]);
  });

  it('wait while they cannot be delivered, and go out when they can', async () => {
    const Bucket = await watched();
    destinations.broken = true;
    await put(Bucket, 'a');
    expect(delivered).toEqual([]);
    destinations.broken = false;
    // Whether the first attempt has failed yet or is still to come, moving the clock brings it about.
    while (delivered.length === 0) {
      clock.advance(1000);
      await bench.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    }
    expect(await names(1)).toEqual(['ObjectCreated:Put']);
    bench.faults.length = 0;
  });

  it('that were not delivered before a stop are delivered after the next start, once', async () => {
    const Bucket = await watched();
    destinations.broken = true;
    await put(Bucket, 'a');
    await put(Bucket, 'b');
    await bench.restart();
    destinations.broken = false;
    await bench.restart();
    await destinations.waitFor(2);
    await bench.restart();
    await put(Bucket, 'c');
    expect((await records(3)).map(({ s3 }) => s3.object.key).toSorted()).toEqual(['a', 'b', 'c']);
    bench.faults.length = 0;
  });

  it('are configured with ids and capital filter names, and kept over a restart', async () => {
    const Bucket = await bench.bucket();
    const rule = { ...toFunction(['s3:ObjectCreated:*'], [['prefix', 'in/']]), Id: undefined };
    await configure(Bucket, { LambdaFunctionConfigurations: [rule], EventBridgeConfiguration: {} });
    await bench.restart();
    const kept = await bench.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(kept.EventBridgeConfiguration).toEqual({});
    expect(kept.LambdaFunctionConfigurations).toEqual([
      {
        Id: expect.any(String),
        LambdaFunctionArn: FUNCTION_ARN,
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'in/' }] } },
      },
    ]);
    await configure(Bucket, {});
    const none = await bench.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(none.LambdaFunctionConfigurations).toBeUndefined();
  });

  it('are not sent to a function that S3 may not invoke, unless nobody is to look', async () => {
    const Bucket = await bench.bucket();
    const arn = `${FUNCTION_ARN}-not`;
    const rule = { ...toFunction(['s3:ObjectCreated:*']), LambdaFunctionArn: arn };
    await expect(configure(Bucket, { LambdaFunctionConfigurations: [rule] })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
      ArgumentName1: `${arn}, null`,
      ArgumentValue1: `Not authorized to invoke function [${arn}]`,
    });
    await configure(Bucket, { LambdaFunctionConfigurations: [rule] }, true);
    await put(Bucket, 'a');
    expect(delivered).toEqual([]);
  });

  const all = ['s3:ObjectCreated:*'];
  it.each<[string, NotificationConfiguration, string]>([
    [
      'to no ARN',
      { LambdaFunctionConfigurations: [{ ...toFunction(all), LambdaFunctionArn: 'f' }] },
      'The ARN could not be parsed',
    ],
    [
      'of no known kind',
      { LambdaFunctionConfigurations: [toFunction(['s3:ObjectEaten:*'])] },
      'The event is not supported for notifications',
    ],
    [
      'by an unknown filter',
      { LambdaFunctionConfigurations: [toFunction(all, [['infix', 'x']])] },
      'filter rule name must be either prefix or suffix',
    ],
    [
      'by two prefixes',
      {
        LambdaFunctionConfigurations: [
          toFunction(all, [
            ['prefix', 'x'],
            ['Prefix', 'y'],
          ]),
        ],
      },
      'Cannot specify more than one prefix rule or suffix rule in a filter.',
    ],
    [
      'twice',
      {
        LambdaFunctionConfigurations: [
          toFunction(all, [], '1'),
          toFunction(['s3:ObjectCreated:Put'], [], '2'),
        ],
      },
      'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
    ],
    [
      'ambiguously',
      {
        LambdaFunctionConfigurations: [
          toFunction(all, [['prefix', 'a']], '1'),
          toFunction(
            all,
            [
              ['prefix', 'ab'],
              ['suffix', 'z'],
            ],
            '2',
          ),
        ],
      },
      'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
    ],
    [
      'under one id',
      {
        LambdaFunctionConfigurations: [
          toFunction(all, [['prefix', 'a']]),
          toFunction(all, [['prefix', 'b']]),
        ],
      },
      'Same ID used for multiple configurations. IDs must be unique',
    ],
  ])('cannot be asked for %s', async (_what, configuration, message) => {
    const Bucket = await bench.bucket();
    await expect(configure(Bucket, configuration)).rejects.toMatchObject({
      name: 'InvalidArgument',
      message,
    });
  });
});
