import { told } from '../catalog/format-json.ts';
import { getRow } from '../catalog/get-row.ts';
import { newestVersion } from '../catalog/newest-version.ts';
import { otherSpelling } from '../catalog/other-spelling.ts';
import { dynamoDbClient, s3Client } from '../clients.ts';
import { FilepipeError } from '../errors.ts';
import { keyArgument, requireKey, unknownKeyHint } from '../key-argument.ts';
import { absentAs } from '../provision/engine/retry.ts';
import { type Names, namesOf } from '../provision/names.ts';
import { ownedBucket } from '../provision/resources/bucket-aspects.ts';
import { rowSections } from '../report/row-sections.ts';
import { sectionLines } from '../report/sections.ts';
import { visible } from '../report/visible.ts';
import type { Session } from '../target/session.ts';
import { command } from './command.ts';
import { openInstall } from './open-install.ts';
import { nameOptions } from './options.ts';

export const show = command({
  arguments: { key: { count: 'one', summary: "the file's name in the bucket" } },
  options: nameOptions,
  examples: [
    ['filepipe show photos/hill.jpg', 'all that is known about a file'],
    ['filepipe show photos/hill.jpg --json', 'its record as it is in the table'],
  ],
  async run(call) {
    const { args, options, terminal, control } = call;
    const key = requireKey(args.key);
    const session = await openInstall(call);
    const names = namesOf(session.target, session);
    const dynamodb = await dynamoDbClient(session.target);
    const row = await getRow(dynamodb, names.table, key, control.signal);
    if (row === undefined) throw await noRecord(session, names, key, control.signal);
    if (options.json) await terminal.out.write(`${JSON.stringify(told(row))}\n`);
    else {
      const lines = [
        terminal.out.paint('bold', visible(key)),
        ...sectionLines(terminal.out, rowSections(row)),
      ];
      await terminal.out.write(`${lines.join('\n')}\n`);
    }
    return 0;
  },
});

/** Says whether it is the file that is missing, or only its record. */
async function noRecord(
  { target }: Session,
  names: Names,
  key: string,
  signal: AbortSignal,
): Promise<FilepipeError> {
  const bucket = ownedBucket({ name: names.bucket, accountId: target.accountId });
  const looked = newestVersion(await s3Client(target), bucket, key, signal).then((found) => ({ found }));
  const answer = await absentAs(['AccessDenied', 'NoSuchBucket'], looked);
  const missing = `there is no record of ${visible(key)}`;
  const trace = { hint: `see how far it came: filepipe trace ${keyArgument(key)}` };
  if (answer === undefined)
    return new FilepipeError(`${missing}, and whether bucket ${names.bucket} has it cannot be seen`, trace);
  if (answer.found?.kind === 'stored')
    return new FilepipeError(`${missing}, though bucket ${names.bucket} has it`, trace);
  const spelling = await otherSpelling(await dynamoDbClient(target), names, key, signal);
  return new FilepipeError(`${missing}, and bucket ${names.bucket} has no such object`, {
    hint: unknownKeyHint('show', key, spelling),
  });
}
