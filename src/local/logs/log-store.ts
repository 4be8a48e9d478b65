import { randomUUID } from 'node:crypto';
import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { inBackground } from '../background.ts';
import type { Core, LogLine, LogSink } from '../internal.ts';
import type { Collection } from '../storage.ts';
import { type EventLog, openEventLog, storedBytes } from './event-log.ts';

export interface LogGroup {
  /** Its own for every creation: a group made again does not see its predecessor's events. */
  readonly id: string;
  readonly name: string;
  readonly class: LogGroupClass;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Absent: for ever. */
  readonly retentionDays?: number;
  readonly deletionProtected?: boolean;
  readonly bytes: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly name: string;
  readonly created: number;
  readonly firstEvent?: number;
  readonly lastEvent?: number;
  readonly lastIngested?: number;
}

export interface LogStore extends LogSink {
  /** By name. */
  readonly groups: Collection<LogGroup>;
  readonly events: EventLog;
  stream(group: LogGroup, name: string): LogStream | undefined;
  streams(group: LogGroup): readonly LogStream[];
  createStream(group: LogGroup, name: string): void;
  /** With its events. */
  deleteStream(group: LogGroup, name: string): Promise<void>;
  append(group: LogGroup, stream: string, lines: readonly LogLine[]): void;
  /** Deletes the group's events before `before`, milliseconds since the epoch. */
  expire(group: LogGroup, before: number): Promise<void>;
  /** Deletes the group with its streams now and its events in the background. */
  deleteGroup(group: LogGroup): void;
  createGroup(group: Omit<LogGroup, 'id' | 'created' | 'bytes'>): void;
  /** Takes up deletions that a kill has interrupted. */
  start(): void;
  /** Resolves once all that was written or deleted is on disk. */
  close(): Promise<void>;
}

export async function openLogStore(core: Core): Promise<LogStore> {
  const { storage, clock, onFault } = core;
  const groups: Collection<LogGroup> = await storage.collection('logs/groups');
  const streams: Collection<LogStream> = await storage.collection('logs/streams');
  const doomed: Collection<true> = await storage.collection('logs/doomed');
  const events = await openEventLog(core);
  const background = inBackground(onFault);

  const streamKey = (group: LogGroup, name: string) => `${group.id}/${name}`;

  async function purge(groupId: string): Promise<void> {
    await events.clear(groupId);
    doomed.delete(groupId);
  }

  function addBytes(name: string, bytes: number): void {
    const group = groups.get(name);
    if (group !== undefined && bytes !== 0) groups.set(name, { ...group, bytes: group.bytes + bytes });
  }

  function append(group: LogGroup, name: string, lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    const ingested = clock.now();
    events.append(
      group.id,
      lines.map(({ timestamp, message }) => ({ stream: name, timestamp, ingested, message })),
    );
    addBytes(
      group.name,
      lines.reduce((sum, { message }) => sum + storedBytes(message), 0),
    );
    const key = streamKey(group, name);
    const stream = streams.get(key) ?? { name, created: ingested };
    const times = lines.map(({ timestamp }) => timestamp);
    streams.set(key, {
      ...stream,
      firstEvent: times.reduce((a, b) => Math.min(a, b), stream.firstEvent ?? Number.POSITIVE_INFINITY),
      lastEvent: times.reduce((a, b) => Math.max(a, b), stream.lastEvent ?? 0),
      lastIngested: ingested,
    });
  }

  function createGroup(group: Omit<LogGroup, 'id' | 'created' | 'bytes'>): void {
    groups.set(group.name, { ...group, id: randomUUID(), created: clock.now(), bytes: 0 });
  }

  return {
    groups,
    events,
    stream: (group, name) => streams.get(streamKey(group, name)),
    streams: (group) =>
      [...streams.entries()].filter(([key]) => key.startsWith(`${group.id}/`)).map(([, stream]) => stream),
    createStream: (group, name) => streams.set(streamKey(group, name), { name, created: clock.now() }),
    async deleteStream(group, name) {
      streams.delete(streamKey(group, name));
      await events.clearStream(group.id, name);
    },
    append,
    groupExists: (name) => groups.get(name) !== undefined,
    write(groupName, stream, lines) {
      const group = groups.get(groupName);
      if (group !== undefined) append(group, stream, lines);
    },
    createGroup,
    makeGroup: (name) => createGroup({ name, class: 'STANDARD', tags: {} }),
    async expire(group, before) {
      const bytes = await events.clear(group.id, before);
      addBytes(group.name, -bytes);
    },
    deleteGroup(group) {
      groups.delete(group.name);
      for (const [key] of [...streams.entries()]) if (key.startsWith(`${group.id}/`)) streams.delete(key);
      doomed.set(group.id, true);
      background.run(() => purge(group.id));
    },
    start() {
      for (const [groupId] of doomed.entries()) background.run(() => purge(groupId));
    },
    async close() {
      await background.settled();
      await events.flushed();
    },
  };
}
