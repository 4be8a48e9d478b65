// Damages real files in many ways and has the built extractor read them:
//   node test/fuzz/run.mjs [--rounds 40] [--seed 1] [PATH...]        (default: the files of the tests)
// Exits with 1 when it hung, broke, read too much or broke its own schema; such a file is kept, and its path printed.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openExtractor } from '../truth/extraction.mjs';
import { filesUnder } from '../truth/files.mjs';
import { troublesOf } from '../truth/troubles.mjs';
import { mutations } from './mutations.mjs';

/** Larger files are damaged as slowly as they are read, and say nothing new. */
const MAX_BYTES = 4 * 1024 * 1024;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
});
const fixtures = fileURLToPath(new URL('../handler/extract/files', import.meta.url));
const paths = (positionals.length === 0 ? [fixtures] : positionals).flatMap(filesUnder);
const tally = { files: 0, mutants: 0, failed: 0, troubles: 0, slowest: 0 };
const kept = mkdtempSync(join(tmpdir(), 'filepipe-fuzz-'));

const waiting = paths.entries();
await Promise.all(Array.from({ length: availableParallelism() }, work));
const { files, mutants, failed, troubles, slowest } = tally;
console.log(
  `${mutants} damaged versions of ${files} files: ${failed} refused with a reason, slowest ${slowest.toFixed(0)} ms`,
);
console.log(`${troubles} troubles${troubles === 0 ? '' : `; the files are in ${kept}`}`);
process.exitCode = troubles === 0 && mutants > 0 ? 0 : 1;

async function work() {
  const extractor = openExtractor();
  for (const [index, path] of waiting) {
    const original = readFileSync(path);
    if (original.length === 0 || original.length > MAX_BYTES) continue;
    tally.files += 1;
    for (const mutation of mutations(
      original,
      Number(values.rounds),
      Number(values.seed) * 1_000_003 + index,
    )) {
      await tryOne(extractor, path, mutation);
    }
  }
  await extractor.close();
}

async function tryOne(extractor, path, { what, bytes }) {
  const read = (start, end) => bytes.subarray(start, end);
  const result = await extractor.describe({ name: basename(path), size: bytes.length, read });
  tally.mutants += 1;
  tally.slowest = Math.max(tally.slowest, result.ms);
  if (result.description?.status === 'failed') tally.failed += 1;
  const troubles = troublesOf(result);
  if (troubles.length === 0) return;
  tally.troubles += 1;
  const copy = join(kept, `${tally.troubles}-${basename(path)}`);
  writeFileSync(copy, bytes);
  console.log(`${path}, ${what}: ${troubles.join('; ')}\n    kept as ${copy}`);
}
