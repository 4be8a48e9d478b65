/**
 * What the function does for a file, a photo with a camera's notes, as the embedded AWS counts it: test/cost/per-file.test.ts fails when this
 * is no longer so. For names of about 30 characters; each one more adds 2 bytes to the log and 1 to the row.
 */
export const perFile = {
  /** Calls that read from the bucket: a HEAD, and one range of most files. One less where a file has 128 KiB at most. */
  s3Reads: 2,
  /** Of the row as DynamoDB counts it: names and values of all attributes. The time index holds all of it again. */
  rowBytes: 820,
  /** START, our own line, END and REPORT, with the 26 bytes that CloudWatch adds to each. */
  logBytes: 700,
} as const;

/**
 * How long Lambda charges for on arm64 with 512 MB, warm: one HEAD, one GET, one PutItem, all in the same region. An
 * assumption on the cautious side, since no real account was measured; half the memory may take twice as long.
 */
export const assumedMilliseconds = 100;
