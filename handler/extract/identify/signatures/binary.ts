import type { Signature } from '../signature.ts';
import { archiveSignatures } from './archives.ts';
import { audioVideoSignatures } from './audio-video.ts';
import { dataSignatures } from './data.ts';
import { documentSignatures } from './documents.ts';
import { gameSignatures } from './games.ts';
import { imageSignatures } from './images.ts';
import { programSignatures } from './programs.ts';

/** Formats whose bytes cannot be text. */
export const binarySignatures: readonly Signature[] = [
  ...imageSignatures,
  ...audioVideoSignatures,
  ...archiveSignatures,
  ...documentSignatures,
  ...dataSignatures,
  ...programSignatures,
  ...gameSignatures,
];
