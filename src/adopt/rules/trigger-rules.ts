import { listTriggers, type Trigger, type Triggers } from '../../provision/resources/bucket-triggers.ts';
import { type FoundPipeline, functionNameOf } from '../find-pipeline.ts';
import { type Part, valueIn } from '../part.ts';
import { allows, conditionValues, isForService } from '../statements.ts';
import { about, aboutPresence, adoptCommand, fault, ok, type Rule, warning } from './rule.ts';

/** From the bucket to the function. */
export const triggerRules: readonly Rule[] = [
  about('trigger', triggers, (found, pipeline) => {
    const { bucket, function: lambda } = pipeline;
    if (ours(found, pipeline).length > 0) return ok('the bucket runs the function');
    const name = valueIn(bucket)?.name;
    return fault(
      `nothing in bucket ${name} runs ${valueIn(lambda)?.name ?? 'a function'}: new files go unnoticed`,
      valueIn(lambda) === undefined
        ? `build the rest of the pipeline: filepipe setup --bucket ${name}`
        : `let filepipe set it: ${adoptCommand(pipeline)} --function ${valueIn(lambda)?.name}`,
    );
  }),
  about('trigger on creations', triggers, (found, pipeline) => {
    const events = eventsOf(found, pipeline);
    if (events.length === 0) return undefined;
    if (events.includes('s3:ObjectCreated:*')) return ok('every way to create a file runs the function');
    const missing = Object.entries(creations).filter(([event]) => !events.includes(event));
    if (missing.length === 0) return ok('every way to create a file runs the function');
    const lost = missing.map(([, what]) => what).join(', ');
    return fault(
      `only ${events.filter((it) => it.includes('Created')).join(', ') || 'other events'} runs the function: ${lost} are lost`,
      `let filepipe replace the trigger: ${adoptCommand(pipeline)}`,
    );
  }),
  about('trigger on removals', triggers, (found, pipeline) => {
    const events = eventsOf(found, pipeline);
    if (events.length === 0) return undefined;
    if (events.some((event) => event.startsWith('s3:ObjectRemoved:'))) return ok('removals run the function');
    return warning(
      'removals do not run the function: rows of removed files stay in the table',
      `let filepipe replace the trigger: ${adoptCommand(pipeline)}`,
    );
  }),
  about('trigger filter', triggers, (found, pipeline) => {
    const filters = ours(found, pipeline).flatMap(({ prefix, suffix }) => [
      ...(prefix === '' ? [] : [`prefix ${prefix}`]),
      ...(suffix === '' ? [] : [`suffix ${suffix}`]),
    ]);
    if (filters.length === 0) return undefined;
    return warning(
      `only files with ${filters.join(', ')} run the function`,
      `if all should: ${adoptCommand(pipeline)}`,
    );
  }),
  aboutPresence('permission', permission, (statements = [], pipeline) => {
    const { bucket } = pipeline;
    const arn = valueIn(bucket)?.arn;
    if (arn === undefined) return undefined;
    const forS3 = statements.filter((it) => isForService(it, 's3.amazonaws.com'));
    const fitting = forS3.filter((it) => {
      const sources = conditionValues(it, 'aws:SourceArn');
      return it.Effect === 'Allow' && (sources.length === 0 || sources.includes(arn));
    });
    if (fitting.length === 0)
      return fault(
        'the function does not let the bucket run it: S3 refuses the next change of its triggers, and events are lost',
        `let filepipe add it: ${adoptCommand(pipeline)}`,
      );
    const loose = fitting.filter((it) => conditionValues(it, 'aws:SourceAccount').length === 0);
    if (loose.length === 0) return ok('this bucket of this account may run the function');
    const sids = loose.map(({ Sid }) => Sid).join(', ');
    const name = valueIn(pipeline.function)?.name;
    return warning(
      `permission ${sids} names no account: should the bucket be deleted, whoever takes its name may run the function`,
      fitting.length > loose.length
        ? `remove it: aws lambda remove-permission --function-name ${name} --statement-id ${loose[0]?.Sid}`
        : `let filepipe add a better one: ${adoptCommand(pipeline)}`,
    );
  }),
  about('recursion', rolePolicies, (policies, { bucket, role }) => {
    const target = valueIn(bucket);
    if (target === undefined) return undefined;
    const writing = policies.filter(({ statements }) =>
      statements.some((it) => allows(it, 's3:PutObject', `${target.arn}/any`)),
    );
    if (writing.length === 0) return ok('the function cannot write to the bucket that runs it');
    return warning(
      `role ${valueIn(role)?.name} may write to bucket ${target.name}: one write, and the function runs itself again and again`,
      'take s3:PutObject on the bucket away from the role',
    );
  }),
];

/** Ways to create a file, and what does so. */
const creations: Readonly<Record<string, string>> = {
  's3:ObjectCreated:Put': 'small files',
  's3:ObjectCreated:Post': 'browser uploads',
  's3:ObjectCreated:Copy': 'copies',
  's3:ObjectCreated:CompleteMultipartUpload': 'big files, sent in parts',
};

function triggers({ bucket }: FoundPipeline): Part<Triggers> | undefined {
  return valueIn(bucket)?.triggers;
}

function permission({ function: lambda }: FoundPipeline) {
  return valueIn(lambda)?.statements;
}

function rolePolicies({ role }: FoundPipeline) {
  return valueIn(role)?.policies;
}

/** The bucket's triggers that lead to the function. */
function ours(found: Triggers, { function: lambda }: FoundPipeline): Trigger[] {
  const name = valueIn(lambda)?.name;
  return listTriggers(found).filter(
    ({ destination }) => name !== undefined && functionNameOf(destination) === name,
  );
}

function eventsOf(found: Triggers, pipeline: FoundPipeline): string[] {
  return ours(found, pipeline).flatMap(({ events }) => events);
}
