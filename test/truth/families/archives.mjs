import { field } from './field.mjs';

/** Zip files that are no documents: of these other things are said. */
const ofArchive =
  (theirs) =>
  (told, { document }) =>
    told && document === undefined ? theirs(told) : undefined;

const tar = field('tar', 'tar', (theirs) => (told) => told && theirs(told), 'archive');

const zip = field('zip', 'unzip', ofArchive, 'archive');

/** What is compared of archives. */
export const archives = [
  tar(
    'entries',
    undefined,
    (told) => told.entries,
    (archive) => archive.entries,
  ),
  tar(
    'uncompressed',
    undefined,
    (told) => told.uncompressedBytes,
    (archive) => archive.uncompressedBytes,
  ),
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
