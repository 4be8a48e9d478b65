import type { Thing } from '../provision/inventory.ts';
import { visible } from './visible.ts';

const GROUPS = [
  ['files', /^(bucket|table|trigger)$/],
  ['function', /^(function|event retries|invoke permission|failure queue)$/],
  ['api', /^api( key)?$/],
  ['alarms', /alarm|^dashboard$/],
  ['roles', / role$/],
  ['logs', /log group/],
  ['others', /./],
] as const;

/** The things by what they are for, each with its ARN, or its name where it has none. */
export function groupedThings(things: readonly Thing[]): string[] {
  const groupOf = ({ step }: Thing) => GROUPS.find(([, pattern]) => pattern.test(step))?.[0];
  return GROUPS.flatMap(([group]) => {
    const members = things.filter((thing) => groupOf(thing) === group);
    return members.length === 0 ? [] : [`  ${group}`, ...members.map((thing) => `    ${calledOf(thing)}`)];
  });
}

/** An ARN says itself what it is the name of. */
export function calledOf({ step, physicalName, arn }: Thing): string {
  return visible(arn ?? `${step} ${physicalName}`);
}
