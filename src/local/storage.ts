import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/** What the embedded AWS keeps between runs, in one folder that one process at a time can open. */
export interface Storage {
  /** The data directory. */
  readonly folder: string;
  /** Small and read often: held in memory, every change written behind. */
  collection<V>(name: string): Promise<Collection<V>>;
  /** Large and read in ranges: on disk only. */
  table<V>(name: string): Table<V>;
  /** Applies all changes or none, over any tables. */
  write(changes: readonly Write[]): Promise<void>;
  /** Resolves once every change made to a collection so far would survive a kill of this process. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Reads give the value that was set: change one by `set`, never in place. Values must be JSON. */
export interface Collection<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** In order of their keys' insertion. */
  values(): IterableIterator<V>;
  entries(): IterableIterator<[string, V]>;
  readonly size: number;
}

/** Keys are ordered by their UTF-8 bytes, as S3 orders names. Values must be JSON. */
export interface Table<V> {
  get(key: string): Promise<V | undefined>;
  /** In the order of the keys: in one go, which for many is far quicker than one after the other. */
  getMany(keys: readonly string[]): Promise<(V | undefined)[]>;
  put(key: string, value: V): Promise<void>;
  delete(key: string): Promise<void>;
  range(range?: Range): AsyncIterable<[string, V]>;
  /** Changes for `Storage.write`. */
  putting(key: string, value: V): Write;
  deleting(key: string): Write;
}

export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

type Level = ClassicLevel<string, string>;
type Sublevel = ReturnType<typeof openSublevel>;
export type Write =
  | { readonly type: 'put'; readonly sublevel: Sublevel; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly sublevel: Sublevel; readonly key: string };

/** Thrown by `openStorage` when another process has the folder open. */
export class StorageInUseError extends Error {
  constructor(folder: string, cause: unknown) {
    super(`data directory ${folder} is in use by another process`, { cause });
    this.name = 'StorageInUseError';
  }
}

/** Opens `folder`, making it when it is not there; `StorageInUseError` when it is open elsewhere. */
export async function openStorage(folder: string): Promise<Storage> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const level: Level = new ClassicLevel(join(folder, 'state'));
  try {
    await level.open();
  } catch (error) {
    if (isLocked(error)) throw new StorageInUseError(folder, error);
    throw error;
  }
  const behind = writeBehind(level);
  return {
    folder,
    collection: (name) => openCollection(openSublevel(level, name), behind.queue),
    table: (name) => openTable(openSublevel(level, name)),
    write: (changes) => level.batch([...changes]),
    settled: behind.settled,
    async close() {
      await behind.settled();
      await level.close();
    },
  };
}

function isLocked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}

function openSublevel(level: Level, name: string) {
  return level.sublevel<string, string>(name, { separator: '!' });
}

/** Collects changes and writes all that gathered during one batch as the next. */
function writeBehind(level: Level) {
  let gathered: Write[] = [];
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (gathered.length > 0) {
      const batch = gathered;
      gathered = [];
      await level.batch(batch);
    }
    writing = undefined;
  }

  return {
    queue(change: Write): void {
      gathered.push(change);
      writing ??= Promise.resolve().then(drain);
    },
    async settled(): Promise<void> {
      await writing;
    },
  };
}

async function openCollection<V>(sublevel: Sublevel, queue: (change: Write) => void): Promise<Collection<V>> {
  const values = new Map<string, V>();
  for await (const [key, text] of sublevel.iterator()) values.set(key, JSON.parse(text) as V);
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value);
      queue({ type: 'put', sublevel, key, value: JSON.stringify(value) });
    },
    delete(key) {
      if (values.delete(key)) queue({ type: 'del', sublevel, key });
    },
    values: () => values.values(),
    entries: () => values.entries(),
    get size() {
      return values.size;
    },
  };
}

/** Each stretch that is read costs a turn of a worker thread, whatever its length. */
const READ_AHEAD_BYTES = 128 * 1024;

function openTable<V>(sublevel: Sublevel): Table<V> {
  return {
    async get(key) {
      // Once it is open, at once: that takes less than the turn of a worker thread that it would otherwise wait for.
      const text = sublevel.status === 'open' ? sublevel.getSync(key) : await sublevel.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as V);
    },
    async getMany(keys) {
      const texts = await sublevel.getMany([...keys]);
      return texts.map((text) => (text === undefined ? undefined : (JSON.parse(text) as V)));
    },
    put: (key, value) => sublevel.put(key, JSON.stringify(value)),
    delete: (key) => sublevel.del(key),
    async *range(range = {}) {
      // LevelDB's own option, handed on by the sublevel.
      const options = { highWaterMarkBytes: READ_AHEAD_BYTES, ...range };
      for await (const [key, text] of sublevel.iterator(options)) yield [key, JSON.parse(text) as V];
    },
    putting: (key, value) => ({ type: 'put', sublevel, key, value: JSON.stringify(value) }),
    deleting: (key) => ({ type: 'del', sublevel, key }),
  };
}
