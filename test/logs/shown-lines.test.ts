import { expect, it } from 'vitest';
import { createShownLines } from '../../src/shown-lines.ts';

/** A line that came so many seconds after the start, whatever its time. */
function line(id: string, seconds: number) {
  return { id, time: new Date(0).toISOString(), ingested: seconds * 1000, message: id, stream: 'one' };
}

const ids = (lines: readonly { readonly id: string }[]) => lines.map(({ id }) => id);

it('knows a line again whatever its time, and in whatever order lines came', () => {
  const shown = createShownLines();
  expect(ids(shown.add([line('b', 20), line('a', 10)]))).toEqual(['b', 'a']);
  shown.endLook();
  expect(ids(shown.add([line('a', 10), line('c', 15), line('b', 20)]))).toEqual(['c']);
});

it('takes what came more than an hour before the newest for known, except in the first look', () => {
  const shown = createShownLines();
  expect(ids(shown.add([line('new', 9000), line('old', 10)]))).toEqual(['new', 'old']);
  shown.endLook();
  expect(ids(shown.add([line('old', 10), line('older', 5), line('recent', 8000)]))).toEqual(['recent']);
});

it('shows no line twice and none not at all when more come than it remembers', () => {
  const shown = createShownLines(10);
  const all = Array.from({ length: 100 }, (_, n) => line(String(n), n));
  const pages = [all.slice(0, 33), all.slice(33, 66), all.slice(66)];
  expect(pages.flatMap((page) => ids(shown.add(page)))).toEqual(ids(all));
  shown.endLook();
  expect(pages.flatMap((page) => ids(shown.add(page)))).toEqual([]);
  shown.endLook();

  const more = Array.from({ length: 100 }, (_, n) => line(String(n + 100), n + 100));
  expect(ids([...shown.add(more.slice(0, 50)), ...shown.add(all), ...shown.add(more.slice(50))])).toEqual(
    ids(more),
  );
  shown.endLook();
  expect(ids(shown.add([...all, ...more]))).toEqual([]);
});
