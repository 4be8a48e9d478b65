import type { ByteSource } from './byte-source.ts';
import type { Details } from './details.ts';

/** The file that is being described. */
export interface Subject {
  readonly source: ByteSource;
  /** The object's key, or the path of a local file. */
  readonly name: string;
  /** What it was taken for. */
  readonly mediaType: string;
}

/** Details in the making. */
export type Draft = { -readonly [Part in keyof Details]: Open<Details[Part]> };

type Open<T> = T extends object ? { -readonly [Field in keyof T]: T[Field] } : T;

/**
 * Reads one kind of file and writes what it finds into the draft as soon as it finds it, so that the beginning of a
 * damaged file is not lost. Reads only through the source, and every loop in it ends after a number of
 * steps that it states. Throws an `UnreadableError` that says what is wrong; any other error is taken for
 * damage, too. It may correct the draft's media type when the inside tells more than the signature did.
 */
export type Reader = (subject: Subject, draft: Draft) => Promise<void>;

/** The readers of a family by media type. */
export type Readers = Readonly<Record<string, Reader>>;
