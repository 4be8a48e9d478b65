import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { FilepipeError } from '../errors.ts';
import type { Tags } from '../provision/engine/resource.ts';
import { OWNER_TAG } from '../provision/ownership.ts';
import type { Settings } from '../provision/settings.ts';
import type { FoundPipeline } from './find-pipeline.ts';
import { LOOK_AGAIN, namedButMissing } from './named-but-missing.ts';
import { type Part, valueIn } from './part.ts';

interface Wish {
  readonly settings: Settings;
  readonly withBucket: boolean;
}

interface Refusal {
  readonly text: string;
  readonly hint: string;
}

/** One reason not to adopt the pipeline, or several, or none. */
type Check = (found: FoundPipeline, wish: Wish) => readonly Refusal[];

/** Fails with every reason why the pipeline cannot be adopted, other than what setup itself finds in its way. */
export function refuseUnfit(found: FoundPipeline, wish: Wish): void {
  const refusals = checks.flatMap((check) => check(found, wish));
  const [first] = refusals;
  if (first === undefined) return;
  throw new FilepipeError(refusals.map(({ text }) => text).join('\n'), { hint: first.hint });
}

const checks: readonly Check[] = [incomplete, owned, unlikeOurFunction, otherBuckets];

function incomplete(found: FoundPipeline): readonly Refusal[] {
  const missing = namedButMissing(found);
  if (missing !== undefined) return [{ text: missing.text, hint: LOOK_AGAIN }];
  const { bucket, function: lambda, table, logGroup } = found;
  return [
    ...needed('bucket', bucket, 'name the bucket with --bucket'),
    ...needed(
      'function',
      lambda,
      'name the function with --function, or build one: filepipe setup --bucket <name>',
    ),
    ...(table.state === 'unknown' ? needed('table', table, '') : []),
    ...(logGroup.state === 'unknown' ? needed('log group', logGroup, '') : []),
  ];
}

function needed(what: string, part: Part<unknown>, hint: string): readonly Refusal[] {
  if (part.state === 'found') return [];
  if (part.state === 'absent') return [{ text: `found no ${what} that belongs to the pipeline`, hint }];
  return [
    { text: `cannot look at the ${what}: ${part.reason}`, hint: 'ask for that permission, and try again' },
  ];
}

/** What carries an owner's mark is theirs, whoever may write to it. */
function owned(found: FoundPipeline, { settings, withBucket }: Wish): readonly Refusal[] {
  const { bucket, function: lambda, table, logGroup } = found;
  const claimed = { function: lambda, table, 'log group': logGroup };
  const all = Object.entries({ ...claimed, bucket }).flatMap(([step, part]) =>
    part.state === 'found' ? [{ step, name: part.value.name, tags: part.value.tags }] : [],
  );
  return all.flatMap(({ step, name, tags }) => {
    const thing = `${step} ${name}`;
    const toBeTagged = step !== 'bucket' || withBucket;
    if (tags.state === 'unknown' && toBeTagged)
      return [
        {
          text: `cannot tell whose ${thing} is: ${tags.reason}`,
          hint: 'ask for that permission, and try again',
        },
      ];
    return ownersOf(valueIn(tags) ?? {}, settings.install, toBeTagged).map(({ owner, hint }) => ({
      text: `${thing} belongs to ${owner}`,
      hint,
    }));
  });
}

function ownersOf(tags: Tags, install: string, toBeTagged: boolean): { owner: string; hint: string }[] {
  const other = tags[OWNER_TAG];
  const stack = tags['aws:cloudformation:stack-name'];
  return [
    ...(other === undefined || other === install
      ? []
      : [{ owner: `install ${other}`, hint: `work on that install: filepipe status --name ${other}` }]),
    ...(stack === undefined || !toBeTagged
      ? []
      : [
          {
            owner: `CloudFormation's stack ${stack}, whose next update would undo all of this`,
            hint: 'take it out of its stack first, with DeletionPolicy: Retain',
          },
        ]),
  ];
}

function unlikeOurFunction({ function: part }: FoundPipeline, { settings }: Wish): readonly Refusal[] {
  const lambda = valueIn(part);
  if (lambda === undefined) return [];
  const { name, configuration } = lambda;
  const group = configuration.LoggingConfig?.LogGroup;
  const image =
    configuration.PackageType === 'Image'
      ? [
          {
            text: `function ${name} is a container image, which cannot become a zip of filepipe's`,
            hint: 'give the bucket another function: filepipe setup --bucket <name>',
          },
        ]
      : [];
  const logs =
    group === undefined || group === `/aws/lambda/${name}`
      ? []
      : [
          {
            text: `function ${name} logs to ${group}, where its new role may not write`,
            hint: `let it log to its own group: aws lambda update-function-configuration --function-name ${name} --logging-config LogGroup=/aws/lambda/${name}`,
          },
        ];
  const rights =
    settings.extraPolicy !== undefined && settings.extraPolicy !== 'none'
      ? []
      : needsOf(configuration).map(({ what, action }) => ({
          text: `function ${name} ${what}, for which its new role lacks ${action}`,
          hint: 'give the role what it needs: add --extra-policy <file>',
        }));
  return [...image, ...logs, ...rights];
}

/** Lambda checks these rights when the role changes, or needs them to start the function. */
function needsOf({ VpcConfig, DeadLetterConfig, KMSKeyArn }: FunctionConfiguration) {
  return [
    ...(VpcConfig?.VpcId ? [{ what: 'runs in a VPC', action: 'ec2:CreateNetworkInterface' }] : []),
    ...(DeadLetterConfig?.TargetArn
      ? [
          {
            what: `has the dead-letter target ${DeadLetterConfig.TargetArn}`,
            action: 'the right to send to it',
          },
        ]
      : []),
    ...(KMSKeyArn ? [{ what: `encrypts its variables with ${KMSKeyArn}`, action: 'kms:Decrypt' }] : []),
  ];
}

/** filepipe's function serves one bucket: rows are found by the file's name alone. */
function otherBuckets({ function: lambda, otherBuckets: others }: FoundPipeline): readonly Refusal[] {
  return others.map((other) => ({
    text: `function ${valueIn(lambda)?.name} serves bucket ${other} as well, and filepipe's serves one`,
    hint: `give each bucket a function of its own: filepipe setup --name <install> --bucket ${other}`,
  }));
}
