import type { Settings } from '../provision/settings.ts';
import { requestsFor } from '../transfer/upload-file.ts';
import { type CostLine, costLine } from './cost-line.ts';
import { assumedMilliseconds, perFile } from './per-file.ts';

/** What is assumed to happen in a month. */
export interface Usage {
  readonly files: number;
  /** Mean size of a file. */
  readonly meanBytes: number;
  /** The way in, as in `filepipe upload --via`. */
  readonly via: 's3' | 'api';
}

/** What files cost once, when they come in. */
export function usageCosts(
  settings: Pick<Settings, 'memoryMb'>,
  { files, meanBytes, via }: Usage,
): readonly CostLine[] {
  const writes = via === 'api' ? 1 : requestsFor(meanBytes);
  const gigabytes = settings.memoryMb / 1024;
  return [
    ...(via === 'api' ? [costLine('API Gateway: calls', 'apiRequest', files)] : []),
    costLine('S3: storing them', 's3Write', files * writes),
    costLine('S3: looking at them', 's3Read', files * perFile.s3Reads),
    costLine('Lambda: runs', 'lambdaRequest', files),
    costLine('Lambda: time', 'lambdaSecond', (files * gigabytes * assumedMilliseconds) / 1000),
    costLine('DynamoDB: rows and their index', 'tableWrite', files * 2 * Math.ceil(perFile.rowBytes / 1024)),
    costLine('CloudWatch: logs', 'logIngest', (files * perFile.logBytes) / BILLED_GB),
  ];
}

/** What the same files cost each month for as long as they are kept. */
export function keepingCosts(
  { logRetentionDays }: Pick<Settings, 'logRetentionDays'>,
  { files, meanBytes }: Usage,
): readonly CostLine[] {
  const rows = (files * (perFile.rowBytes + ITEM_OVERHEAD_BYTES)) / BILLED_GB;
  const logs = (files * perFile.logBytes * COMPRESSION) / BILLED_GB;
  return [
    costLine('S3: the files', 's3Storage', (files * meanBytes) / BILLED_GB),
    costLine('DynamoDB: rows and their index', 'tableStorage', rows * 2),
    costLine('DynamoDB: recovery', 'tableRecovery', rows),
    // They go by themselves, so this is for the first month, or the part of it that they are kept.
    costLine('CloudWatch: logs', 'logStorage', logs * Math.min(logRetentionDays / 30, 1)),
  ];
}

/** AWS bills storage and logs by 2^30 bytes. */
const BILLED_GB = 1024 ** 3;

/** For each item and each index entry. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html */
const ITEM_OVERHEAD_BYTES = 100;

/** AWS's own assumption in the examples of https://aws.amazon.com/cloudwatch/pricing/ */
const COMPRESSION = 0.15;
