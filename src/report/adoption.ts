import type { FoundPipeline } from '../adopt/find-pipeline.ts';
import type { Leftover } from '../adopt/leftovers.ts';
import type { OldRows } from '../adopt/list-old-rows.ts';
import { valueIn } from '../adopt/part.ts';
import type { Adoption } from '../adopt/plan-adoption.ts';
import { OWNER_TAG } from '../provision/ownership.ts';
import { fitMiddle } from './fit-middle.ts';
import { plural } from './format.ts';
import type { Channel } from './terminal.ts';
import { thingLines } from './things.ts';

/** What was found, what becomes the install's, what changes then, and what stays, in this order. */
export function adoptionLines(channel: Channel, adoption: Adoption): string[] {
  const { claims, borrowedBucket, replacedTriggers, changes, leftovers, pipeline, settings } = adoption;
  const { bold } = painters(channel);
  const tag = `${OWNER_TAG}=${settings.install}`;
  const room = channel.isTerminal ? channel.columns - 16 : Number.POSITIVE_INFINITY;
  return [
    bold('found'),
    ...foundRows(pipeline).map(([what, name, how]) => `  ${what.padEnd(10)} ${name}${how && `  ${how}`}`),
    '',
    bold(`becomes part of install ${settings.install}, by the tag ${tag}`),
    ...claims.map(({ step, arn, tagged }) => {
      return `  ${tagged ? '✔' : '+'} ${step.padEnd(10)} ${fitMiddle(arn, room)}`;
    }),
    ...(borrowedBucket === undefined
      ? []
      : [
          `    ${'bucket'.padEnd(10)} stays yours: nothing on it changes but the trigger`,
          `    ${''.padEnd(10)} (--with-bucket lets filepipe set it up as well)`,
        ]),
    ...replacedTriggers.map(({ id, events }) => {
      return `    ${'trigger'.padEnd(10)} ${fitMiddle(id, 20)} (${events.join(', ')}) gives way to ours`;
    }),
    ...(replacesCode(adoption) ? ['', ...codeWarning(channel, pipeline)] : []),
    ...(changes.length === 0 ? [] : ['', bold('is changed or made then'), ...thingLines(channel, changes)]),
    ...(leftovers.length === 0 ? [] : ['', bold('stays as it is'), ...leftovers.flatMap(stayLines(channel))]),
  ];
}

/** What became of the rows that were in the table before; nothing when there were none. */
export function oldRowsLines({ listed, unlisted, denied }: OldRows): string[] {
  const untilThen = 'list-metadata shows them once their files are written again';
  return [
    ...(listed > 0 ? [`list-metadata shows ${plural(listed, 'row')} of before as well`] : []),
    ...(unlisted > 0 ? [`${plural(unlisted, 'row')} of before lack a time or a size: ${untilThen}`] : []),
    ...(denied === undefined ? [] : [`the rows of before stay as they are, ${untilThen}: ${denied}`]),
  ];
}

/** Whether the function's own code goes, and is not filepipe's from an adoption before. */
export function replacesCode({ claims, changes }: Adoption): boolean {
  const mine = claims.some(({ step, tagged }) => step === 'function' && tagged);
  return !mine && changes.some((it) => it.step === 'function');
}

function foundRows(found: FoundPipeline): [what: string, name: string, how: string][] {
  const lambda = valueIn(found.function);
  const table = valueIn(found.table);
  const { Runtime, MemorySize, Timeout } = lambda?.configuration ?? {};
  return [
    ['bucket', valueIn(found.bucket)?.name ?? '', ''],
    ['function', lambda?.name ?? '', `${Runtime}, ${MemorySize} MB, ${Timeout} s`],
    ['role', valueIn(found.role)?.name ?? '', ''],
    ['table', table?.name ?? '', table === undefined ? '' : `by ${table.namedBy}`],
    ['log group', valueIn(found.logGroup)?.name ?? '', ''],
    ...(valueIn(found.apis) ?? []).map(({ name, methods, stages }): [string, string, string] => {
      const doors = methods.map((it) => it.name).join(', ');
      return [
        'api',
        name,
        `${doors}, ${stages.map((it) => `stage ${it.name}`).join(', ') || 'not deployed'}`,
      ];
    }),
    ...(valueIn(found.alarms) ?? []).map(({ name, metric }): [string, string, string] => [
      'alarm',
      name,
      metric,
    ]),
  ].filter(([, name]) => name !== '') as [string, string, string][];
}

function codeWarning(channel: Channel, { function: part }: FoundPipeline): string[] {
  const lambda = valueIn(part);
  const fate =
    lambda?.codeUrl === undefined
      ? 'AWS does not hand its present code out: make sure that you have it'
      : 'its present code is saved to a zip in this folder first';
  return [
    channel.paint('yellow', `! the code of function ${lambda?.name} is replaced by filepipe's`),
    `  ${fate}`,
  ];
}

function stayLines(channel: Channel): (leftover: Leftover) => string[] {
  return ({ what, why, commands }) => [
    `  ${what}`,
    `      ${why}`,
    ...commands.map((line) => channel.paint('dim', `      $ ${line}`)),
  ];
}

function painters({ paint }: Channel) {
  return { bold: (text: string) => paint('bold', text) };
}
