import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteBucketCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { describe, expect, it } from 'vitest';
import { useS3 } from './s3-bench.ts';

const PART = Buffer.alloc(5 * 1024 ** 2, 'five mebibytes ');
const END = Buffer.from('the end');

describe('S3 multipart uploads', () => {
  const bench = useS3();
  const begin = async (
    Bucket: string,
    Key: string,
    options: Partial<CreateMultipartUploadCommandInput> = {},
  ) => {
    const { UploadId } = await bench.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...options }));
    return { Bucket, Key, UploadId };
  };
  type Address = Awaited<ReturnType<typeof begin>>;
  const upload = async (address: Address, PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
    const { ETag, ChecksumCRC32, ChecksumSHA256 } = await bench.s3.send(
      new UploadPartCommand({ ...address, PartNumber, Body }),
    );
    return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 };
  };
  const complete = (address: Address, Parts: CompletedPart[]) =>
    bench.s3.send(new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts } }));
  const read = async (Bucket: string, Key: string, options = {}) => {
    const { Body } = await bench.s3.send(new GetObjectCommand({ Bucket, Key, ...options }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  it('become one object with the ETag of its parts’ ETags', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big', {
      ContentType: 'text/plain',
      Metadata: { a: '1' },
      Tagging: 'x=1',
    });
    const parts = [await upload(address, 1, PART), await upload(address, 7, END)];
    const { ETag } = await complete(address, parts);
    const md5s = [PART, END].map((bytes) => createHash('md5').update(bytes).digest());
    expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`);
    expect(Buffer.compare(await read(Bucket, 'big'), Buffer.concat([PART, END]))).toBe(0);
    const head = await bench.s3.send(new HeadObjectCommand({ Bucket, Key: 'big' }));
    expect(head).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
    await expect(complete(address, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('can be read by part and across parts', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big');
    await complete(address, [await upload(address, 1, PART), await upload(address, 2, END)]);
    const second = await bench.s3.send(new GetObjectCommand({ Bucket, Key: 'big', PartNumber: 2 }));
    expect(second).toMatchObject({
      PartsCount: 2,
      ContentRange: `bytes ${PART.length}-${PART.length + 6}/${PART.length + 7}`,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await second.Body?.transformToString()).toBe('the end');
    const across = await read(Bucket, 'big', { Range: `bytes=${PART.length - 2}-${PART.length + 2}` });
    expect(across.toString()).toBe(`${PART.subarray(-2)}the`);
    const third = new GetObjectCommand({ Bucket, Key: 'big', PartNumber: 3 });
    await expect(bench.s3.send(third)).rejects.toMatchObject({ name: 'InvalidPartNumber' });
  });

  it('take a part’s later upload for it, and leave out parts that are not named', async () => {
    const Bucket = await bench.bucket();
    const before = await bench.countBlobs();
    const address = await begin(Bucket, 'big');
    await upload(address, 1, Buffer.from('first try'));
    await upload(address, 2, Buffer.from('never used'));
    const again = await upload(address, 1, Buffer.from('second try'));
    await complete(address, [again]);
    expect((await read(Bucket, 'big')).toString()).toBe('second try');
    await bench.restart();
    expect(await bench.countBlobs()).toBe(before + 1);
  });

  it('are refused with what is wrong about the list of parts', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big');
    const [first, second] = [await upload(address, 1, END), await upload(address, 2, END)];
    await expect(complete(address, [])).rejects.toMatchObject({ name: 'MalformedXML' });
    await expect(complete(address, [second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(address, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    const unknown = { ...second, PartNumber: 3 };
    await expect(complete(address, [first, unknown])).rejects.toMatchObject({ name: 'InvalidPart' });
    const other = { ...first, ETag: '"other"' };
    await expect(complete(address, [other])).rejects.toMatchObject({ name: 'InvalidPart' });
    await complete(address, [first]);
  });

  it.each([0, 10_001])('have no part %i', async (PartNumber) => {
    const address = await begin(await bench.bucket(), 'big');
    const part = new UploadPartCommand({ ...address, PartNumber, Body: END });
    await expect(bench.s3.send(part)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('hold to If-None-Match when they are completed', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big');
    const Parts = [await upload(address, 1, END)];
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'big', Body: 'there' }));
    const late = new CompleteMultipartUploadCommand({
      ...address,
      MultipartUpload: { Parts },
      IfNoneMatch: '*',
    });
    await expect(bench.s3.send(late)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect((await read(Bucket, 'big')).toString()).toBe('there');
    await complete(address, Parts);
    expect((await read(Bucket, 'big')).toString()).toBe('the end');
  });

  it('have a checksum of checksums, which the object keeps with its parts’', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big', { ChecksumAlgorithm: 'SHA256' });
    const send = async (PartNumber: number, Body: Buffer) => {
      const part = new UploadPartCommand({ ...address, PartNumber, Body, ChecksumAlgorithm: 'SHA256' });
      const { ETag, ChecksumSHA256 } = await bench.s3.send(part);
      return { PartNumber, ETag, ChecksumSHA256 };
    };
    const parts = [await send(1, PART), await send(2, END)];
    const bare = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await expect(complete(address, bare)).rejects.toMatchObject({ name: 'InvalidRequest' });
    const answer = await complete(address, parts);
    const digests = [PART, END].map((bytes) => createHash('sha256').update(bytes).digest());
    const expected = `${createHash('sha256').update(Buffer.concat(digests)).digest('base64')}-2`;
    expect(answer).toMatchObject({ ChecksumSHA256: expected, ChecksumType: 'COMPOSITE' });
    const attributes = await bench.s3.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'big', ObjectAttributes: ['Checksum', 'ObjectParts'] }),
    );
    expect(attributes.ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      Parts: [{ Size: PART.length }, { Size: 7 }],
    });
    expect(attributes.ObjectParts?.Parts?.[1]?.ChecksumSHA256).toBe(digests[1]?.toString('base64'));
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'have the whole object’s %s, as if it had been put at once',
    async (ChecksumAlgorithm) => {
      const Bucket = await bench.bucket();
      const options = { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' } as const;
      const address = await begin(Bucket, 'big', options);
      const parts: CompletedPart[] = [];
      for (const [i, Body] of [PART, PART, END].entries()) {
        const part = new UploadPartCommand({ ...address, PartNumber: i + 1, Body, ChecksumAlgorithm });
        const { ETag } = await bench.s3.send(part);
        parts.push({ PartNumber: i + 1, ETag });
      }
      const inParts = await complete(address, parts);
      const Body = Buffer.concat([PART, PART, END]);
      const put = new PutObjectCommand({ Bucket, Key: 'same', Body, ChecksumAlgorithm });
      const atOnce = await bench.s3.send(put);
      const member = `Checksum${ChecksumAlgorithm}` as const;
      expect(inParts[member]).toBe(atOnce[member]);
      expect(inParts.ChecksumType).toBe('FULL_OBJECT');
    },
  );

  it('take no other algorithm than was chosen, nor an impossible type', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big', { ChecksumAlgorithm: 'SHA256' });
    const part = new UploadPartCommand({ ...address, PartNumber: 1, Body: END, ChecksumAlgorithm: 'CRC32' });
    await expect(bench.s3.send(part)).rejects.toMatchObject({ name: 'InvalidRequest' });
    const impossible = { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' } as const;
    await expect(begin(Bucket, 'other', impossible)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('take parts from objects that are there', async () => {
    const Bucket = await bench.bucket();
    await bench.s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: Buffer.concat([PART, END]) }));
    const address = await begin(Bucket, 'copy');
    const CopySource = `${Bucket}/source`;
    const copy = async (PartNumber: number, CopySourceRange: string) => {
      const part = new UploadPartCopyCommand({ ...address, PartNumber, CopySource, CopySourceRange });
      return { PartNumber, ETag: (await bench.s3.send(part)).CopyPartResult?.ETag };
    };
    const whole = `bytes=0-${PART.length - 1}`;
    await complete(address, [await copy(1, whole), await copy(2, `bytes=${PART.length}-${PART.length + 6}`)]);
    expect(Buffer.compare(await read(Bucket, 'copy'), Buffer.concat([PART, END]))).toBe(0);
    const outside = new UploadPartCopyCommand({
      ...(await begin(Bucket, 'x')),
      PartNumber: 1,
      CopySource,
      CopySourceRange: 'bytes=0-99999999',
    });
    await expect(bench.s3.send(outside)).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are listed with their parts until they are aborted, and nothing is left of them', async () => {
    const Bucket = await bench.bucket();
    const before = await bench.countBlobs();
    const uploads = [await begin(Bucket, 'a'), await begin(Bucket, 'a'), await begin(Bucket, 'b/c')];
    const [first] = uploads;
    if (first === undefined) throw new Error('no upload');
    for (const number of [1, 2, 3]) await upload(first, number, END);
    const listed = await bench.s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1 }));
    expect(listed).toMatchObject({ IsTruncated: true, Uploads: [{ Key: 'a', UploadId: first.UploadId }] });
    const rest = await bench.s3.send(
      new ListMultipartUploadsCommand({
        Bucket,
        Delimiter: '/',
        KeyMarker: listed.NextKeyMarker,
        UploadIdMarker: listed.NextUploadIdMarker,
      }),
    );
    expect(rest).toMatchObject({ Uploads: [{ Key: 'a' }], CommonPrefixes: [{ Prefix: 'b/' }] });
    const parts = await bench.s3.send(new ListPartsCommand({ ...first, MaxParts: 2 }));
    expect(parts).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '2',
      Parts: [{ Size: 7 }, { Size: 7 }],
    });
    const more = await bench.s3.send(new ListPartsCommand({ ...first, PartNumberMarker: '2' }));
    expect(more).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3 }] });
    await bench.restart();
    for (const address of uploads) await bench.s3.send(new AbortMultipartUploadCommand(address));
    const none = await bench.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(none.Uploads).toBeUndefined();
    await bench.restart();
    expect(await bench.countBlobs()).toBe(before);
  });

  it('do not keep their bucket from being deleted', async () => {
    const Bucket = await bench.bucket();
    const before = await bench.countBlobs();
    await upload(await begin(Bucket, 'big'), 1, END);
    await bench.s3.send(new DeleteBucketCommand({ Bucket }));
    await bench.restart();
    expect(await bench.countBlobs()).toBe(before);
  });

  it('go on after a restart', async () => {
    const Bucket = await bench.bucket();
    const address = await begin(Bucket, 'big');
    const first = await upload(address, 1, PART);
    await bench.restart();
    await complete(address, [first, await upload(address, 2, END)]);
    expect(await read(Bucket, 'big')).toHaveLength(PART.length + END.length);
  });

  it('are what lib-storage makes of a large body', async () => {
    const Bucket = await bench.bucket();
    const Body = Buffer.concat([PART, PART, END]);
    const { ETag } = await new Upload({ client: bench.s3, params: { Bucket, Key: 'big', Body } }).done();
    expect(ETag).toMatch(/-3"$/);
    expect(Buffer.compare(await read(Bucket, 'big'), Body)).toBe(0);
  });
});
