const REPORTED = /^(INIT_)?REPORT .*\tStatus: (\w+)(?:\tError Type: (\S+))?/;
const ID = /^(?:\S+Z\s+)?(?:RequestId: )?[0-9a-f-]{36}\s+(?:Error: )?/;

/** What an error line of a function's log says, without what stands around it: times, ids, stacks. */
export function errorWords(message: string): string {
  const json = message.slice(message.indexOf('{'));
  const { errorType, errorMessage, message: own } = objectIn(json);
  if (typeof errorMessage === 'string') return thrownWords(errorType, errorMessage);
  if (typeof own === 'string') return own;
  if (typeof own === 'object' && own !== null) return errorWords(JSON.stringify(own));
  const [, start, status, type = status] = REPORTED.exec(message) ?? [];
  if (type !== undefined) return `the ${start === undefined ? 'run' : 'start'} ended with ${type}`;
  const [first = ''] = message.split('\n');
  return first.replace(ID, '');
}

/** `TypeError: x is undefined`, or `Task timed out after 3.00 seconds`, which says enough. */
export function thrownWords(errorType: unknown, errorMessage: string): string {
  const words = errorMessage.replace(ID, '');
  const isOwn = typeof errorType !== 'string' || errorType === '' || errorType.startsWith('Sandbox.');
  return isOwn ? words : `${errorType}: ${words}`;
}

function objectIn(json: string): Readonly<Record<'errorType' | 'errorMessage' | 'message', unknown>> {
  const none = { errorType: undefined, errorMessage: undefined, message: undefined };
  try {
    return { ...none, ...JSON.parse(json) };
  } catch {
    return none;
  }
}
