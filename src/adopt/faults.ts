import type { Finding } from '../finding.ts';
import type { FoundPipeline } from './find-pipeline.ts';
import { alarmRules } from './rules/alarm-rules.ts';
import { judgeApis } from './rules/api-rules.ts';
import { bucketRules } from './rules/bucket-rules.ts';
import { functionRules } from './rules/function-rules.ts';
import { tableRules } from './rules/table-rules.ts';
import { triggerRules } from './rules/trigger-rules.ts';

/** Everything there is to say about a pipeline somebody made by hand, good and bad, along the way of a file. */
export function faultsOf(pipeline: FoundPipeline): readonly Finding[] {
  const before = [...bucketRules, ...triggerRules, ...functionRules, ...tableRules];
  const judged = [...before, ...alarmRules].flatMap((rule) => rule(pipeline) ?? []);
  return [...judged, ...judgeApis(pipeline)];
}
