import { archives } from './families/archives.mjs';
import { offices } from './families/offices.mjs';
import { pdfs } from './families/pdfs.mjs';
import { pictures } from './families/pictures.mjs';
import { sounds } from './families/sounds.mjs';
import { types } from './families/types.mjs';
import { videos } from './families/videos.mjs';

/**
 * What is compared, by family. A field says whom to ask (`theirs` of that tool's answer; undefined: it does not say, so
 * there is nothing to compare), where our answer stands, when both count as the same, and how many per cent
 * should agree on files that nobody here has seen.
 */
export const families = {
  type: types,
  image: pictures,
  pdf: pdfs,
  office: offices,
  video: videos,
  audio: sounds,
  archive: archives,
};
