import { field } from './field.mjs';

/** Zip files that are no documents: of these other things are said. */
const ofArchive =
  (theirs) =>
  (told, { document }) =>
    told && document === undefined ? theirs(told) : undefined;

const zip = field('zip', 'unzip', ofArchive, 'archive');

/** What is compared of archives. */
export const archives = [
  zip(
    'entries',
    undefined,
    (told) => told.entries,
    (archive) => archive.entries,
  ),
  zip(
    'uncompressed',
    undefined,
    (told) => told.uncompressedBytes,
    (archive) => archive.uncompressedBytes,
  ),
];
