import { valueIn } from '../part.ts';
import { conditionValues } from '../statements.ts';
import { aboutPresence, fault, ok, type Rule, warning } from './rule.ts';

type Pipeline = Parameters<Rule>[0];

/** The bucket's own settings. */
export const bucketRules: readonly Rule[] = [
  aboutPresence(
    'bucket',
    ({ bucket }) => bucket,
    (bucket) => (bucket === undefined ? fault('no bucket runs the function') : ok(`${bucket.name} is there`)),
  ),
  aboutPresence('public access', of('publicAccess'), (access, pipeline) => {
    const all = [
      'BlockPublicAcls',
      'IgnorePublicAcls',
      'BlockPublicPolicy',
      'RestrictPublicBuckets',
    ] as const;
    if (all.every((key) => access?.[key] === true)) return ok('is blocked');
    const open = valueIn(valueIn(pipeline.bucket)?.policy)?.Statement.some(isPublic);
    const fix = `aws s3api put-public-access-block --bucket ${nameOf(pipeline)} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`;
    return open
      ? fault("the bucket's policy lets anybody in", fix)
      : warning('is not blocked: one wrong policy opens the bucket to everybody', fix);
  }),
  aboutPresence('TLS only', of('policy'), (policy, pipeline) =>
    policy?.Statement.some(
      (it) => it.Effect === 'Deny' && conditionValues(it, 'aws:SecureTransport').includes('false'),
    )
      ? ok('requests in clear text are denied')
      : warning('requests in clear text are let in', takeBucket(pipeline)),
  ),
  aboutPresence('encryption', of('encrypted'), (encrypted, pipeline) =>
    encrypted ? ok('is set') : warning('is not set: S3 uses its own keys', takeBucket(pipeline)),
  ),
  aboutPresence('versioning', of('versioning'), (versioning, pipeline) =>
    versioning === 'Enabled'
      ? ok('is on')
      : warning(
          'is off: a file that is overwritten or deleted is gone',
          `aws s3api put-bucket-versioning --bucket ${nameOf(pipeline)} --versioning-configuration Status=Enabled`,
        ),
  ),
  aboutPresence('unfinished uploads', of('lifecycleRules'), (rules = [], pipeline) =>
    rules.some(({ Status, AbortIncompleteMultipartUpload: it }) => Status === 'Enabled' && it !== undefined)
      ? ok('are dropped')
      : warning(
          'are never dropped: their parts are invisible, and AWS charges for them',
          takeBucket(pipeline),
        ),
  ),
];

function of<K extends 'publicAccess' | 'policy' | 'encrypted' | 'versioning' | 'lifecycleRules'>(setting: K) {
  return ({ bucket }: Pipeline) => valueIn(bucket)?.[setting];
}

function nameOf({ bucket }: Pipeline): string {
  return valueIn(bucket)?.name ?? '';
}

function takeBucket(pipeline: Pipeline): string {
  return `let filepipe set the bucket up: filepipe adopt --bucket ${nameOf(pipeline)} --with-bucket`;
}

/** Anybody at all, with nothing that narrows it. */
function isPublic(statement: { readonly Effect: string; readonly [key: string]: unknown }): boolean {
  const { Effect, Principal, Condition } = statement;
  const anybody = Principal === '*' || JSON.stringify(Principal) === '{"AWS":"*"}';
  return Effect === 'Allow' && anybody && Condition === undefined;
}
