import { AwsError } from '../aws-error.ts';
import { VALIDATION } from './names.ts';

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/**
 * The page that `Marker` and `MaxItems` ask for, 100 items unless told otherwise. `all` is in order of
 * `keyOf`, which is unique; a marker names the last item before its page.
 */
export function page<T>(all: readonly T[], keyOf: (item: T) => string, paging: Paging): Page<T> {
  const { Marker, MaxItems = 100 } = paging;
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, MaxItems);
  const last = items.at(-1);
  return last === undefined || rest.length <= MaxItems
    ? { items, IsTruncated: false }
    : { items, IsTruncated: true, Marker: Buffer.from(`${PREFIX}${keyOf(last)}`).toString('base64') };
}

const PREFIX = 'after:';

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString('utf8');
  if (text.startsWith(PREFIX)) return text.slice(PREFIX.length);
  throw new AwsError(VALIDATION, 'Invalid Marker.', { status: 400 });
}
