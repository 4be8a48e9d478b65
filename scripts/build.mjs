// Bundles everything that runs into dist/: the program, the embedded AWS, its function runner, the handler.
import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
};

/** CommonJS inside an ES module still asks for `require`. */
const requireShim = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

await rm('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'src/cli.ts', 'local-aws': 'src/local/main.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: requireShim,
    external: ['dynalite', 'classic-level'],
  }),
  build({
    ...common,
    entryPoints: { 'function-runner': 'src/local/lambda/runner/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    banner: requireShim,
  }),
  build({
    ...common,
    entryPoints: { index: 'handler/index.ts' },
    outdir: 'dist/handler',
    outExtension: { '.js': '.mjs' },
    target: 'node22',
    banner: requireShim,
  }),
]);
await chmod('bin/filepipe', 0o755);
