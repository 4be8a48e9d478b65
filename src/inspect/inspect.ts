import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Extractor, startExtractor } from '../../handler/extract/extractor.ts';
import { contentTypeOf } from '../transfer/content-type.ts';
import { expandSources, type SourceOptions } from '../transfer/sources.ts';
import { type FileToInspect, inspectFile } from './inspect-file.ts';
import type { Inspected } from './inspected.ts';
import { isPipe, STDIN, withKept } from './pipes.ts';
import { shippedExtractor } from './shipped-extractor.ts';

export interface InspectOptions extends SourceOptions {
  /** What the content of a pipe is called; its end may tell what it is. */
  readonly pipeName: string;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
}

/** Given each file in turn; `path` can be read until it resolves. */
export type Visit = (file: Inspected, path: string) => Promise<void>;

/**
 * Describes files, everything in folders, and what comes through pipes, with the extractor that the function has.
 * Nothing leaves this machine. Paths that cannot be read are reported at once in a `UsageError`.
 */
export async function inspect(
  paths: readonly string[],
  options: InspectOptions,
  visit: Visit,
): Promise<void> {
  const pipes: string[] = [];
  const files: string[] = [];
  for (const path of paths) ((await isPipe(path)) ? pipes : files).push(path);
  const sources = files.length === 0 ? [] : await expandSources(files, options);
  const extractor = startExtractor(shippedExtractor);
  try {
    for (const pipe of pipes) await inspectPipe(extractor, pipe, options, visit);
    for (const source of sources) await inspectOne(extractor, source, options, visit);
  } finally {
    await extractor.close();
  }
}

async function inspectPipe(extractor: Extractor, pipe: string, options: InspectOptions, visit: Visit) {
  const { stdin, pipeName, prefix = '', signal } = options;
  const stream = pipe === STDIN ? stdin : createReadStream(pipe);
  const key = prefix + pipeName;
  await withKept(stream, signal, (path) =>
    inspectOne(extractor, { path, key, contentType: contentTypeOf(pipeName) }, options, visit),
  );
}

async function inspectOne(
  extractor: Extractor,
  file: FileToInspect,
  { signal }: InspectOptions,
  visit: Visit,
): Promise<void> {
  signal.throwIfAborted();
  await visit(await inspectFile(extractor, file), file.path);
}
