import type { Clients } from '../clients.ts';
import type { Control } from '../control.ts';
import type { Finding } from '../finding.ts';
import type { Change } from '../provision/engine/resource.ts';
import type { Look, Step } from '../provision/engine/step.ts';
import type { Place } from '../provision/names.ts';
import { pipeline } from '../provision/pipeline.ts';
import { codeArchive, noCode } from '../provision/resources/code-archive.ts';
import type { Settings } from '../provision/settings.ts';
import { plural } from '../report/format.ts';
import { changeText } from '../report/steps.ts';
import { kindOf, meaningOf, missing } from './differences.ts';
import { unknownFinding } from './unknown-finding.ts';

/** Every part of the live pipeline, each with what is wrong with it; what cannot be looked at is unknown. */
export async function links(
  clients: Clients,
  place: Place,
  settings: Settings,
  control: Control,
  codeFile: string,
): Promise<Finding[]> {
  // That the code is not there is told elsewhere; then the function's cannot be compared with it.
  const code = await codeArchive(codeFile).catch(() => undefined);
  const steps = pipeline(clients, place, settings, code ?? noCode);
  const looked = await Promise.all(steps.map((step) => lookAt(step, control)));
  if (looked.every(({ look }) => look !== undefined && look.presence === 'absent')) return [nothingThere];
  const told = looked.flatMap((it) => findingsOf(it, settings, code !== undefined));
  return quietAlarmsTogether(told);
}

interface Looked {
  readonly step: Step;
  readonly look: Look | undefined;
  readonly error?: unknown;
}

const nothingThere: Finding = {
  check: 'pipeline',
  state: 'warning',
  text: 'nothing is set up',
  fix: 'set it up: filepipe setup',
};

async function lookAt(step: Step, { signal }: Control): Promise<Looked> {
  try {
    return { step, look: await step.look() };
  } catch (error) {
    signal.throwIfAborted();
    return { step, look: undefined, error };
  }
}

function findingsOf({ step, look, error }: Looked, settings: Settings, comparable: boolean): Finding[] {
  if (look === undefined) return [unknownFinding(step.name, error)];
  const changes = look.changes.filter(({ path }) => comparable || !path.startsWith('code'));
  if (look.presence === 'absent' && changes.length === 0) return [];
  if (look.presence === 'foreign') return [foreign(step)];
  const faults = [
    ...changes.map((change) => differing(step, change)),
    ...inTheWay(step, look),
    ...unwell(step, look),
  ];
  if (faults.length > 0) return faults;
  const health = look.health === undefined ? '' : `, ${look.health.text}`;
  if (step.name === 'api' && settings.apiAuth === 'none') return [openToAll(step)];
  const owner = look.presence === 'borrowed' ? ', yours, only used' : '';
  return [{ check: step.name, state: 'ok', text: `${step.physicalName}${owner}${health}` }];
}

function foreign({ name, physicalName }: Step): Finding {
  return {
    check: name,
    state: 'fault',
    text: `${physicalName} is somebody else's: it does not carry this install's tag`,
    fix: 'choose another install: filepipe setup --name <install>',
  };
}

function differing({ name, physicalName }: Step, change: Change): Finding {
  const fix = 'put it right: filepipe setup';
  if (change.path === '' && change.action === 'remove')
    return { check: name, state: 'warning', text: `${physicalName} is no longer wanted`, fix };
  if (change.path === '') {
    const state = name === 'dashboard' ? 'warning' : 'fault';
    return { check: name, state, text: `${physicalName} is missing: ${missing[kindOf(name)]}`, fix };
  }
  const { text, broken } = meaningOf(name, change);
  const state = broken ? 'fault' : 'warning';
  return { check: name, state, text: `${physicalName} ${text} (${changeText(change)})`, fix };
}

function inTheWay({ name, physicalName }: Step, { obstacle }: Look): Finding[] {
  if (obstacle === undefined) return [];
  const { problem, hint } = obstacle;
  return [{ check: name, state: 'fault', text: `${physicalName}: setup ${problem}`, fix: hint }];
}

function unwell({ name, physicalName }: Step, { health }: Look): Finding[] {
  if (health === undefined || health.ok) return [];
  const state = name === 'alarm mail' ? 'warning' : 'fault';
  return [{ check: name, state, text: `${physicalName}: ${health.text}`, fix: CURES[kindOf(name)] ?? WAIT }];
}

const WAIT = 'wait a minute and look again: filepipe doctor';

const CURES: Readonly<Record<string, string>> = {
  'alarm mail': "follow the link in AWS's mail; filepipe setup sends it again once it has expired",
  'failure queue': 'see why they failed: filepipe redrive --list',
  alarm: 'see what went wrong: filepipe logs --errors',
};

function openToAll({ name }: Step): Finding {
  return {
    check: name,
    state: 'warning',
    text: 'anybody on the internet may put files into the bucket, and read what the table says of all files',
    fix: 'let in signed requests only: filepipe setup --api-auth iam',
  };
}

/** There are many, and each is only of interest when something is wrong with it. */
function quietAlarmsTogether(findings: readonly Finding[]): Finding[] {
  const isQuiet = ({ check, state }: Finding) => state === 'ok' && kindOf(check) === 'alarm';
  const quiet = findings.filter(isQuiet);
  const summary: Finding = {
    check: 'alarms',
    state: 'ok',
    text: `${plural(quiet.length, 'alarm')}, all quiet`,
  };
  const first = findings.findIndex(isQuiet);
  const others = findings.filter((finding) => !isQuiet(finding));
  return first < 0 ? others : others.toSpliced(first, 0, summary);
}
