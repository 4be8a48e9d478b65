import { isAnythingAtStake } from '../provision/data-at-stake.ts';
import type { TeardownPlan } from '../provision/teardown.ts';
import { dataText } from './data-text.ts';
import { fitMiddle } from './fit-middle.ts';
import { calledOf, groupedNames } from './grouped-things.ts';
import type { Channel } from './terminal.ts';

/** What a teardown is about to do, before the question: lines no wider than the terminal. */
export function teardownPlanLines(channel: Channel, plan: TeardownPlan): string[] {
  const { removes, keeps, foreign, data } = plan;
  const { bucket, table } = dataText(data);
  const lost = isAnythingAtStake(data) || data.uploads > 0;
  const lines = [
    channel.paint('bold', 'to be removed'),
    ...groupedNames(removes, channel.columns),
    ...(lost
      ? ['', channel.paint('bold', 'and with it, for good'), `    ${bucket}`, `    ${table} in the table`]
      : []),
    ...section(channel, 'to be kept', keeps.map(calledOf)),
    ...section(channel, 'not ours, so left alone', foreign.map(calledOf)),
    '',
  ];
  return channel.isTerminal ? lines.map((line) => fitMiddle(line, channel.columns)) : lines;
}

function section({ paint }: Channel, title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : ['', paint('bold', title), ...names.map((name) => `    ${name}`)];
}
