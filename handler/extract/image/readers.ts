import type { Readers } from '../reader.ts';
import { readBmp } from './read-bmp.ts';
import { readCanonRaw } from './read-canon-raw.ts';
import { readGif } from './read-gif.ts';
import { readHeif } from './read-heif.ts';
import { readIcon } from './read-icon.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';
import { readPnm } from './read-pnm.ts';
import { readPsd } from './read-psd.ts';
import { readTiff } from './read-tiff.ts';
import { readWebp } from './read-webp.ts';

export const imageReaders: Readers = {
  'image/apng': readPng,
  'image/avif': readHeif,
  'image/avif-sequence': readHeif,
  'image/bmp': readBmp,
  'image/gif': readGif,
  'image/heic': readHeif,
  'image/heic-sequence': readHeif,
  'image/heif': readHeif,
  'image/heif-sequence': readHeif,
  'image/jpeg': readJpeg,
  'image/png': readPng,
  'image/tiff': readTiff,
  'image/vnd.adobe.photoshop': readPsd,
  'image/vnd.microsoft.icon': readIcon,
  'image/webp': readWebp,
  'image/x-adobe-dng': readTiff,
  'image/x-canon-cr2': readTiff,
  'image/x-canon-cr3': readCanonRaw,
  'image/x-icon': readIcon,
  'image/x-nikon-nef': readTiff,
  'image/x-olympus-orf': readTiff,
  'image/x-panasonic-rw2': readTiff,
  'image/x-portable-anymap': readPnm,
  'image/x-portable-arbitrarymap': readPnm,
  'image/x-portable-bitmap': readPnm,
  'image/x-portable-graymap': readPnm,
  'image/x-portable-greymap': readPnm,
  'image/x-portable-pixmap': readPnm,
  'image/x-sony-arw': readTiff,
  'image/x-win-bitmap': readIcon,
};
