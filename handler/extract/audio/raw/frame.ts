/** What is in front of each frame of a stream of sound without a container. */
export interface Frame {
  readonly codec: string;
  readonly samplesPerSecond: number;
  /** Undefined when the stream says it elsewhere. */
  readonly channels: number | undefined;
  /** In this frame, of each channel. */
  readonly samples: number;
  /** Bytes from this header to the next. */
  readonly length: number;
}

/** A kind of such a stream. */
export interface Framing<F extends Frame> {
  /** The byte that each frame begins with. */
  readonly sync: number;
  /** Reads a header; undefined where there is none. */
  readonly read: (bytes: Buffer, position: number) => F | undefined;
}
