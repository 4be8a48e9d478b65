import type { LogSink, Permissions } from '../internal.ts';
import { onNewGroup, onStream } from '../logs/access.ts';

/**
 * The log as a function's role may write it; what it may not write is lost, and nobody is told. Where
 * `makesGroups` is set, a group that is not there is made, if the role may do that.
 */
export function logsOfRole(
  logs: LogSink,
  { roleMay }: Permissions,
  roleArn: string,
  makesGroups: boolean,
): Pick<LogSink, 'write'> {
  const made = new Set<string>();
  return {
    write(group, stream, events) {
      if (makesGroups && !logs.groupExists(group)) {
        if (!roleMay(roleArn, onNewGroup(group))) return;
        logs.makeGroup(group);
      }
      if (!made.has(stream) && !roleMay(roleArn, onStream('CreateLogStream', group, stream))) return;
      made.add(stream);
      if (roleMay(roleArn, onStream('PutLogEvents', group, stream))) logs.write(group, stream, events);
    },
  };
}
