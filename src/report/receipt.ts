import type { Thing } from '../provision/inventory.ts';
import { OWNER_TAG } from '../provision/ownership.ts';
import type { LeftThing } from '../provision/prove-gone.ts';
import type { TeardownReceipt } from '../provision/teardown.ts';
import { formatBytes, formatSeconds, plural } from './format.ts';
import { calledOf, groupedThings } from './grouped-things.ts';
import type { Channel } from './terminal.ts';

export interface ReceiptDetails {
  readonly install: string;
  readonly seconds: number;
}

/** What a teardown has removed, kept and found when it looked again. ARNs are never cut: they are there to be kept. */
export function receiptText(
  { paint }: Pick<Channel, 'paint'>,
  receipt: TeardownReceipt,
  { install, seconds }: ReceiptDetails,
): string {
  const { removed, alreadyGone, kept, foreign, expiring, left } = receipt;
  const took = formatSeconds(seconds);
  const sections = [
    removed.length === 0
      ? ['nothing was there to remove']
      : [paint('bold', `deleted ${plural(removed.length, 'thing')} in ${took}`), ...groupedThings(removed)],
    deletedData(receipt),
    removed.length === 0 ? [] : section('already gone', alreadyGone),
    section('kept, because of --keep-data', kept),
    section(`not ours: without the tag ${OWNER_TAG}=${install}, so left alone`, foreign),
    expiring.map(
      ({ physicalName }) =>
        `${physicalName} never confirmed its subscription: AWS lets nobody remove that, and drops it 48 hours after it was made`,
    ),
    left.flatMap(leftLines),
    [
      paint('dim', searchedText(receipt, install)),
      paint(left.length === 0 ? 'green' : 'red', `${left.length} left`),
    ],
  ];
  const lines = sections.filter((it) => it.length > 0).map((it) => it.join('\n'));
  return `${lines.join('\n\n')}\n`;

  function section(title: string, things: readonly Thing[]): string[] {
    return things.length === 0 ? [] : [paint('bold', title), ...groupedThings(things)];
  }
}

function deletedData(receipt: TeardownReceipt): string[] {
  const { deletedVersions, deletedUploads, deletedBytes, deletedRecords, deletedRecordsCounted } = receipt;
  const parts = [
    ...(deletedVersions > 0
      ? [`${plural(deletedVersions, 'object version')} (${formatBytes(deletedBytes)})`]
      : []),
    ...(deletedUploads > 0 ? [plural(deletedUploads, 'unfinished upload')] : []),
    ...(deletedRecords > 0
      ? [`${deletedRecordsCounted ? '' : 'at least '}${plural(deletedRecords, 'record')}`]
      : []),
  ];
  return parts.length === 0 ? [] : [`and what was in them: ${parts.join(', ')}`];
}

function leftLines(thing: LeftThing): string[] {
  return [
    `left: ${calledOf(thing)}`,
    ...thing.why.split('\n').map((line) => `    ${line}`),
    `    → ${thing.remedy}`,
  ];
}

function searchedText({ tagSearch }: TeardownReceipt, install: string): string {
  const tag = `${OWNER_TAG}=${install}`;
  if (tagSearch.state === 'done') return `searched by name and by the tag ${tag}:`;
  return tagSearch.state === 'denied'
    ? `searched by name only: to search by tag, too, allow tag:GetResources on *`
    : `searched by name only: the search by tag failed: ${tagSearch.why}`;
}
