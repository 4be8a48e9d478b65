/** What a bucket holds under one key, as S3's documentation has it. */
export interface ObjectModel {
  /** Undefined when there is no object, or its newest version is a delete marker. */
  current(): Version | undefined;
  put(version: Version): void;
  remove(marker: string | undefined): void;
  removeVersion(versionId: string): void;
  /** The version so far below the current one, delete markers included. */
  versionAt(depth: number): string | undefined;
}

export interface Version {
  readonly content: number;
  readonly etag: string;
  /** Undefined where none are kept. */
  readonly versionId: string | undefined;
}

type Entry = Version | { readonly marker: string };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html */
export function objectModel(versioned: boolean): ObjectModel {
  let entries: Entry[] = [];
  return {
    current() {
      const [newest] = entries;
      return newest === undefined || 'marker' in newest ? undefined : newest;
    },
    put(version) {
      entries = versioned ? [version, ...entries] : [version];
    },
    remove(marker) {
      entries = versioned && marker !== undefined ? [{ marker }, ...entries] : [];
    },
    removeVersion(versionId) {
      entries = entries.filter((entry) => idOf(entry) !== versionId);
    },
    versionAt: (depth) => (entries[depth] === undefined ? undefined : idOf(entries[depth])),
  };
}

function idOf(entry: Entry): string | undefined {
  return 'marker' in entry ? entry.marker : entry.versionId;
}
