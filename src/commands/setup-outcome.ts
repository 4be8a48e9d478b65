import { type FilepipeError, PartlyDoneError } from '../errors.ts';
import type { SetupResult } from '../provision/setup.ts';
import type { Terminal } from '../report/terminal.ts';

/** Where files go in and where their metadata comes out, a line each. */
export function outcomeText({ names, apiUrl }: SetupResult): string {
  const { bucket, function: functionName, table } = names;
  const lines = [
    `bucket    ${bucket}`,
    `function  ${functionName}`,
    `table     ${table}`,
    `upload    POST ${apiUrl}/upload`,
    `query     GET ${apiUrl}/files`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Tells what the owner still has to do. Fails when others undo what was done, or it does not work. */
export function concludeSetup(
  { tell }: Pick<Terminal, 'tell'>,
  { unconfirmedEmail, unsettled }: SetupResult,
  notVerified: FilepipeError | undefined,
): void {
  if (unconfirmedEmail !== undefined) {
    tell(`AWS has written to ${unconfirmedEmail}: follow the link in that mail to get alarms`);
  }
  if (unsettled.length > 0) {
    const list = unsettled.map(({ step, physicalName }) => `${step} ${physicalName}`).join(', ');
    throw new PartlyDoneError(`somebody else is changing the install at the same time: ${list}`, {
      hint: 'see what differs: filepipe plan',
    });
  }
  if (notVerified !== undefined) throw notVerified;
}
