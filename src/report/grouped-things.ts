import type { Thing } from '../provision/inventory.ts';
import { visible } from './visible.ts';
import { wrapText } from './wrap-text.ts';

const GROUPS = [
  ['files', /^(bucket|table|trigger)$/],
  ['function', /^(function|event retries|invoke permission|failure queue)$/],
  ['api', /^api( key)?$/],
  ['alarms', /alarm|^dashboard$/],
  ['roles', / role$/],
  ['logs', /log group/],
  ['others', /./],
] as const;

/** The things by what they are for, each with its ARN, or its name where it has none: a line each. */
export function groupedThings(things: readonly Thing[]): string[] {
  return grouped(things).flatMap(({ group, members }) => [
    `  ${group}`,
    ...members.map((thing) => `    ${calledOf(thing)}`),
  ]);
}

/** The names of things by what they are for, in as few lines of at most `columns` characters as they take. */
export function groupedNames(things: readonly Thing[], columns: number): string[] {
  return grouped(things).flatMap(({ group, members }) => {
    // A name of several words stays in one piece.
    const names = members.map((thing) => visible(nameOf(thing)).replaceAll(' ', '\u00a0'));
    const [first = '', ...rest] = wrapText(names.join(', '), columns - INDENT);
    const lines = [
      `  ${group.padEnd(INDENT - 2)}${first}`,
      ...rest.map((it) => `${' '.repeat(INDENT)}${it}`),
    ];
    return lines.map((line) => line.replaceAll('\u00a0', ' '));
  });
}

const INDENT = 12;

function grouped(things: readonly Thing[]) {
  const groupOf = ({ step }: Thing) => GROUPS.find(([, pattern]) => pattern.test(step))?.[0];
  return GROUPS.map(([group]) => ({
    group,
    members: things.filter((thing) => groupOf(thing) === group),
  })).filter(({ members }) => members.length > 0);
}

/** With what it is, unless the name tells: `bucket photos`, `filepipe-function-errors`. */
function nameOf({ step, physicalName }: Thing): string {
  const [lastWord = ''] = step.split(' ').slice(-1);
  return physicalName.endsWith(lastWord) ? physicalName : `${step} ${physicalName}`;
}

/** An ARN says itself what it is the name of. */
export function calledOf({ step, physicalName, arn }: Thing): string {
  return visible(arn ?? `${step} ${physicalName}`);
}
