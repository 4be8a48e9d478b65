import { Worker } from 'node:worker_threads';
import type { Described, Order, Reply } from './messages.ts';
import type { FetchRange } from './ranged-source.ts';

/** A file as the extractor sees it. */
export interface FileToDescribe {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly fetch: FetchRange;
  /** Its first bytes, `beginningOf(size)` of them, when they are on their way already. */
  readonly beginning?: Promise<Buffer> | undefined;
}

export interface Extractor {
  /**
   * Describes a file within the given time. One that takes longer, or brings the reading to fall, is `failed` with
   * the reason. Rejects only with what `fetch` or `beginning` rejected with. One file at a time: others wait for their turn,
   * and their time begins with it.
   */
  describe(file: FileToDescribe, milliseconds: number): Promise<Described>;
  close(): Promise<void>;
}

/** Of JavaScript objects; bytes of files come on top, and are bounded by the source. */
const HEAP_MB = 96;

/**
 * Reads files in a thread of its own: parsers that hang never let a timer fire in theirs, so this one is
 * ended from outside, and the next file gets a new one. It starts at once, since its start takes longer than most files.
 */
export function startExtractor(code: URL): Extractor {
  let thread = startThread(code);
  let turn: Promise<unknown> = Promise.resolve();
  let ids = 0;

  async function describe(file: FileToDescribe, milliseconds: number): Promise<Described> {
    ids += 1;
    const outcome = await attempt(thread, ids, file, milliseconds);
    if (outcome.kind === 'described') return outcome.described;
    if (outcome.kind === 'no bytes') throw outcome.cause;
    await thread.terminate();
    thread = startThread(code);
    return { status: 'failed', reason: outcome.reason, usage: outcome.usage };
  }

  return {
    describe(file, milliseconds) {
      const mine = turn.then(() => describe(file, milliseconds));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await turn;
      await thread.terminate();
    },
  };
}

type Outcome =
  | { readonly kind: 'described'; readonly described: Described }
  | { readonly kind: 'no bytes'; readonly cause: unknown }
  | { readonly kind: 'lost'; readonly reason: string; readonly usage: Described['usage'] };

function attempt(thread: Worker, id: number, file: FileToDescribe, milliseconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const usage = { reads: 0, bytes: 0 };
    let cause: { readonly error: unknown } | undefined;
    const timer = setTimeout(
      () => finish(lost(`reading it took longer than ${milliseconds / 1000} s`)),
      milliseconds,
    );
    thread.on('message', hear).on('error', fail).on('exit', leave);
    void begin();

    async function begin(): Promise<void> {
      try {
        const beginning = await file.beginning;
        if (beginning !== undefined) count(beginning.length);
        tell({ kind: 'describe', id, name: file.name, size: file.size, beginning });
      } catch (error) {
        finish(noBytes(error));
      }
    }

    function tell(order: Order): void {
      thread.postMessage(order);
    }

    function hear(reply: Reply): void {
      if (reply.id !== id) return;
      if (reply.kind === 'fetch') void fetch(reply.start, reply.end);
      else
        finish(
          cause === undefined ? { kind: 'described', described: reply.described } : noBytes(cause.error),
        );
    }

    async function fetch(start: number, end: number): Promise<void> {
      count(end - start);
      try {
        tell({ kind: 'bytes', id, bytes: await file.fetch(start, end) });
      } catch (error) {
        cause = { error };
        tell({ kind: 'no bytes', id, why: String(error) });
      }
    }

    function count(bytes: number): void {
      usage.reads += 1;
      usage.bytes += bytes;
    }

    function fail(error: Error): void {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      finish(
        lost(
          memory
            ? `reading it took more than ${HEAP_MB} MB of memory`
            : `reading it failed: ${error.message}`,
        ),
      );
    }

    function leave(): void {
      finish(lost('reading it ended the reader'));
    }

    function lost(reason: string): Outcome {
      return { kind: 'lost', reason, usage };
    }

    function finish(outcome: Outcome): void {
      clearTimeout(timer);
      thread.off('message', hear).off('error', fail).off('exit', leave);
      resolve(outcome);
    }
  });
}

function noBytes(cause: unknown): Outcome {
  return { kind: 'no bytes', cause };
}

function startThread(code: URL): Worker {
  const thread = new Worker(code, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
  // An error while no file is read is told by the next one, which finds the thread gone.
  thread.on('error', () => undefined);
  thread.unref();
  return thread;
}
