import type { Clients } from '../clients.ts';
import type { Names } from '../provision/names.ts';
import { listTriggers, readTriggers } from '../provision/resources/bucket-triggers.ts';
import type { Reason } from '../verify/reasons.ts';

/** Why S3 does not run the function for files of this name, though the trigger may be there. */
export async function triggerReasons(
  aws: Pick<Clients, 's3'>,
  bucket: { readonly name: string; readonly accountId: string },
  { notificationId }: Names,
  wanted: 'all' | 'none',
  key: string,
): Promise<readonly Reason[]> {
  if (wanted === 'none') {
    const text = 'nothing triggers the function, as setup was told';
    return [certain(text, 'let files run it: filepipe setup --trigger all')];
  }
  const ours = listTriggers(await readTriggers(aws, bucket)).find(({ id }) => id === notificationId);
  if (ours === undefined || (key.startsWith(ours.prefix) && key.endsWith(ours.suffix))) return [];
  const { prefix, suffix } = ours;
  const limits = [
    ...(prefix === '' ? [] : [`begin with ${prefix}`]),
    ...(suffix === '' ? [] : [`end with ${suffix}`]),
  ];
  const text = `trigger ${notificationId} only takes names that ${limits.join(' and ')}`;
  return [certain(text, 'let it take all: filepipe setup')];
}

function certain(text: string, hint: string): Reason {
  return { part: 'trigger', text, weight: 'certain', hint };
}
