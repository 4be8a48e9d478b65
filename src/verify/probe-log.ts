import type { Control } from '../control.ts';
import type { Source } from '../transfer/sources.ts';
import type { FunctionRun } from './function-run.ts';
import type { Failure, Hop, HopName, Probe, ProbeEvent, Way } from './probe.ts';
import type { Reason } from './reasons.ts';
import { isCallersOwn } from './refusals.ts';

/** Notes what happens to a probe, and tells it. */
export interface ProbeLog {
  readonly started: number;
  readonly control: Control;
  readonly probe: () => Probe;
  readonly key: (source: Source) => void;
  readonly note: (text: string) => void;
  readonly run: (run: FunctionRun) => void;
  /** Does what has to be done before a hop begins. */
  readonly before: <T>(hop: HopName, work: () => Promise<T>) => Promise<T>;
  readonly hop: <T>(hop: HopName, work: (control: Control) => Promise<T>) => Promise<T>;
  /** The hop that was begun last has failed. */
  readonly fail: (error: unknown) => Promise<void>;
}

interface Noted {
  readonly via: Way;
  readonly reasons: (hop: HopName) => Promise<readonly Reason[]>;
}

/** `reasons` finds why a hop may have failed, other than that the caller lacks a right. */
export function openProbeLog(
  { via, reasons: findReasons }: Noted,
  control: Control,
  tell: (event: ProbeEvent) => void,
): ProbeLog {
  const hops = new Map<HopName, Hop>();
  const failures: Failure[] = [];
  const notes: string[] = [];
  let current: { readonly hop: HopName; readonly started: number } = {
    hop: 'stored',
    started: control.now(),
  };
  let sent = { key: '', bytes: 0 };
  let found: FunctionRun | undefined;
  const probe = (): Probe => ({
    via,
    ...sent,
    hops: [...hops.values()],
    failures: [...failures],
    notes: [...notes],
    ...(found !== undefined && { run: found }),
  });
  const begin = (hop: HopName) => {
    current = { hop, started: control.now() };
    tell({ via, state: 'started', hop });
  };
  const seconds = () => (control.now() - current.started) / 1000;
  return {
    started: control.now(),
    control,
    probe,
    key: ({ key, bytes }) => {
      sent = { key, bytes };
    },
    note: (text) => notes.push(text),
    run: (run) => {
      found = run;
    },
    before: (hop, work) => {
      begin(hop);
      return work();
    },
    async hop(hop, work) {
      begin(hop);
      const value = await work({
        ...control,
        waiting: (waiting) => tell({ via, state: 'waiting', hop, waiting }),
      });
      hops.set(hop, { hop, seconds: seconds() });
      tell({ via, state: 'passed', hop, seconds: seconds(), probe: probe() });
      return value;
    },
    async fail(error) {
      const { hop } = current;
      const took = seconds();
      const denied = isCallersOwn(error);
      const reasons = denied ? [] : await findReasons(hop);
      const hint = reasons[0]?.hint;
      const failure = {
        hop,
        seconds: took,
        error,
        denied,
        reasons: reasons.map(({ text }) => text),
        ...(hint !== undefined && { hint }),
      };
      failures.push(failure);
      tell({ via, state: 'failed', failure, probe: probe() });
    },
  };
}
