import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type Extractor, startExtractor } from '../../handler/extract/extractor.ts';
import { FilepipeError } from '../errors.ts';
import { contentTypeOf } from '../transfer/content-type.ts';
import { type Fault, findFiles } from '../transfer/find-files.ts';
import { folderOf } from '../transfer/sources.ts';
import { type FileToInspect, inspectFile } from './inspect-file.ts';
import type { Inspected } from './inspected.ts';
import { isPipe, STDIN, withKept } from './pipes.ts';
import { shippedExtractor } from './shipped-extractor.ts';

export interface InspectOptions {
  /** A folder that everything is under in the bucket, with or without a slash at its end. */
  readonly prefix?: string;
  /** What the content of a pipe is called; its end may tell what it is. */
  readonly pipeName: string;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
}

/** Told what becomes of each file, one after the other. */
export interface Visitor {
  /** `path` is as it was given, or below a folder that was; `content` can be read until this resolves. */
  readonly file: (file: Inspected, path: string, content: string) => Promise<void>;
  /** Something cannot be read; all else is inspected nevertheless. */
  readonly fault: (fault: Fault, path: string) => Promise<void>;
}

/**
 * Describes files, everything in folders, and what comes through pipes, in this order and with the extractor that the function
 * has. Nothing leaves this machine.
 */
export async function inspect(
  paths: readonly string[],
  options: InspectOptions,
  visitor: Visitor,
): Promise<void> {
  const extractor = startExtractor(shippedExtractor);
  try {
    for (const path of paths) {
      if (await isPipe(path)) await inspectPipe(extractor, path, options, visitor);
      else await inspectFiles(extractor, path, options, visitor);
    }
  } finally {
    await extractor.close();
  }
}

async function inspectPipe(extractor: Extractor, pipe: string, options: InspectOptions, visitor: Visitor) {
  const { stdin, pipeName, prefix = '', signal } = options;
  const stream = pipe === STDIN ? stdin : createReadStream(pipe);
  const key = folderOf(prefix) + pipeName;
  await withKept(stream, signal, (path) =>
    inspectOne(extractor, { path, key, contentType: contentTypeOf(pipeName) }, pipe, options, visitor),
  );
}

async function inspectFiles(extractor: Extractor, root: string, options: InspectOptions, visitor: Visitor) {
  const folder = folderOf(options.prefix ?? '');
  for await (const found of findFiles(root, basename(resolve(root)))) {
    options.signal.throwIfAborted();
    if ('message' in found) {
      await visitor.fault(found, root);
      continue;
    }
    const { path, name } = found;
    const file = { path, key: folder + name, contentType: contentTypeOf(name) };
    await inspectOne(extractor, file, path, options, visitor);
  }
}

async function inspectOne(
  extractor: Extractor,
  file: FileToInspect,
  path: string,
  { signal }: InspectOptions,
  visitor: Visitor,
): Promise<void> {
  signal.throwIfAborted();
  const inspected = await inspectFile(extractor, file).catch((error: unknown) => {
    // A file can vanish, or a disk fail, after it was found.
    if (error instanceof FilepipeError) return { message: error.message, hint: error.hint ?? 'try it again' };
    throw error;
  });
  if ('message' in inspected) await visitor.fault(inspected, path);
  else await visitor.file(inspected, path, file.path);
}
