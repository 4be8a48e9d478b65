import { FilepipeError } from '../errors.ts';
import type { Failure, HopName, Probe, ProbeEvent, Verification, Way } from '../verify/probe.ts';
import { explainError } from './explain-error.ts';
import { formatBytes, formatSeconds } from './format.ts';
import { openSpinner, type Spinner } from './spinner.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** How each door is told. */
const doorNames: Readonly<Record<Way, string>> = {
  s3: 'through S3',
  api: 'through POST /upload',
};

/** How each hop is told. */
const hopTitles: Readonly<Record<HopName, string>> = {
  stored: 'stored',
  sameBytes: 'same bytes back',
  row: 'row in the table',
  apiRow: 'row over HTTP',
  logLine: 'line in the log',
  deleted: 'deleted',
  rowGone: 'row gone',
};

/** What a hop that failed means. */
const hopFailures: Readonly<Record<HopName, string>> = {
  stored: 'could not be stored',
  sameBytes: 'did not come back as sent',
  row: 'got no row in the table',
  apiRow: 'got no answer from GET /files/{filename}',
  logLine: 'has no line in the log',
  deleted: 'could not be deleted',
  rowGone: 'kept its row after it was deleted',
};

/** Tells of probes as they come along. */
export interface ProbeReport {
  readonly event: (event: ProbeEvent) => void;
  /** Takes the moving line away; call it whatever happened. */
  readonly close: () => void;
}

/** A line for each hop under the name of its door, one door after the other though they are tried at once. */
export async function reportProbes(terminal: Terminal, ways: readonly Way[]): Promise<ProbeReport> {
  const spinner = await openSpinner(terminal);
  const moving = movingLine(terminal, spinner);
  const lines = new Map(ways.map((via) => [via, [`  ${terminal.err.paint('bold', doorNames[via])}`]]));
  const ended = new Set<Way>();
  return {
    event(event) {
      lines.get(event.via)?.push(...linesOf(terminal, event));
      if (event.state === 'ended') ended.add(event.via);
      if (!terminal.json) flush();
      moving(event);
    },
    close: () => spinner.close(),
  };

  function flush(): void {
    for (const via of ways) {
      for (const line of lines.get(via)?.splice(0) ?? []) spinner.line(line);
      if (!ended.has(via)) return;
    }
  }
}

/** Only what is going on; the outcome is told elsewhere. */
export async function reportProbesBriefly(terminal: Terminal): Promise<ProbeReport> {
  const spinner = await openSpinner(terminal);
  return { event: movingLine(terminal, spinner), close: () => spinner.close() };
}

function movingLine(terminal: Terminal, spinner: Spinner): (event: ProbeEvent) => void {
  let nextWait = FIRST_WAIT_SECONDS;
  return (event) => {
    const text = movingText(event);
    if (text !== undefined) spinner.text(text);
    if (terminal.animated || event.state !== 'waiting' || event.waiting.elapsedSeconds < nextWait) return;
    nextWait = event.waiting.elapsedSeconds + NEXT_WAIT_SECONDS;
    terminal.tell(`    … ${text}`);
  };
}

/** Off a terminal a wait is told once after 5 seconds and then every 15. */
const FIRST_WAIT_SECONDS = 5;
const NEXT_WAIT_SECONDS = 15;

function movingText(event: ProbeEvent): string | undefined {
  if (event.state === 'started') return `${doorNames[event.via]}: ${hopTitles[event.hop]}`;
  if (event.state !== 'waiting') return undefined;
  const { what, elapsedSeconds, timeoutSeconds } = event.waiting;
  const time = `${formatSeconds(elapsedSeconds)} of at most ${formatSeconds(timeoutSeconds)}`;
  return `${doorNames[event.via]}: waiting for ${what}, ${time}`;
}

function linesOf({ err }: Terminal, event: ProbeEvent): string[] {
  if (event.state === 'passed') {
    const time = err.paint('dim', formatSeconds(event.seconds).padStart(8));
    const detail = detailOf(event.hop, event.probe);
    return [
      `    ${err.paint('green', '✔')} ${hopTitles[event.hop].padEnd(16)} ${time}  ${err.paint('dim', detail)}`.trimEnd(),
    ];
  }
  if (event.state === 'failed') {
    const { failure } = event;
    const time = err.paint('dim', formatSeconds(failure.seconds).padStart(8));
    return [
      `    ${err.paint('red', '✖')} ${hopTitles[failure.hop].padEnd(16)} ${time}`,
      ...whyFailed(failure).map((text) => `        ${text}`),
    ];
  }
  if (event.state !== 'ended') return [];
  return event.probe.notes.map((note) => `    ${err.paint('yellow', '!')} ${visible(note)}`);
}

function detailOf(hop: HopName, { key, bytes, run }: Probe): string {
  if (hop === 'stored') return `${formatBytes(bytes)} as ${visible(key)}`;
  if (hop !== 'logLine' || run === undefined) return '';
  const { eventSeconds, functionSeconds, coldStartSeconds } = run;
  const parts = [
    ...(eventSeconds === undefined ? [] : [`event after ${formatSeconds(eventSeconds)}`]),
    ...(functionSeconds === undefined ? [] : [`function ${formatSeconds(functionSeconds)}`]),
    ...(coldStartSeconds === undefined ? [] : [`cold start ${formatSeconds(coldStartSeconds)}`]),
  ];
  return parts.join(', ');
}

/** The error in a few words, and what may be the reason. */
function whyFailed({ error, reasons }: Failure): string[] {
  const { what, why } = explainError(error);
  return [what, ...why, ...reasons].flatMap((text) => text.split('\n')).map(visible);
}

/** `verified through S3: row after 0.42 s, through POST /upload: 0.38 s`; only of probes that met no failure. */
export function verifiedText({ probes, skipped }: Verification): string {
  if (skipped !== undefined) return `not verified: ${skipped}`;
  const parts = probes.map((probe, index) => {
    const seconds = rowSeconds(probe);
    const row =
      seconds === undefined
        ? 'no row asked for'
        : `${index === 0 ? 'row after ' : ''}${formatSeconds(seconds)}`;
    return `${doorNames[probe.via]}: ${row}`;
  });
  return `verified ${parts.join(', ')}`;
}

/** From the moment at which the file was stored. */
function rowSeconds({ hops }: Probe): number | undefined {
  const between = hops.filter(({ hop }) => hop === 'sameBytes' || hop === 'row');
  return hops.some(({ hop }) => hop === 'row')
    ? between.reduce((sum, { seconds }) => sum + seconds, 0)
    : undefined;
}

/** A line for each probe, and for what else there is to say of it. */
export function briefLines({ err }: Terminal, { probes, skipped }: Verification): string[] {
  if (skipped !== undefined) return [`  - not verified: ${skipped}`];
  return probes.flatMap((probe) => {
    const name = `verified ${doorNames[probe.via]}`.padEnd(BRIEF_WIDTH);
    const notes = probe.notes.map((note) => `      ${visible(note)}`);
    const [failure] = probe.failures;
    if (failure === undefined) {
      const seconds = rowSeconds(probe);
      const row = seconds === undefined ? 'the same bytes come back' : `row after ${formatSeconds(seconds)}`;
      return [`  ${err.paint('green', '✔')} ${name} ${row}`, ...notes];
    }
    const { what, why } = explainError(failure.error);
    if (failure.denied) return [`  - not ${name.trimEnd()}: ${visible([what, ...why].join(': '))}`];
    return [
      `  ${err.paint('red', '✖')} ${name} ${hopFailures[failure.hop]}`,
      ...whyFailed(failure).map((text) => `      ${text}`),
      ...notes,
    ];
  });
}

const BRIEF_WIDTH = 29;

/** What went wrong with the probes, as an error of the kind; undefined when nothing did. */
export function verificationError(
  { probes }: Verification,
  Kind: typeof FilepipeError = FilepipeError,
  counts: (failure: Failure) => boolean = () => true,
): FilepipeError | undefined {
  const failed = probes.flatMap(({ via, failures }) =>
    failures.filter(counts).map((failure) => ({ via, failure })),
  );
  const [first] = failed;
  if (first === undefined) return undefined;
  const { error, reasons, hint = explainError(error).hint } = first.failure;
  const hops = new Set(failed.map(({ failure }) => failure.hop));
  const sentences = [...hops].map((hop) => {
    const doors = failed.filter(({ failure }) => failure.hop === hop).map(({ via }) => doorNames[via]);
    return `the probe${doors.length === 1 ? '' : 's'} ${doors.join(' and ')} ${hopFailures[hop]}`;
  });
  // Where the reason is known it says more than the error.
  const details = reasons.length > 0 ? {} : { cause: error };
  return new Kind([...sentences, ...reasons.slice(0, 1)].join('\n'), {
    ...details,
    ...(hint !== undefined && { hint }),
  });
}

/** A verification for programs. */
export function toldVerification({ probes, swept, skipped }: Verification): object {
  return {
    probes: probes.map(({ failures, notes: _, ...probe }) => ({ ...probe, ok: failures.length === 0 })),
    findings: probes.flatMap(({ via, failures, notes }) => [
      ...failures.map(({ error, ...failure }) => ({ via, ...failure, error: explainError(error) })),
      ...notes.map((note) => ({ via, note })),
    ]),
    swept,
    ...(skipped !== undefined && { skipped }),
  };
}
