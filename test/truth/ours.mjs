import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { openExtractor } from './extraction.mjs';

/** What the built extractor says of every file, as a map from path to what `describe` resolves to. */
export async function describeAll(paths) {
  const results = new Map();
  const waiting = paths.values();
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(waiting, results)));
  return results;
}

async function work(waiting, results) {
  const extractor = openExtractor();
  for (const path of waiting) results.set(path, { path, ...(await describeFile(extractor, path)) });
  await extractor.close();
}

/** What the extractor says of one file. */
export async function describeFile(extractor, path) {
  const file = openSync(path);
  try {
    const { size } = fstatSync(file);
    const read = (start, end) => {
      const bytes = Buffer.alloc(end - start);
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
    };
    return await extractor.describe({ name: path, size, read });
  } finally {
    closeSync(file);
  }
}
