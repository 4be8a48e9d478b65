import { namesOf, type Place } from '../provision/names.ts';
import type { Settings } from '../provision/settings.ts';
import type { FoundPipeline } from './find-pipeline.ts';
import { valueIn } from './part.ts';

/**
 * The names that an adopted pipeline has other than an install's own, for its settings. The bucket's is always
 * among them: only a bucket that is chosen by name may stay its owner's. A table that is not there yet keeps the
 * name it was given.
 */
export function adoptedNames(
  pipeline: FoundPipeline,
  place: Place,
  install: string,
  table: string | undefined,
): Settings['overrides'] {
  const derived = namesOf(place, { install, overrides: {} });
  const bucket = valueIn(pipeline.bucket)?.name;
  const functionName = valueIn(pipeline.function)?.name;
  const tableName = table ?? valueIn(pipeline.table)?.name;
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(functionName === undefined || functionName === derived.function ? {} : { function: functionName }),
    ...(tableName === undefined || tableName === derived.table ? {} : { table: tableName }),
  };
}
