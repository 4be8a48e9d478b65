import { AbstractTokenizer, EndOfStreamError, type IReadChunkOptions } from 'strtok3/core';
import type { ByteSource } from './byte-source.ts';

/** Lets file-type read from a source: by random access, so skipping costs nothing. */
export class SourceTokenizer extends AbstractTokenizer {
  readonly #source: ByteSource;
  override readonly fileInfo: { readonly size: number; readonly path?: string };

  constructor(source: ByteSource) {
    super();
    this.#source = source;
    this.fileInfo = { size: source.size };
  }

  override supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.position = position;
  }

  override async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const read = await this.peekBuffer(target, options);
    this.position = (options?.position ?? this.position) + read;
    return read;
  }

  override async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position = this.position, length = target.length, mayBeLess = false } = options ?? {};
    const bytes = await this.#source.read(position, Math.min(length, target.length));
    if (bytes.length < length && !mayBeLess) throw new EndOfStreamError();
    target.set(bytes);
    return bytes.length;
  }

  override async ignore(length: number): Promise<number> {
    const skipped = Math.min(length, Math.max(0, this.#source.size - this.position));
    this.position += skipped;
    return skipped;
  }
}
