import type { Finding } from '../../finding.ts';
import type { FoundPipeline } from '../find-pipeline.ts';
import type { Part } from '../part.ts';

/** Judges one thing about a pipeline; undefined when there is nothing to judge. */
export type Rule = (pipeline: FoundPipeline) => Finding | undefined;

type Verdict = Omit<Finding, 'check'>;

export function ok(text: string): Verdict {
  return { state: 'ok', text };
}

export function warning(text: string, fix?: string): Verdict {
  return { state: 'warning', text, ...(fix === undefined ? {} : { fix }) };
}

export function fault(text: string, fix?: string): Verdict {
  return { state: 'fault', text, ...(fix === undefined ? {} : { fix }) };
}

/** A rule about one part: what may not be seen is unknown, what is not there is nothing to judge. */
export function about<T>(
  check: string,
  part: (pipeline: FoundPipeline) => Part<T> | undefined,
  judge: (value: T, pipeline: FoundPipeline) => Verdict | undefined,
): Rule {
  return (pipeline) => {
    const it = part(pipeline);
    if (it === undefined || it.state === 'absent') return undefined;
    if (it.state === 'unknown') return { check, state: 'unknown', text: it.reason };
    const verdict = judge(it.value, pipeline);
    return verdict && { check, ...verdict };
  };
}

/** The same, where not being there is judged as well. */
export function aboutPresence<T>(
  check: string,
  part: (pipeline: FoundPipeline) => Part<T> | undefined,
  judge: (value: T | undefined, pipeline: FoundPipeline) => Verdict | undefined,
): Rule {
  const whenThere = about(check, part, judge);
  return (pipeline) => {
    if (part(pipeline)?.state !== 'absent') return whenThere(pipeline);
    const verdict = judge(undefined, pipeline);
    return verdict && { check, ...verdict };
  };
}

/** What mends most of it, for a fix. */
export function adoptCommand({ bucket }: FoundPipeline): string {
  return bucket.state === 'found' ? `filepipe adopt --bucket ${bucket.value.name}` : 'filepipe setup';
}
