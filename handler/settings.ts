export interface HandlerSettings {
  /** The bucket whose files the table is about. */
  readonly bucket: string;
  /** The table that gets the rows. */
  readonly table: string;
  /** How long a removed file is remembered. */
  readonly tombstoneDays: number;
  /** How many partitions of the time index the rows are spread over. */
  readonly timeShards: number;
  /** Whether S3 is somewhere else than at AWS, where a bucket is no host name. */
  readonly customEndpoint: boolean;
}

/**
 * Reads the function's environment: BUCKET_NAME, TABLE_NAME, TOMBSTONE_DAYS (default 30) and TIME_SHARDS
 * (default 1). Throws when it makes no sense.
 */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): HandlerSettings {
  const {
    BUCKET_NAME: bucket,
    TABLE_NAME: table,
    TOMBSTONE_DAYS: days = '30',
    TIME_SHARDS: shards = '1',
  } = env;
  if (!bucket) throw new Error('BUCKET_NAME is not set');
  if (!table) throw new Error('TABLE_NAME is not set');
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new Error(`TOMBSTONE_DAYS is not a number of days: ${days}`);
  if (!/^[1-8]$/.test(shards)) throw new Error(`TIME_SHARDS is not a number from 1 to 8: ${shards}`);
  return {
    bucket,
    table,
    tombstoneDays: Number(days),
    timeShards: Number(shards),
    customEndpoint: Boolean(env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL']),
  };
}
