import type { Reader } from '../reader.ts';

/** Reads any kind of text: its encoding, its lines, what it is written in. */
export const readText: Reader = async () => {};
