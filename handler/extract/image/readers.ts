import type { Reader, Readers } from '../reader.ts';
import { readCodestream } from './jp2-codestream.ts';
import { readBmp } from './read-bmp.ts';
import { readCanonRaw } from './read-canon-raw.ts';
import { readCineon } from './read-cineon.ts';
import { readCrw } from './read-crw.ts';
import { readDds } from './read-dds.ts';
import { readDjvu } from './read-djvu.ts';
import { readDpx } from './read-dpx.ts';
import { readExr } from './read-exr.ts';
import { readFits } from './read-fits.ts';
import { readGif } from './read-gif.ts';
import { readHeif } from './read-heif.ts';
import { readIcon } from './read-icon.ts';
import { readJng } from './read-jng.ts';
import { readJp2 } from './read-jp2.ts';
import { readExv, readJpeg } from './read-jpeg.ts';
import { readJxl } from './read-jxl.ts';
import { readJxr } from './read-jxr.ts';
import { readEmf, readWmf } from './read-metafile.ts';
import { readMng } from './read-mng.ts';
import { readMrw } from './read-mrw.ts';
import { readPcx } from './read-pcx.ts';
import { readPng } from './read-png.ts';
import { readPnm } from './read-pnm.ts';
import { readPsd } from './read-psd.ts';
import { readQoi } from './read-qoi.ts';
import { readRadiance } from './read-radiance.ts';
import { readRaf } from './read-raf.ts';
import { readSgi } from './read-sgi.ts';
import { readSunRaster } from './read-sun-raster.ts';
import { readSvg } from './read-svg.ts';
import { readTga } from './read-tga.ts';
import { readTiff } from './read-tiff.ts';
import { readWebp } from './read-webp.ts';
import { readX3f } from './read-x3f.ts';
import { readXcf } from './read-xcf.ts';
import { readXpm } from './read-xpm.ts';

/** Tools do not agree on the names of many formats: every name in use is here. */
const formats: readonly (readonly [Reader, ...string[]])[] = [
  [readBmp, 'image/bmp', 'image/x-ms-bmp', 'image/x-bmp'],
  [readCanonRaw, 'image/x-canon-cr3'],
  [readCineon, 'image/cineon', 'image/x-cineon'],
  [readCodestream, 'image/j2c', 'image/x-j2c', 'image/x-jp2-codestream'],
  [readCrw, 'image/x-canon-crw'],
  [readDds, 'image/vnd-ms.dds', 'image/vnd.ms-dds', 'image/x-dds', 'image/x-direct-draw-surface'],
  [readDjvu, 'image/vnd.djvu', 'image/x.djvu'],
  [readDpx, 'image/x-dpx', 'image/dpx'],
  [readEmf, 'image/emf', 'image/x-emf'],
  [readExr, 'image/x-exr', 'image/aces'],
  [readExv, 'image/x-exv'],
  [readFits, 'image/fits', 'application/fits'],
  [readGif, 'image/gif'],
  [readHeif, 'image/avif', 'image/avif-sequence', 'image/heic', 'image/heic-sequence'],
  [readHeif, 'image/heif', 'image/heif-sequence'],
  [readIcon, 'image/vnd.microsoft.icon', 'image/x-icon', 'image/x-win-bitmap', 'image/x-cursor'],
  [readJng, 'image/x-jng', 'image/jng', 'video/x-jng'],
  [readJp2, 'image/jp2', 'image/jpx', 'image/jpm'],
  [readJpeg, 'image/jpeg', 'image/jls'],
  [readJxl, 'image/jxl'],
  [readJxr, 'image/jxr', 'image/vnd.ms-photo'],
  [readMng, 'video/x-mng'],
  [readMrw, 'image/x-minolta-mrw'],
  [readPcx, 'image/vnd.zbrush.pcx', 'image/x-pcx', 'image/pcx'],
  [readPng, 'image/png', 'image/apng', 'image/vnd.mozilla.apng'],
  [readPnm, 'image/x-portable-bitmap', 'image/x-portable-pixmap', 'image/x-portable-arbitrarymap'],
  [readPnm, 'image/x-portable-graymap', 'image/x-portable-greymap', 'image/x-portable-anymap', 'image/x-pfm'],
  [readPsd, 'image/vnd.adobe.photoshop'],
  [readQoi, 'image/qoi', 'image/x-qoi'],
  [readRadiance, 'image/vnd.radiance'],
  [readRaf, 'image/x-fuji-raf', 'image/x-fujifilm-raf'],
  [readSgi, 'image/x-sgi', 'image/sgi'],
  [readSunRaster, 'image/x-cmu-raster', 'image/x-sun-raster'],
  [readSvg, 'image/svg+xml', 'image/svg'],
  [readTga, 'image/x-tga', 'image/x-targa', 'image/tga'],
  [readTiff, 'image/tiff', 'image/x-tiff-big', 'image/x-adobe-dng', 'image/x-canon-cr2', 'image/x-nikon-nef'],
  [
    readTiff,
    'image/x-olympus-orf',
    'image/x-panasonic-rw2',
    'image/x-panasonic-raw',
    'image/x-pentax-pef',
    'image/x-samsung-srw',
  ],
  [
    readTiff,
    'image/x-sony-arw',
    'image/x-sony-sr2',
    'image/x-epson-erf',
    'image/x-hasselblad-3fr',
    'image/x-raw',
  ],
  [readWebp, 'image/webp'],
  [readWmf, 'image/wmf', 'image/x-wmf'],
  [readX3f, 'image/x-x3f', 'image/x-sigma-x3f'],
  [readXcf, 'image/x-xcf'],
  [readXpm, 'image/x-xpixmap'],
];

export const imageReaders: Readers = Object.fromEntries(
  formats.flatMap(([reader, ...mediaTypes]) => mediaTypes.map((mediaType) => [mediaType, reader])),
);
