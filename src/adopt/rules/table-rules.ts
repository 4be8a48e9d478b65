import { keyText, wantedKey } from '../../provision/resources/table-key.ts';
import type { FoundPipeline } from '../find-pipeline.ts';
import { valueIn } from '../part.ts';
import { about, aboutPresence, adoptCommand, fault, ok, type Rule, warning } from './rule.ts';

/** The table that the function writes to. */
export const tableRules: readonly Rule[] = [
  aboutPresence('table', table, (found, pipeline) => {
    if (found !== undefined) return ok(`${found.name}, by ${found.namedBy}`);
    if (valueIn(pipeline.function) === undefined) return undefined;
    return fault(
      'neither a variable of the function nor a policy of its role names a table that is there',
      'name it: filepipe adopt --table <name>',
    );
  }),
  about('table key', table, ({ name, description }) => {
    const key = keyText(description.KeySchema, description.AttributeDefinitions);
    if (key === wantedKey) return ok(key);
    return fault(
      `${name} has the key ${key}, and a table's key cannot be changed: filepipe's function writes rows by ${wantedKey}`,
      'let filepipe make a table of its own: filepipe adopt --table <new name>',
    );
  }),
  about('table billing', table, ({ name, description }) => {
    const { BillingModeSummary, ProvisionedThroughput } = description;
    if (BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST') return ok('by request');
    return warning(
      `provisioned for ${ProvisionedThroughput?.WriteCapacityUnits} writes a second: more files at once are throttled, none at all cost the same`,
      `aws dynamodb update-table --table-name ${name} --billing-mode PAY_PER_REQUEST`,
    );
  }),
  about(
    'table backups',
    (pipeline) => valueIn(pipeline.table)?.pointInTimeRecovery,
    (on, { table: found }) => {
      if (on) return ok('any moment of the last 35 days can be had back');
      const name = valueIn(found)?.name;
      return warning(
        'no point-in-time recovery: what is deleted by mistake is gone',
        `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
      );
    },
  ),
  about('table deletion', table, ({ name, description }) =>
    description.DeletionProtectionEnabled
      ? ok('is protected against')
      : warning(
          'one call deletes it with all its rows',
          `aws dynamodb update-table --table-name ${name} --deletion-protection-enabled`,
        ),
  ),
  about('variables', variables, (names, pipeline) => {
    if (names.length > 0) return ok(names.join(', '));
    return warning(
      "the function's code names its table and bucket itself, so neither can be changed without it",
      `let filepipe put its own function there: ${adoptCommand(pipeline)}`,
    );
  }),
];

function table(pipeline: FoundPipeline) {
  return pipeline.table;
}

function variables({ function: lambda }: FoundPipeline) {
  if (lambda.state !== 'found') return undefined;
  const names = Object.keys(lambda.value.configuration.Environment?.Variables ?? {});
  return { state: 'found' as const, value: names };
}
