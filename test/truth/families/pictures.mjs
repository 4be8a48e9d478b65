import { sameText, taken, within } from '../same.mjs';
import { exiftoolField, tagOf } from './exiftool.mjs';

const picture = exiftoolField('image', /^image\//);
/** An EXV holds the notes of a picture that is elsewhere. */
const size = exiftoolField('image', /^image\/(?!x-exv)/);
/** HEIF, AVIF and JPEG XL turn their pictures themselves: what EXIF says of it does not count. */
const turned = exiftoolField('image', /^image\/(?!hei|avif|jxl)/);

/** exiftool's name and ours for what it tells as a number. */
const CAMERA_SETTINGS = [
  ['exposure', 'ExposureTime', 'exposureSeconds'],
  ['aperture', 'FNumber', 'fNumber'],
  ['ISO', 'ISO', 'iso'],
  ['focal length', 'FocalLength', 'focalLengthMm'],
  ['35 mm length', 'FocalLengthIn35mmFormat', 'focalLength35mm'],
];

/** What is compared of pictures and photos. */
export const pictures = [
  size(
    'width',
    98.5,
    (told) => pixels(tagOf(told, 'ImageWidth')),
    ({ image }) => image?.widthPixels,
  ),
  size(
    'height',
    98.5,
    (told) => pixels(tagOf(told, 'ImageHeight')),
    ({ image }) => image?.heightPixels,
  ),
  picture(
    'make',
    97,
    (told) => told['EXIF:Make'],
    ({ photo }) => photo?.make,
    sameText,
  ),
  picture(
    'model',
    97,
    (told) => told['EXIF:Model'],
    ({ photo }) => photo?.model,
    sameText,
  ),
  picture('taken', 92, taken, ({ photo }) => photo?.taken?.slice(0, 19)),
  ...CAMERA_SETTINGS.map(([name, tag, field]) =>
    picture(
      name,
      98,
      (told) => known(told[`EXIF:${tag}`]),
      ({ photo }) => photo?.[field],
      within(1e-9, 0.002),
    ),
  ),
  picture(
    'lens',
    97,
    (told) => told['EXIF:LensModel'],
    ({ photo }) => photo?.lens,
    sameText,
  ),
  picture(
    'rating',
    97,
    (told) => known(told['XMP:Rating'] ?? told['EXIF:Rating']),
    ({ photo }) => photo?.rating,
  ),
  picture(
    'title',
    97,
    (told) => told['XMP:Title'],
    ({ photo }) => photo?.title,
    sameText,
  ),
  turned(
    'orientation',
    99,
    (told) => orientation(told['EXIF:Orientation']),
    ({ image }) => image?.orientation ?? 1,
  ),
  picture(
    'bits',
    99,
    (told) => told['PNG:BitDepth'] ?? known(told['File:BitsPerSample']),
    ({ image }) => image?.bitsPerChannel,
  ),
  picture(
    'altitude',
    96,
    (told) => told['Composite:GPSAltitude'],
    ({ photo }) => photo?.altitudeMetres,
    within(0.01, 0.001),
  ),
  picture(
    'latitude',
    96,
    (told) => told['Composite:GPSLatitude'],
    ({ photo }) => photo?.latitude,
    within(1e-4),
  ),
  picture(
    'longitude',
    96,
    (told) => told['Composite:GPSLongitude'],
    ({ photo }) => photo?.longitude,
    within(1e-4),
  ),
];

/** Cameras and programs write 0 for what they do not know. */
function known(value) {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function orientation(value) {
  return value >= 1 && value <= 8 ? value : undefined;
}

/** What a scalable picture says in millimetres or points is not compared. */
function pixels(value) {
  return typeof value === 'number' ? value : undefined;
}
