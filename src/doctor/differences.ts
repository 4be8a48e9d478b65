import type { Change } from '../provision/engine/resource.ts';

/** What it means that a part is not there, by the name of its step; alarms share one. */
export const missing: Readonly<Record<string, string>> = {
  bucket: 'files have nowhere to go',
  table: 'metadata has nowhere to go',
  'function role': 'the function may not do anything',
  'api role': 'POST /upload may not store anything',
  'query role': 'GET /files may not ask the table',
  'failure queue': 'events that fail are lost',
  'log group': 'there are no logs, or they are kept forever',
  'alarm topic': 'alarms reach nobody',
  function: 'nothing looks at the files',
  'event retries': 'events that fail are lost',
  'invoke permission': 'S3 may not run the function',
  trigger: 'files that arrive do not run the function',
  api: 'there is no POST /upload and no GET /files',
  'api key': 'nobody can call the API',
  'alarm mail': 'alarms are mailed to nobody',
  alarm: 'trouble of this kind goes unnoticed',
  dashboard: 'there is no page to look at',
};

interface Meaning {
  readonly text: string;
  /** The pipeline does not do what it is for. Otherwise it does, and differs from what setup would make. */
  readonly broken?: true;
}

/** What it means that a part differs, by its step and the first word of the path. */
const meanings: Readonly<Record<string, Meaning>> = {
  'bucket publicAccessBlock': { text: 'may be opened to the public' },
  'bucket ownership': { text: 'may hold objects that belong to others' },
  'bucket encrypted': { text: 'does not encrypt' },
  'bucket policy': { text: 'takes requests in clear text' },
  'bucket abortUploadsAfterDays': { text: 'keeps, and bills, parts of broken uploads forever' },
  'bucket versioning': { text: 'loses files that are overwritten' },
  'table status': { text: 'is not ready', broken: true },
  'table key': { text: 'has another key', broken: true },
  'table timeIndex': { text: 'cannot list files by time', broken: true },
  'table deletionProtection': { text: 'can be deleted by mistake' },
  'table ttlAttribute': { text: 'never forgets what was removed' },
  'table pointInTimeRecovery': { text: 'cannot be restored to an earlier moment' },
  'function role trust': { text: 'does not trust Lambda as it should', broken: true },
  'function role inlinePolicies': { text: 'has other rights than the function needs', broken: true },
  'function role managedPolicies': { text: 'has other rights than were chosen' },
  'api role trust': { text: 'does not trust API Gateway as it should', broken: true },
  'api role inlinePolicies': { text: 'has other rights than the API needs', broken: true },
  'query role trust': { text: 'does not trust API Gateway as it should', broken: true },
  'query role inlinePolicies': { text: 'has other rights than the API needs', broken: true },
  'failure queue retentionSeconds': { text: 'forgets failed events too early' },
  'failure queue encrypted': { text: 'does not encrypt' },
  'log group retentionDays': { text: 'keeps logs for another time than was chosen' },
  'alarm topic policy': { text: 'takes no alarms', broken: true },
  'function state': { text: 'cannot run', broken: true },
  'function code': { text: 'runs other code than this version of filepipe brings' },
  'function configuration': { text: 'is configured otherwise' },
  'event retries delivery': { text: 'may lose events that fail', broken: true },
  'invoke permission statement': { text: 'lets in somebody else than the bucket', broken: true },
  'trigger trigger': { text: 'misses files, or runs something else', broken: true },
  'api binaryMediaTypes': { text: 'damages files that are not text', broken: true },
  'api definition': { text: 'is not as setup makes it', broken: true },
  'api deployed': { text: 'serves something else than is defined', broken: true },
  'api key key': { text: 'is not there', broken: true },
  'api key usagePlan': { text: 'opens nothing', broken: true },
  'alarm settings': { text: 'watches or tells otherwise' },
  'dashboard widgets': { text: 'shows something else' },
};

/** What a difference means, in words that follow the name of the thing. */
export function meaningOf(step: string, { path }: Change): Meaning {
  if (path === 'settings.actionsEnabled') return { text: 'is told to nobody', broken: true };
  const [aspect = ''] = path.split('.');
  return meanings[`${kindOf(step)} ${aspect}`] ?? { text: 'is not as setup would make it' };
}

/** `alarm` for `alarm function-errors`; `alarm topic` and `alarm mail` are kinds of their own. */
export function kindOf(step: string): string {
  return Object.hasOwn(missing, step) ? step : step.replace(/ .*/, '');
}
