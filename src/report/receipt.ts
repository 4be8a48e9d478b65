import type { Thing } from '../provision/inventory.ts';
import type { TeardownReceipt } from '../provision/teardown.ts';
import { plural } from './format.ts';

/** What a teardown has removed, kept and found at its second look. */
export function receiptText({ removed, kept, foreign, left, deletedVersions }: TeardownReceipt): string {
  const lines = [
    removed.length === 0 ? 'nothing was there to remove' : `removed ${plural(removed.length, 'thing')}`,
    ...(deletedVersions > 0 ? [`deleted ${plural(deletedVersions, 'object version')}`] : []),
    ...kept.map((thing) => `kept ${nameOf(thing)}`),
    ...foreign.map((thing) => `left alone ${nameOf(thing)}: not ours`),
    ...left.map((thing) => `still there: ${nameOf(thing)}`),
    ...(left.length === 0 ? ['looked again: nothing of it is left'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf({ step, physicalName, arn }: Thing): string {
  return `${step} ${arn ?? physicalName}`;
}
