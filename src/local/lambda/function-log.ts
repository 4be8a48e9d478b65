import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { LogLine, LogSink } from '../internal.ts';

/** The log stream of one execution environment. */
export interface FunctionLog {
  readonly stream: string;
  write(message: string | undefined): void;
  /** Hands what has gathered to the sink. */
  flush(): void;
  /** The last 4 KiB since this was last asked, in base64. */
  takeTail(): string;
}

export function openFunctionLog(sink: Pick<LogSink, 'write'>, clock: Clock, group: string): FunctionLog {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
  let gathered: LogLine[] = [];
  let tail = '';

  function flush(): void {
    if (gathered.length === 0) return;
    const lines = gathered;
    gathered = [];
    sink.write(group, stream, lines);
  }

  return {
    stream,
    flush,
    write(message) {
      if (message === undefined) return;
      // An empty message is no log event.
      if (message.trim() === '') return;
      if (gathered.length === 0) setImmediate(flush);
      gathered.push({ timestamp: clock.now(), message });
      tail = `${tail}${message.replace(/\n?$/, '\n')}`.slice(-TAIL_BYTES);
    },
    takeTail() {
      const text = Buffer.from(tail).subarray(-TAIL_BYTES).toString('base64');
      tail = '';
      return text;
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const TAIL_BYTES = 4096;
