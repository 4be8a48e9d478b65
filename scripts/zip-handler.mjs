import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';

/** What the handler loads when it is there. */
const EXTRACTOR_FILE = 'extractor.mjs';

/**
 * Zips the handler as `index.mjs`, and the extractor that lies beside it. The same files always give the same bytes,
 * on every machine and Node version: that is how a second setup sees that the code has not changed. Hence a
 * compressor of its own, since zlib's output differs between versions, and a fixed date and mode.
 */
export async function zipHandler(handlerFile) {
  const code = await readFile(handlerFile);
  const extractor = await readFile(join(dirname(handlerFile), EXTRACTOR_FILE)).catch(() => undefined);
  return zipSync(
    { 'index.mjs': code, ...(extractor === undefined ? {} : { [EXTRACTOR_FILE]: extractor }) },
    { level: 9, mtime: NO_DATE, os: UNIX, attrs: 0o100644 << 16 },
  );
}

/** The first day that a zip archive can name, whatever the time zone: they have local times. */
const NO_DATE = new Date(1980, 0, 1);

/** As zip archives number systems: without it the mode does not count. */
const UNIX = 3;
