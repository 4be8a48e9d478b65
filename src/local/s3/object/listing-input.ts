import { invalidArgument } from '../errors.ts';
import { encodeKey } from '../event/rules.ts';

/** How names stand in a listing's answer: as they are, or URL-encoded for what XML cannot say. */
export function listingText(encodingType: string | undefined): (raw: string) => string {
  if (encodingType === undefined) return (raw) => raw;
  if (encodingType === 'url') return encodeKey;
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
}

/** S3 never gives more than a thousand at a time. */
const MAX_PAGE = 1000;

export function pageLimit(wanted: number | undefined, argument: string): number {
  if (wanted === undefined) return MAX_PAGE;
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= 2 ** 31 - 1) return Math.min(wanted, MAX_PAGE);
  throw invalidArgument(`Argument ${argument} must be an integer between 0 and 2147483647`, argument, wanted);
}
