import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { EXTRACTOR } from '../../handler/extract/description.ts';
import { serve } from '../server.ts';

/** An AWS that makes up a bucket and a table of any size as it is asked, page by page, and holds none of it. */
export interface VastAws {
  readonly endpoint: string;
  /** Calls so far, by operation. */
  readonly calls: ReadonlyMap<string, number>;
}

export interface Vast {
  /** Objects: `object-0000000`, ... */
  readonly objects: number;
  /** The object of this number has no row. */
  readonly missing: number;
  /** This row has no object. */
  readonly orphaned: string;
}

const PAGE = 1000;
const DATE = '2026-11-22T10:11:12.000Z';
const ETAG = 'd41d8cd98f00b204e9800998ecf8427e';
const nameOf = (index: number) => `object-${String(index).padStart(7, '0')}`;

export async function vastAws(vast: Vast): Promise<VastAws> {
  const calls = new Map<string, number>();
  const { endpoint, close } = await serve(async (request, response) => {
    const operation = operationOf(request);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    await answers[operation]?.(vast, request, response);
  });
  onTestFinished(close);
  return { endpoint, calls };
}

function operationOf({ headers, method, url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.')[1] ?? '';
  if (method === 'HEAD') return 'HeadObject';
  if (url.startsWith('/2017-03-31/tags/')) return 'ListTags';
  return url.includes('list-type=2') ? 'ListObjectsV2' : 'GetCallerIdentity';
}

type Answer = (vast: Vast, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const answers: Readonly<Record<string, Answer>> = {
  async GetCallerIdentity(_vast, _request, response) {
    const account =
      '<Account>000000000000</Account><UserId>U</UserId><Arn>arn:aws:iam::000000000000:user/u</Arn>';
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${account}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  },

  /** Of the function, whose tags name bucket and table where they have names of their own. */
  async ListTags(_vast, _request, response) {
    answer(response, { Tags: {} });
  },

  async GetResources(_vast, _request, response) {
    answer(response, { ResourceTagMappingList: [] });
  },

  async ListObjectsV2({ objects }, { url = '/' }, response) {
    const query = new URL(url, 'http://localhost').searchParams;
    const start = Number(query.get('continuation-token') ?? 0);
    const end = Math.min(start + PAGE, objects);
    const contents = Array.from(
      { length: end - start },
      (_, index) =>
        `<Contents><Key>${nameOf(start + index)}</Key><LastModified>${DATE}</LastModified><ETag>&quot;${ETAG}&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
    const more = end < objects;
    const next = more ? `<NextContinuationToken>${end}</NextContinuationToken>` : '';
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated><EncodingType>url</EncodingType>${next}${contents.join('')}</ListBucketResult>`,
    );
  },

  /** In no order, as DynamoDB does it: the rows of a segment lie far from each other. */
  async Scan(vast, request, response) {
    const { Segment, TotalSegments, ExclusiveStartKey } = (await json(request)) as ScanInput;
    const stride = Math.ceil(vast.objects / PAGE) * TotalSegments;
    const page =
      ExclusiveStartKey === undefined ? Segment : Number(ExclusiveStartKey.filename.S.split('-')[1]);
    const next = page + TotalSegments;
    const Items = [];
    for (let index = page; index < vast.objects; index += stride) {
      if (index !== vast.missing) Items.push(rowNamed(nameOf(index)));
    }
    if (page === 0) Items.push(rowNamed(vast.orphaned));
    const last = next < stride ? { LastEvaluatedKey: { filename: { S: `page-${next}` } } } : {};
    answer(response, { Items, Count: Items.length, ...last });
  },

  async GetItem(vast, request, response) {
    const { Key } = (await json(request)) as { Key: { filename: { S: string } } };
    const name = Key.filename.S;
    answer(response, name === nameOf(vast.missing) ? {} : { Item: rowNamed(name) });
  },

  async HeadObject(vast, { url = '' }, response) {
    if (url.includes(vast.orphaned)) response.writeHead(404).end();
    else
      response
        .writeHead(200, {
          etag: `"${ETAG}"`,
          'content-length': '7',
          'last-modified': new Date(DATE).toUTCString(),
        })
        .end();
  },
};

interface ScanInput {
  readonly Segment: number;
  readonly TotalSegments: number;
  readonly ExclusiveStartKey?: { readonly filename: { readonly S: string } };
}

function rowNamed(filename: string): object {
  return {
    filename: { S: filename },
    etag: { S: ETAG },
    size: { N: '7' },
    uploadTime: { S: DATE },
    status: { S: 'described' },
    extractor: { S: EXTRACTOR },
  };
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
