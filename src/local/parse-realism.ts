import { LocalAwsError } from './local-aws-error.ts';
import { calm, type Realism, strict } from './realism.ts';

/** Profiles by name. */
const PROFILES: ReadonlyMap<string, Realism> = new Map([
  ['calm', calm],
  ['strict', strict],
]);

/**
 * Reads `strict`, `strict,iamDelaySeconds=2` or `iamDelaySeconds=2,apiGatewayQuotas=true`: a profile, else calm,
 * and what differs from it. Fails with `BAD_REALISM`, naming what there is.
 */
export function parseRealism(text: string): Realism {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const profile = PROFILES.get(first);
  const switches = profile === undefined ? [first, ...rest] : rest;
  const realism: Realism = { ...(profile ?? calm), ...Object.fromEntries(switches.map(parseSwitch)) };
  if (realism.throttleRate + realism.failureRate + realism.dropRate > 1) {
    throw badRealism('throttleRate, failureRate and dropRate are together more than 1');
  }
  return realism;
}

/** What `parseRealism` reads as this, as short as it can be: `calm` for nothing awkward. */
export function describeRealism(realism: Realism): string {
  const [shortest = ''] = [...PROFILES]
    .map(([name, profile]) => [name, ...differences(profile, realism)].join(','))
    .sort((a, b) => a.split(',').length - b.split(',').length);
  return shortest;
}

function differences(profile: Realism, realism: Realism): string[] {
  const settings = new Map<string, unknown>(Object.entries(profile));
  return Object.entries(realism)
    .filter(([name, value]) => settings.get(name) !== value)
    .map(([name, value]) => `${name}=${value}`);
}

function parseSwitch(part: string): readonly [name: string, value: number | boolean] {
  const [name = '', text = '', ...more] = part.split('=');
  const usual = new Map<string, number | boolean>(Object.entries(calm)).get(name);
  if (usual === undefined) {
    const known = [...PROFILES.keys(), ...Object.keys(calm).map((key) => `${key}=…`)];
    throw badRealism(`there is no realism "${part}"; there is ${known.join(', ')}`);
  }
  const value = typeof usual === 'boolean' ? BOOLEANS.get(text) : numberIn(text, limitOf(name));
  if (value === undefined || more.length > 0) {
    const right = typeof usual === 'boolean' ? 'true or false' : `a number from 0 to ${limitOf(name)}`;
    throw badRealism(`realism "${part}" is wrong: ${name} is ${right}`);
  }
  return [name, value];
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function limitOf(name: string): number {
  if (name.endsWith('Rate')) return 1;
  return name.endsWith('Seconds') ? 3600 : 10_000;
}

function numberIn(text: string, limit: number): number | undefined {
  const number = Number(text);
  return /^\d*\.?\d+$/.test(text) && number <= limit ? number : undefined;
}

function badRealism(message: string): LocalAwsError {
  return new LocalAwsError('BAD_REALISM', message);
}
