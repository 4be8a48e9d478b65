import { Worker } from 'node:worker_threads';

const EXTRACTOR = new URL('../../dist/handler/extractor.mjs', import.meta.url);
const HANG_MS = 20_000;
/** As in the function. */
const HEAP_MB = 96;

/**
 * The built extractor in a thread of its own, so that whatever happens in it is told instead of suffered.
 * `describe({ name, size, read })`, where `read(start, end)` gives bytes, resolves to `{ description, usage: { reads,
 * bytes }, ms, trouble }`; `trouble` says that it hung or broke. One file at a time.
 */
export function openExtractor() {
  let thread = start();
  return {
    async describe(file) {
      const result = await describeIn(thread, file);
      if (result.trouble !== undefined) {
        await thread.terminate();
        thread = start();
      }
      return result;
    },
    close: () => thread.terminate(),
  };
}

function start() {
  return new Worker(EXTRACTOR, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
}

function describeIn(thread, { name, size, read }) {
  const started = performance.now();
  const usage = { reads: 0, bytes: 0 };
  return new Promise((resolve) => {
    const timer = setTimeout(() => end({ trouble: `hung for ${HANG_MS / 1000} s` }), HANG_MS);
    const broke = (error) => end({ trouble: `broke: ${error.message}` });
    const left = () => end({ trouble: 'ended its thread' });
    thread.on('message', hear).on('error', broke).on('exit', left);
    thread.postMessage({ kind: 'describe', id: 1, name, size });

    function hear(reply) {
      if (reply.kind === 'described') {
        const { usage: _, ...description } = reply.described;
        end({ description });
        return;
      }
      usage.reads += 1;
      usage.bytes += reply.end - reply.start;
      thread.postMessage({ kind: 'bytes', id: 1, bytes: read(reply.start, reply.end) });
    }

    function end(outcome) {
      clearTimeout(timer);
      thread.off('message', hear).off('error', broke).off('exit', left);
      resolve({ usage, ms: performance.now() - started, ...outcome });
    }
  });
}
