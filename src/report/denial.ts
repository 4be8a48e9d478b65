/** Who may not do what, on what. */
export function deniedSentence(message: string): string {
  const denied = denial(message);
  if (denied === undefined) return `permission denied: ${message}`;
  const where = denied.resource === undefined ? '' : ` on ${denied.resource}`;
  const explicit = /explicit deny/.test(message) ? ', an explicit deny forbids it' : '';
  return `${denied.who} may not ${denied.action}${where}${explicit}`;
}

/** What to ask the administrator for. */
export function deniedHint(message: string): string {
  const denied = denial(message);
  if (denied === undefined)
    return 'ask the account’s administrator to allow this call, or use another --profile';
  if (/explicit deny/.test(message))
    return `ask the account’s administrator to lift the deny of ${denied.action}`;
  return `ask the account’s administrator to allow ${denied.action} on ${denied.resource ?? '*'}`;
}

/** "User: <arn> is not authorized to perform: <action> on resource: <arn> because …", in every service but S3's old texts. */
function denial(message: string) {
  const found = /^User: (\S+) is not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(
    message,
  );
  return found === null ? undefined : { who: found[1], action: found[2], resource: found[3] };
}
