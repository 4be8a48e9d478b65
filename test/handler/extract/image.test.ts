import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ImageDetails, PhotoDetails, TextDetails } from '../../../handler/extract/details.ts';
import { describeFile } from './describe-file.ts';

const FILES = new URL('files/image/', import.meta.url);

/** What files/make-image.sh tells exiftool to write. */
const CAMERA: PhotoDetails = {
  taken: '2024-05-06T07:08:09.25+02:00',
  make: 'Tamarack',
  model: 'T-100 Mark II',
  lens: 'TM 24-70mm f/2.8',
  exposureSeconds: 0.005,
  fNumber: 2.8,
  iso: 400,
  focalLengthMm: 35,
  focalLength35mm: 52,
  flashFired: true,
  software: 'Firmware 1.2',
  artist: 'Ada Müller',
  copyright: '2024 Ada Müller',
  description: 'A harbour at dusk',
  latitude: 53.5511,
  longitude: 9.9937,
  altitudeMetres: 12.5,
};

/** What files/make-image.mjs writes. */
const BRIEF_CAMERA: PhotoDetails = {
  taken: '2020-01-02T03:04:05',
  make: 'Tamarack',
  model: 'T-100',
  exposureSeconds: 0.008,
  iso: 200,
};

const SMALL = { widthPixels: 40, heightPixels: 30 };
const MIDDLING = { widthPixels: 64, heightPixels: 48 };
const LARGE = { widthPixels: 400, heightPixels: 300 };
const RGB = { bitsPerChannel: 8, channels: 3, colorModel: 'rgb' } as const;
const RGBA = { bitsPerChannel: 8, channels: 4, colorModel: 'rgb', hasAlpha: true } as const;
const YCBCR = { bitsPerChannel: 8, channels: 3, colorModel: 'ycbcr' } as const;
const GREY = { bitsPerChannel: 8, channels: 1, colorModel: 'grey' } as const;
const GREY16 = { bitsPerChannel: 16, channels: 1, colorModel: 'grey' } as const;
const INDEXED = { bitsPerChannel: 8, channels: 1, colorModel: 'indexed' } as const;
const BILEVEL = { bitsPerChannel: 1, channels: 1, colorModel: 'bilevel' } as const;
const SVG: TextDetails = {
  encoding: 'us-ascii',
  encodingConfidence: 1,
  lineEnding: 'lf',
  kind: 'svg',
  rootElement: 'svg',
};
const OPAQUE = { hasAlpha: false };

const pictures: Readonly<
  Record<string, readonly [string, ImageDetails, (PhotoDetails | undefined)?, TextDetails?]>
> = {
  'alpha.jxl': ['image/jxl', { ...SMALL, ...RGBA, bitsPerChannel: 16 }],
  'alpha.pam': ['image/x-portable-arbitrarymap', { ...SMALL, ...RGBA }],
  'alpha.qoi': ['image/x-qoi', { ...SMALL, ...RGBA }],
  'alpha.tif': ['image/tiff', { ...SMALL, ...RGBA, frames: 1 }],
  'animation.apng': ['image/apng', { ...SMALL, ...RGB, frames: 3 }],
  'animation.avif': ['image/avif', { ...MIDDLING, ...YCBCR, ...OPAQUE, frames: 3 }],
  'animation.gif': ['image/gif', { ...SMALL, ...INDEXED, frames: 3 }],
  'animation.mng': ['video/x-mng', { ...SMALL, frames: 3 }],
  'animation.webp': ['image/webp', { ...SMALL, ...OPAQUE, frames: 2 }],
  'arrow.cur': ['image/x-win-bitmap', { widthPixels: 48, heightPixels: 32, frames: 1 }],
  'big.tif': ['image/tiff', { ...BILEVEL, widthPixels: 70_000, heightPixels: 30, frames: 1 }],
  'bilevel.pbm': ['image/x-portable-bitmap', { ...SMALL, ...BILEVEL }],
  'canon-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { make: 'Canon', lens: 'TM 24-70mm' }],
  'camera.avif': ['image/avif', { ...MIDDLING, ...YCBCR, ...OPAQUE, bitsPerChannel: 10 }, CAMERA],
  'camera.jp2': ['image/jp2', { ...SMALL, ...RGB, orientation: 6 }, CAMERA],
  'camera.jpg': ['image/jpeg', { ...MIDDLING, ...YCBCR, orientation: 6 }, CAMERA],
  'camera.jxl': ['image/jxl', { ...SMALL, ...GREY16, ...OPAQUE }, CAMERA],
  'camera.png': ['image/png', { ...SMALL, ...RGB, orientation: 6 }, CAMERA],
  'camera.tif': ['image/tiff', { ...SMALL, ...RGB, orientation: 6, frames: 1 }, CAMERA],
  'camera.webp': ['image/webp', { ...SMALL, ...YCBCR, ...OPAQUE, orientation: 6 }, CAMERA],
  'cmyk.jpg': ['image/jpeg', { ...SMALL, bitsPerChannel: 8, channels: 4, colorModel: 'cmyk' }],
  'codestream.j2k': ['image/x-jp2-codestream', { ...SMALL, bitsPerChannel: 8, channels: 1 }],
  'codestream.jxl': ['image/jxl', { ...SMALL, ...RGB, ...OPAQUE }],
  'film.cin': ['image/cineon', { ...SMALL, ...RGB, bitsPerChannel: 10 }],
  'film.dpx': ['image/x-dpx', { ...SMALL, ...RGB, bitsPerChannel: 10 }],
  'fixed-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { lens: '50mm' }],
  'float.exr': ['image/x-exr', SMALL],
  'grey-alpha.png': [
    'image/png',
    { ...SMALL, bitsPerChannel: 8, channels: 2, colorModel: 'grey', hasAlpha: true },
  ],
  'grey.jpg': ['image/jpeg', { ...SMALL, ...GREY }],
  'grey.pgm': ['image/x-portable-greymap', { ...SMALL, ...GREY16 }],
  'grey.sun': ['image/x-sun-raster', SMALL],
  'grey.tif': ['image/tiff', { ...SMALL, ...GREY16, frames: 1 }],
  // Turned once against the clock, then top and bottom exchanged; EXIF's own orientation does not count.
  'heic.heic': ['image/heic', { ...MIDDLING, ...YCBCR, ...OPAQUE, orientation: 5 }, CAMERA],
  'icon.ico': ['image/vnd.microsoft.icon', { ...SMALL, frames: 1 }],
  'iptc-only.jpg': [
    'image/jpeg',
    { ...SMALL, ...YCBCR },
    {
      taken: '2005-09-29T16:51:00+02:00',
      artist: 'Cy Ro',
      title: 'Bridge',
      description: 'On the bridge',
      keywords: ['river', 'town'],
    },
  ],
  'lossless.jls': ['image/jls', { ...SMALL, ...RGB }],
  'lossless.webp': ['image/webp', { ...SMALL, ...RGBA }],
  'lossy.webp': ['image/webp', { ...SMALL, ...YCBCR, ...OPAQUE }],
  // Four bits of each colour.
  'masks.bmp': ['image/bmp', { ...SMALL, ...RGB, bitsPerChannel: 4 }],
  'nikon-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { make: 'Nikon', lens: '18-55mm f/3.5-5.6' }],
  'notes.exv': ['image/x-exv', { orientation: 8 }, BRIEF_CAMERA],
  'notes.gif': [
    'image/gif',
    { ...SMALL, ...INDEXED, bitsPerChannel: 1, frames: 1 },
    { taken: '2013-09-17T15:20:28Z', rating: 2 },
  ],
  'notes.tif': [
    'image/tiff',
    { ...SMALL, channels: 1, frames: 1 },
    { make: 'Tamarack', model: 'T-100', title: 'Harbour', keywords: ['ships', 'night'], rating: 3 },
  ],
  'old-olympus-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { make: 'Olympus', lens: 'TM 14-42mm' }],
  'olympus-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { make: 'Olympus', lens: 'TM 14-42mm' }],
  'os2.bmp': ['image/bmp', { ...SMALL, ...INDEXED, bitsPerChannel: 4 }],
  'pages.djvu': ['image/vnd.djvu', SMALL],
  // A mask is not a page.
  'pages.tif': ['image/tiff', { ...SMALL, ...BILEVEL, frames: 3 }],
  'palette.bmp': ['image/bmp', { ...SMALL, ...INDEXED }],
  'palette.png': ['image/png', { ...SMALL, ...INDEXED }],
  'picture.dds': ['image/vnd-ms.dds', SMALL],
  'picture.emf': ['image/emf', SMALL],
  'picture.hdr': ['image/vnd.radiance', { ...SMALL, channels: 3, colorModel: 'rgb' }],
  'panasonic-lens.jpg': ['image/jpeg', { ...SMALL, ...GREY }, { make: 'Panasonic', lens: 'TM 12-35mm' }],
  'picture.jng': ['image/x-jng', { ...SMALL, ...YCBCR, channels: 4, hasAlpha: true }],
  'picture.jxr': ['image/jxr', SMALL],
  'picture.wmf': ['image/wmf', SMALL],
  'picture.xpm': ['image/x-xpixmap', { ...SMALL, colorModel: 'indexed' }],
  'picture.xcf': ['image/x-xcf', { ...SMALL, colorModel: 'grey' }],
  'psb.psb': [
    'image/vnd.adobe.photoshop',
    { ...SMALL, bitsPerChannel: 16, channels: 4, colorModel: 'cmyk', orientation: 8 },
    BRIEF_CAMERA,
  ],
  'psd.psd': [
    'image/vnd.adobe.photoshop',
    { ...SMALL, bitsPerChannel: 16, channels: 4, colorModel: 'cmyk', orientation: 6 },
    CAMERA,
  ],
  'raw-profile.png': [
    'image/png',
    { ...SMALL, ...RGB, bitsPerChannel: 16, orientation: 8 },
    { ...BRIEF_CAMERA, title: 'Harbour', description: 'A harbour' },
  ],
  'raw.cr2': ['image/x-canon-cr2', { ...LARGE, channels: 1 }, BRIEF_CAMERA],
  'raw.cr3': ['image/x-canon-cr3', LARGE, { ...BRIEF_CAMERA, latitude: -40.5, longitude: -40.5 }],
  'raw.crw': ['image/x-canon-crw', LARGE, { taken: '2003-11-10T17:39:26', make: 'Canon', model: 'T-20' }],
  'raw.dng': ['image/tiff', { ...LARGE, bitsPerChannel: 14, channels: 1 }, BRIEF_CAMERA],
  'raw.mrw': ['image/x-minolta-mrw', { ...LARGE, orientation: 8 }, BRIEF_CAMERA],
  'raw.orf': ['image/x-olympus-orf', { ...LARGE, channels: 1 }, BRIEF_CAMERA],
  'raw.raf': ['image/x-fuji-raf', { ...MIDDLING, ...YCBCR, orientation: 6 }, CAMERA],
  'raw.rw2': ['image/x-panasonic-raw', { ...LARGE, bitsPerChannel: 12 }, BRIEF_CAMERA],
  'raw.x3f': ['image/x-x3f', LARGE, { ...BRIEF_CAMERA, fNumber: 5.6, focalLengthMm: 35 }],
  'rgb.bmp': ['image/bmp', { ...SMALL, ...RGB }],
  'rgb.jpg': ['image/jpeg', { ...SMALL, ...RGB }],
  'rgb.pcx': ['image/x-pcx', { ...SMALL, bitsPerChannel: 8, channels: 3 }],
  'rgb.png': ['image/png', { ...SMALL, ...RGB }],
  'rgb.ppm': ['image/x-portable-pixmap', { ...SMALL, ...RGB }],
  'rgb.sgi': ['image/x-sgi', { ...SMALL, ...RGB, ...OPAQUE }],
  'rgb.tga': ['image/x-tga', { ...SMALL, ...RGB, ...OPAQUE }],
  // Three inches at 96 pixels each, and twenty millimetres.
  'sized.svg': [
    'image/svg+xml',
    { widthPixels: 288, heightPixels: 75.59055118 },
    undefined,
    { ...SVG, lines: 2 },
  ],
  'sky.fits': ['image/fits', { ...SMALL, bitsPerChannel: 32 }],
  'still.gif': ['image/gif', { ...SMALL, ...INDEXED, frames: 1 }],
  'top-down.bmp': ['image/bmp', { ...SMALL, bitsPerChannel: 8, channels: 4, colorModel: 'rgb' }],
  'view-box.svg': ['image/svg+xml', SMALL, undefined, { ...SVG, lines: 1 }],
  // There is more to be shown than there are pixels.
  'window.exr': ['image/x-exr', SMALL],
  'xmp-only.jpg': [
    'image/jpeg',
    { ...SMALL, ...YCBCR },
    {
      taken: '2021-02-03T04:05:06',
      make: 'Tamarack',
      model: 'T-50',
      artist: 'Bo Li',
      focalLength35mm: 28,
      title: 'Harbour',
      keywords: ['boats', 'dusk'],
      rating: 4,
      latitude: -33.8568,
      longitude: 151.2153,
      altitudeMetres: -3,
    },
  ],
};

test.each(Object.entries(pictures))('%s is described, in one read', async (name, expected) => {
  const [mediaType, image, photo, text] = expected;
  const { usage, ...description } = await describeFile(new URL(name, FILES).pathname);
  expect(description).toEqual({
    status: 'described',
    details: {
      schema: 1,
      mediaType,
      mediaTypeFrom: 'content',
      image,
      ...(photo === undefined ? {} : { photo }),
      ...(text === undefined ? {} : { text }),
    },
  });
  expect(usage.reads).toBe(1);
});

test('no picture lies there without being looked at', async () => {
  expect((await readdir(FILES)).sort()).toEqual(Object.keys(pictures).sort());
});
