import { execFile, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { openExtractor } from '../test/truth/extraction.mjs';
import { filesUnder } from '../test/truth/files.mjs';
import { describeFile } from '../test/truth/ours.mjs';
import { inFolder, root } from './place.mjs';
import { median, percentile, repeat } from './timing.mjs';

const run = promisify(execFile);
const handler = join(root, 'dist/handler');

/** The files of the tests, or those in the folder that FILEPIPE_BENCH_FILES names. */
const files = filesUnder(process.env.FILEPIPE_BENCH_FILES ?? join(root, 'test/handler/extract/files'));

/** What the function weighs, and what it costs to read files with it, beside exiftool and ffprobe on the same ones. */
export async function extraction() {
  return [...(await weight()), ...(await reading()), ...(await largeFilm()), ...(await peers())];
}

async function weight() {
  const names = ['index.mjs', 'extractor.mjs'];
  const code = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(handler, name))])),
  );
  const zipped = zipSync(code, { level: 9 }).length / 1024;
  const env = { ...process.env, BUCKET_NAME: 'b', TABLE_NAME: 't', AWS_REGION: 'us-east-1' };
  const script = `const t = performance.now(); await import(${JSON.stringify(join(handler, 'index.mjs'))}); console.log(performance.now() - t); process.exit()`;
  const imports = await repeat(15, async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
    return Number(stdout);
  });
  return [
    { what: 'function, zipped', value: zipped, unit: 'KiB', target: 450 },
    { what: 'function, import', value: median(imports), unit: 'ms', target: 200, beside: 'median of 15' },
  ];
}

/** Every file as often as it takes to have read some thousands. */
async function reading() {
  const extractor = openExtractor();
  const rounds = Math.ceil(3000 / files.length);
  const reads = [];
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (const file of files) reads.push((await describeFile(extractor, file)).usage.reads);
  }
  const seconds = (performance.now() - started) / 1000;
  await extractor.close();
  const beside = `${files.length} files, ${rounds} times each`;
  return [
    { what: 'reads a file, p50', value: percentile(reads, 0.5), unit: '', beside },
    { what: 'reads a file, p95', value: percentile(reads, 0.95), unit: '', target: 3 },
    { what: 'reads a file, most', value: Math.max(...reads), unit: '', target: 64 },
    { what: 'extractor, files a second', value: reads.length / seconds, unit: '/s', target: 200 },
    { what: 'resident at most', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB', target: 200 },
  ];
}

/** A film whose index stands behind 5 GB of pictures. */
async function largeFilm() {
  const sample = files.find(
    (file) => /video.*\.(mov|mp4)$/.test(file) && boxesOf(readFileSync(file)).has('moov'),
  );
  if (sample === undefined) return [];
  return await inFolder(async (folder) => {
    const film = join(folder, 'film.mp4');
    writeFilm(film, boxesOf(readFileSync(sample)));
    const extractor = openExtractor();
    const { usage, description } = await describeFile(extractor, film);
    await extractor.close();
    const duration = description.details.video?.durationSeconds;
    const beside = `${(usage.bytes / 1024).toFixed(0)} KiB read of ${(FILM_BYTES / 1e9).toFixed(1)} GB; it lasts ${duration} s`;
    return [{ what: 'reads of a large film', value: usage.reads, unit: '', target: 5, beside }];
  });
}

const FILM_BYTES = 5e9;

/** The boxes of an MP4 file by their types. */
function boxesOf(bytes) {
  const boxes = new Map();
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < 8) break;
    boxes.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at, at + size));
    at += size;
  }
  return boxes;
}

/** The type, a hole for the pictures, the index: 5 GB that take no room on the disk. */
function writeFilm(path, boxes) {
  const [type, index] = [boxes.get('ftyp') ?? Buffer.alloc(0), boxes.get('moov')];
  const pictures = Buffer.alloc(16);
  pictures.writeUInt32BE(1, 0);
  pictures.write('mdat', 4);
  pictures.writeBigUInt64BE(BigInt(FILM_BYTES - type.length - index.length), 8);
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([type, pictures]), 0);
  writeSync(file, index, 0, index.length, FILM_BYTES - index.length);
  closeSync(file);
}

/** The same files, each tool started once for all where it can be. */
async function peers() {
  const sound = files.filter((file) => /\.(mp4|mov|mkv|webm|avi|mp3|ogg|opus|flac|wav|m4a|aac)$/.test(file));
  return [
    ...(await peer('exiftool', files, async (some) => {
      const started = performance.now();
      // It ends with 1 when there is a file that it does not know.
      await run('exiftool', ['-json', '-fast', '--', ...some], { maxBuffer: 64 * 1024 * 1024 }).catch(
        () => {},
      );
      return performance.now() - started;
    })),
    ...(await peer('ffprobe', sound, async (some) => {
      const started = performance.now();
      for (const file of some)
        await run('ffprobe', ['-v', 'quiet', '-of', 'json', '-show_format', '-show_streams', file]).catch(
          () => {},
        );
      return performance.now() - started;
    })),
  ];
}

async function peer(tool, some, measure) {
  if (some.length === 0 || spawnSync(tool, ['-version']).error !== undefined) return [];
  const milliseconds = await measure(some).catch(() => undefined);
  if (milliseconds === undefined) return [];
  const beside =
    tool === 'ffprobe' ? `${some.length} files, a process each` : `${some.length} files, one process`;
  return [
    { what: `${tool}, files a second`, value: (some.length / milliseconds) * 1000, unit: '/s', beside },
  ];
}
