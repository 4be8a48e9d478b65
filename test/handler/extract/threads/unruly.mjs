// Stands for an extractor whose parser goes wrong in the way that the file's name says.
import { parentPort } from 'node:worker_threads';

const behaviours = {
  hang() {
    for (;;);
  },
  hoard() {
    const hoard = [];
    for (;;) hoard.push(new Array(1000).fill(hoard.length));
  },
  exit() {
    process.exit(3);
  },
  throw() {
    throw new Error('a parser threw outside of everything');
  },
};

let waiting;
parentPort.on('message', ({ kind, id, name }) => {
  if (kind !== 'describe') {
    waiting();
    return;
  }
  behaviours[name]?.();
  const described = { status: 'described', usage: { reads: 0, bytes: 0 } };
  waiting = () => parentPort.postMessage({ kind: 'described', id, described });
  if (name === 'fetch') parentPort.postMessage({ kind: 'fetch', id, start: 0, end: 1 });
  else waiting();
});
