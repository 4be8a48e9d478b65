import { AwsError } from '../../aws-error.ts';
import { invalidRequest } from '../errors.ts';
import { ALGORITHMS, type Algorithm, headerOf, isAlgorithm, looksLike } from './algorithm.ts';

/** What a request says about its payload, before the payload has been read. */
export interface Claims {
  /** Base64. */
  readonly contentMd5: string | undefined;
  readonly algorithm: Algorithm | undefined;
  /** Base64; undefined while it is still to come, in a trailer. */
  readonly checksum: string | undefined;
}

/** What was computed of a payload. */
export interface Digest {
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64, by algorithm. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>;
}

type Headers = Readonly<Record<string, string>>;

/** Reads the headers about a payload's checksum; refuses those that contradict each other or the format. */
export function readClaims(headers: Headers): Claims {
  const contentMd5 = headers['content-md5'];
  if (contentMd5 !== undefined && !looksLike('MD5', contentMd5)) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      status: 400,
      fields: { 'Content-MD5': contentMd5 },
    });
  }
  const algorithm = announced(headers);
  const checksum = algorithm && headers[headerOf(algorithm)];
  if (algorithm !== undefined && checksum !== undefined) checkFormat(algorithm, checksum);
  return { contentMd5, algorithm, checksum };
}

/** Compares what was computed with what was claimed: `BadDigest` when they differ. */
export function verifyClaims(claims: Claims, digest: Digest, trailers: ReadonlyMap<string, string>): void {
  const { contentMd5, algorithm } = claims;
  if (contentMd5 !== undefined && Buffer.from(contentMd5, 'base64').toString('hex') !== digest.md5) {
    throw badDigest('The Content-MD5 you specified did not match what we received.', {
      ExpectedDigest: contentMd5,
      CalculatedDigest: Buffer.from(digest.md5, 'hex').toString('base64'),
    });
  }
  if (algorithm === undefined) return;
  const checksum = claims.checksum ?? trailers.get(headerOf(algorithm));
  if (checksum === undefined) throw new AwsError('MalformedTrailerError', MISSING_TRAILER, { status: 400 });
  checkFormat(algorithm, checksum);
  if (checksum !== digest.checksums[algorithm]) {
    throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

const MISSING_TRAILER =
  'The request contained trailing data that was not well-formed or did not conform to our published schema.';

function announced(headers: Headers): Algorithm | undefined {
  const trailers = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const given = ALGORITHMS.filter(
    (algorithm) => headers[headerOf(algorithm)] !== undefined || trailers.includes(headerOf(algorithm)),
  );
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [algorithm] = given;
  const promised = headers['x-amz-sdk-checksum-algorithm']?.toUpperCase();
  if (promised !== undefined) checkPromise(promised, algorithm);
  return algorithm;
}

function checkPromise(promised: string, algorithm: Algorithm | undefined): void {
  if (!isAlgorithm(promised)) throw invalidRequest('Checksum algorithm provided is unsupported.');
  if (algorithm === undefined) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (algorithm !== promised) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
}

function checkFormat(algorithm: Algorithm, checksum: string): void {
  if (!looksLike(algorithm, checksum)) {
    throw invalidRequest(`Value for ${headerOf(algorithm)} header is invalid.`);
  }
}

function badDigest(message: string, fields: Record<string, string> = {}): AwsError {
  return new AwsError('BadDigest', message, { status: 400, fields });
}
