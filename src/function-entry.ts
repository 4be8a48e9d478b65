/** What our function's own log lines say, as far as they say it; their writer is the handler's `LogEntry`. */
interface FunctionEntry
  extends Partial<Record<'key' | 'outcome' | 'message' | 'requestId' | 'sequencer', string>> {
  readonly milliseconds?: number;
}

/** What a line of the log says of a file; undefined when the function itself did not write it. */
export function functionEntry(line: string): FunctionEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as FunctionEntry;
  } catch {
    return undefined;
  }
}
