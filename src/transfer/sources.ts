import { basename, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { contentTypeOf } from './content-type.ts';
import { faultsText } from './faults-text.ts';
import { type Fault, type FoundFile, findFiles } from './find-files.ts';

/** A file that is to become an object. */
export interface Source {
  readonly path: string;
  readonly key: string;
  /** Its size when it was looked at. */
  readonly bytes: number;
  readonly contentType: string;
}

export interface SourceOptions {
  /** A folder to put everything under, with or without a slash at its end. */
  readonly prefix?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

/**
 * The files under the given paths, in an order that is the same every time. A file keeps its own name, a
 * directory keeps its name and everything in it, as with `cp -r`. Whatever stands in the way is reported at
 * once in a `UsageError`, so that nothing is sent before everything can be.
 */
export async function expandSources(
  paths: readonly string[],
  options: SourceOptions = {},
): Promise<Source[]> {
  const folder = folderOf(options.prefix ?? '');
  const sources: Source[] = [];
  const faults: Fault[] = [];
  for (const path of distinct(paths)) {
    for await (const found of findFiles(path, basename(resolve(path)))) {
      if ('message' in found) faults.push(found);
      else sources.push(sourceOf(found, folder));
    }
  }
  faults.push(...sources.flatMap(lengthFault), ...collisions(sources));
  if (faults.length > 0) throw usageError(faults);
  return sources;
}

/** A path that is given twice, however spelled, is meant once. */
function distinct(paths: readonly string[]): readonly string[] {
  return [...new Map(paths.map((path) => [resolve(path), path])).values()];
}

/** A folder's name with one slash behind it; nothing for none. */
export function folderOf(prefix: string): string {
  const name = prefix.replace(/\/+$/, '');
  return name === '' ? '' : `${name}/`;
}

function sourceOf({ path, name, bytes }: FoundFile, folder: string): Source {
  return { path, key: folder + name, bytes, contentType: contentTypeOf(name) };
}

function lengthFault({ path, key }: Source): Fault[] {
  const bytes = Buffer.byteLength(key);
  if (bytes <= MAX_KEY_BYTES) return [];
  const message = `the name of ${path} is too long: ${bytes} bytes in UTF-8, and S3 takes ${MAX_KEY_BYTES}`;
  return [{ message, hint: 'give it a shorter name, or upload from a folder further down' }];
}

function collisions(sources: readonly Source[]): Fault[] {
  const paths = new Map<string, string[]>();
  for (const { key, path } of sources) paths.set(key, [...(paths.get(key) ?? []), path]);
  return [...paths].flatMap(([key, [first, ...others]]) => {
    if (others.length === 0) return [];
    const all = others.length === 1 ? 'both' : 'all';
    const message = `${[first, ...others].join(' and ')} would ${all} be stored as ${key}`;
    return [{ message, hint: `upload one of them elsewhere: filepipe upload ${first} --prefix some-folder` }];
  });
}

function usageError(faults: readonly Fault[]): UsageError {
  const [first] = faults;
  const hint = first === undefined ? {} : { hint: first.hint };
  if (first !== undefined && faults.length === 1) return new UsageError(first.message, hint);
  return new UsageError(
    `nothing was uploaded, because of ${faults.length} problems:${faultsText(faults)}`,
    hint,
  );
}
