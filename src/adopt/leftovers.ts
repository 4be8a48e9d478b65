import { type Names, namesOf, type Place } from '../provision/names.ts';
import { isOurs } from '../provision/ownership.ts';
import type { PolicyStatement } from '../provision/policies.ts';
import { listTriggers } from '../provision/resources/bucket-triggers.ts';
import type { Settings } from '../provision/settings.ts';
import { type FoundPipeline, functionNameOf } from './find-pipeline.ts';
import type { FoundRole } from './find-role.ts';
import { type Part, valueIn } from './part.ts';
import { conditionValues, isForService } from './statements.ts';

/** Something of the old pipeline that adopting leaves as it is. */
export interface Leftover {
  /** `role FilesProcessed-role-ab12cd`. */
  readonly what: string;
  /** Why it stays, or is no longer needed. */
  readonly why: string;
  /** Removes it by hand, once it is no longer wanted; empty for what somebody else may need. */
  readonly commands: readonly string[];
}

/** What adopting the pipeline does not touch. */
export function leftoversOf(found: FoundPipeline, place: Place, settings: Settings): readonly Leftover[] {
  const names = namesOf(place, settings);
  return [
    ...oldRole(found.role, names),
    ...oldPermissions(found, names),
    ...oldApis(found, settings.install),
    ...oldAlarms(found, names),
    ...otherTriggers(found),
  ];
}

function oldRole(part: Part<FoundRole>, names: Names): Leftover[] {
  const role = valueIn(part);
  if (role === undefined || role.name === names.functionRole) return [];
  const why = 'the function gets a role of its own, with just what it needs';
  return [{ what: `role ${role.name}`, why, commands: roleRemoval(role) }];
}

/** IAM deletes a role only without policies. Whether another thing uses the role, IAM does not know. */
function roleRemoval({ name, policies }: FoundRole): string[] {
  const takeOff = (valueIn(policies) ?? []).map((policy) =>
    policy.arn === undefined
      ? `aws iam delete-role-policy --role-name ${name} --policy-name ${policy.name}`
      : `aws iam detach-role-policy --role-name ${name} --policy-arn ${policy.arn}`,
  );
  return [...takeOff, `aws iam delete-role --role-name ${name}`];
}

function oldPermissions({ function: lambda, bucket }: FoundPipeline, names: Names): Leftover[] {
  const fn = valueIn(lambda);
  const arn = valueIn(bucket)?.arn;
  if (fn === undefined || arn === undefined) return [];
  const isOld = (it: PolicyStatement) =>
    it.Sid !== names.invokeStatement &&
    isForService(it, 's3.amazonaws.com') &&
    conditionValues(it, 'aws:SourceArn').includes(arn);
  return (valueIn(fn.statements) ?? []).filter(isOld).map(({ Sid = '' }) => ({
    what: `permission ${Sid}`,
    why: 'filepipe adds one of its own',
    commands: [`aws lambda remove-permission --function-name ${fn.name} --statement-id ${Sid}`],
  }));
}

function oldApis({ apis }: FoundPipeline, install: string): Leftover[] {
  const old = (valueIn(apis) ?? []).filter(({ tags }) => !isOurs(tags, install));
  return old.map(({ name, id, methods }) => {
    const roles = methods.map(({ role }) => valueIn(role)).filter((role) => role !== undefined);
    const each = new Map(roles.map((role) => [role.arn, role])).values();
    return {
      what: `api ${name}`,
      why: 'it goes on working; filepipe makes one of its own',
      commands: [`aws apigateway delete-rest-api --rest-api-id ${id}`, ...[...each].flatMap(roleRemoval)],
    };
  });
}

function oldAlarms({ alarms }: FoundPipeline, names: Names): Leftover[] {
  const old = (valueIn(alarms) ?? []).filter(({ name }) => !name.startsWith(names.alarmPrefix));
  return old.map(({ name }) => ({
    what: `alarm ${name}`,
    why: 'it goes on working; filepipe makes its own',
    commands: [`aws cloudwatch delete-alarms --alarm-names ${name}`],
  }));
}

function otherTriggers({ bucket, function: lambda }: FoundPipeline): Leftover[] {
  const triggers = valueIn(bucket)?.triggers;
  const name = valueIn(lambda)?.name;
  return listTriggers(valueIn(triggers) ?? {})
    .filter(({ destination }) => functionNameOf(destination) !== name)
    .map(({ destination }) => ({
      what: `trigger to ${destination}`,
      why: "it is not filepipe's",
      commands: [],
    }));
}
