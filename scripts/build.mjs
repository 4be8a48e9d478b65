// Bundles everything that runs into dist/: the program, the embedded AWS, its function runner, the handler.
import { existsSync } from 'node:fs';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { build } from 'esbuild';
import { bundleHandler } from './bundle-handler.mjs';
import { writeLicences } from './licences.mjs';

const common = {
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
  // The licences of what is bundled are written beside it.
  legalComments: 'none',
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
};

/** CommonJS inside an ES module still asks for `require`. */
const requireShim = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/**
 * The embedded AWS takes from a client package what the service's model says, and no client: its schemas
 * and enums are all that needs loading.
 */
const modelsOnly = {
  name: 'models only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/client-[\w-]+$/ }, ({ path, importer }) =>
      importer.includes(EMBEDDED_AWS) ? { path, namespace: 'model' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'model' }, ({ path }) => {
      const parts = ['schemas/schemas_0', 'models/enums'].map((part) => `${path}/dist-es/${part}.js`);
      const present = parts.filter((part) => existsSync(join('node_modules', part)));
      return {
        contents: present.map((part) => `export * from '${part}';`).join(''),
        resolveDir: process.cwd(),
      };
    });
  },
};
const EMBEDDED_AWS = join('src', 'local') + sep;

/** Built beside `dist` and put in its place at once, so that nobody finds half of it. */
const made = `dist-${process.pid}`;

const bundles = await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: made,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: requireShim,
    external: ['dynalite', 'classic-level'],
    plugins: [modelsOnly],
  }),
  // In one piece: a daemon that uses all of it starts faster so than from thirty files.
  build({
    ...common,
    entryPoints: { 'local-aws': 'src/local/main.ts' },
    outdir: made,
    banner: requireShim,
    external: ['dynalite', 'classic-level'],
    plugins: [modelsOnly],
  }),
  build({
    ...common,
    entryPoints: { 'function-runner': 'src/local/lambda/runner/main.ts' },
    outdir: made,
    outExtension: { '.js': '.mjs' },
    banner: requireShim,
  }),
  bundleHandler(join(made, 'handler')).then((metafile) => ({ metafile })),
]);
await writeLicences(
  join(made, 'third-party-licences.txt'),
  bundles.map(({ metafile }) => metafile),
);
// For those who read records: what `details` can hold. Interfaces alone are a declaration file as they are.
for (const name of ['details.schema.json', 'details.md', 'conditions.md'])
  await copyFile(join('docs', name), join(made, name));
await copyFile('handler/extract/details.ts', join(made, 'details.d.ts'));
await chmod('bin/filepipe', 0o755);
await rm('dist', { recursive: true, force: true });
await rename(made, 'dist');
