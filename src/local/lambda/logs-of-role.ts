import type { LogSink, Permissions } from '../internal.ts';
import { onStream } from '../logs/access.ts';

/** The log as a function's role may write it; what it may not write is lost, and nobody is told. */
export function logsOfRole(logs: LogSink, { roleMay }: Permissions, roleArn: string): LogSink {
  const made = new Set<string>();
  return {
    groupExists: logs.groupExists,
    write(group, stream, events) {
      if (!made.has(stream) && !roleMay(roleArn, onStream('CreateLogStream', group, stream))) return;
      made.add(stream);
      if (roleMay(roleArn, onStream('PutLogEvents', group, stream))) logs.write(group, stream, events);
    },
  };
}
