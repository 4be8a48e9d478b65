import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipHandler } from './zip-handler.mjs';

/**
 * Bundles the function into a folder: what Lambda calls (`index.mjs`), and the thread that reads files
 * (`extractor.mjs`), which `inspect` uses too; both together as Lambda takes them (`function.zip`).
 * Resolves to what went into them, as esbuild says it.
 */
export async function bundleHandler(folder) {
  const { metafile } = await build({
    entryPoints: { index: 'handler/index.ts', extractor: 'handler/extract/main.ts' },
    absWorkingDir: new URL('..', import.meta.url).pathname,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'esm',
    target: 'node20.19',
    minify: true,
    // A class's name tells errors apart in logs.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    banner: {
      // CommonJS inside an ES module still asks for `require`.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  await writeFile(join(folder, 'function.zip'), await zipHandler(join(folder, 'index.mjs')));
  return metafile;
}
