import type { Reader } from '../../reader.ts';
import { headerWindows } from '../header-windows.ts';
import { countTar } from './count-tar.ts';

/** Counts the entries of a tar. */
export const readTar: Reader = async ({ source }, draft) => {
  draft.archive = await countTar(headerWindows(source), () => source.size);
};
