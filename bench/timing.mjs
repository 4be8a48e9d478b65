import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a command to its end, without output; resolves to its wall time in milliseconds. */
export async function timeCommand(command, args, options = {}) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return performance.now() - started;
}

/** The value below which the given share of the samples lie. */
export function percentile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = (samples) => percentile(samples, 0.5);

/** Calls `run` a number of times, one after the other, and returns what each call resolved to. */
export async function repeat(times, run) {
  const results = [];
  for (let i = 0; i < times; i++) results.push(await run(i));
  return results;
}
