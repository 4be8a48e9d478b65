import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface MemoryUse {
  /** Now, without what is shared with other processes where the system tells. Megabytes. */
  readonly own: number;
  /** The most it ever was, or is now where the system keeps no record. Megabytes. */
  readonly peak: number;
}

/** What a process uses; undefined when it is gone. */
export async function memoryUse(pid: number): Promise<MemoryUse | undefined> {
  try {
    return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

async function fromProc(pid: number): Promise<MemoryUse | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  const use = { own: megabytes('RssAnon'), peak: Math.ceil(megabytes('VmHWM')) };
  return Number.isNaN(use.own + use.peak) ? undefined : use;
}

async function fromPs(pid: number): Promise<MemoryUse> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  const megabytes = Number(stdout) / 1024;
  return { own: megabytes, peak: Math.ceil(megabytes) };
}
