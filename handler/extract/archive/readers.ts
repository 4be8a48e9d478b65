import type { Readers } from '../reader.ts';
import { readGzip } from './gzip/read-gzip.ts';
import { readRar } from './rar/read-rar.ts';
import { readAr } from './read-ar.ts';
import { readCab } from './read-cab.ts';
import { readCpio } from './read-cpio.ts';
import { readLz4, readLzip, readLzma, readZstd } from './read-framed.ts';
import { readIso } from './read-iso.ts';
import { readRpm } from './read-rpm.ts';
import { readXz } from './read-xz.ts';
import { readSevenZip } from './seven-zip/read-seven-zip.ts';
import { readTar } from './tar/read-tar.ts';
import { readZip } from './zip/read-zip.ts';

/** Several have had more than one name. */
export const archiveReaders: Readers = {
  'application/gzip': readGzip,
  'application/java-archive': readZip,
  'application/vnd.android.package-archive': readZip,
  'application/vnd.debian.binary-package': readAr,
  'application/vnd.ms-cab-compressed': readCab,
  'application/vnd.rar': readRar,
  'application/x-7z-compressed': readSevenZip,
  'application/x-archive': readAr,
  'application/x-cpio': readCpio,
  'application/x-deb': readAr,
  'application/x-gtar': readTar,
  'application/x-iso9660-image': readIso,
  'application/x-java-jmod': readZip,
  'application/x-lz4': readLz4,
  'application/x-lzip': readLzip,
  'application/x-lzma': readLzma,
  'application/x-rar': readRar,
  'application/x-rar-compressed': readRar,
  'application/x-rpm': readRpm,
  'application/x-tar': readTar,
  'application/x-unix-archive': readAr,
  'application/x-ustar': readTar,
  'application/x-xpinstall': readZip,
  'application/x-xz': readXz,
  'application/zip': readZip,
  'application/zstd': readZstd,
};
