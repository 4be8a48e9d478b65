/** What pax says of the file that follows. */
export interface PaxRecord {
  /** Of what is stored, where it has more than 8 GiB. */
  readonly size: number | undefined;
  /** Of a file with holes, once they are filled. */
  readonly sparseBytes: number | undefined;
}

/** Reads the lines of a pax header, each with its length before it, that tell sizes. */
export function paxRecord(text: string): PaxRecord {
  return { size: number(text, 'size'), sparseBytes: number(text, 'GNU\\.sparse\\.(?:real)?size') };
}

function number(text: string, key: string): number | undefined {
  const digits = new RegExp(`(?:^|\\n)\\d{1,6} ${key}=0{0,30}(\\d{1,15})\\n`, 'u').exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
