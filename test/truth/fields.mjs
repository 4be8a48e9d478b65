import { field } from './field.mjs';
import { moreOfVideos, pictureOf, samplesPerSecond, tagsOfRecordings } from './recordings.mjs';
import { sameCodec, sameOrFinerType, sameText, sameTime, sameType, taken, within } from './same.mjs';

function type(name, target, same) {
  // Of ELF files it goes on behind a comma.
  const asked = (told) => (told?.startsWith('cannot') || told === '' ? undefined : told?.split(',')[0]);
  return { name, tool: 'file', target, theirs: asked, ours: ({ mediaType }) => mediaType, same };
}

/** Only of files that exiftool takes for this kind. */
const ofType = (pattern) => (theirs) => (told) =>
  pattern.test(told?.['File:MIMEType'] ?? '') ? theirs(told) : undefined;

/** Files with a moving picture; a cover in a song is none. */
const ofPicture = (theirs) => (told) => {
  const stream = pictureOf(told);
  return stream && theirs(told, stream);
};

/** Files with sound and no moving picture; notes of modules have no rate but that at which they are played. */
const ofSound = (theirs) => (told) => {
  const stream = told?.streams?.find(({ codec_type }) => codec_type === 'audio');
  const isPlayed = told?.format?.format_name === 'libopenmpt';
  return stream === undefined || isPlayed || pictureOf(told) !== undefined ? undefined : theirs(told, stream);
};

/** Zip files that are no documents: of these other things are said. */
const ofArchive =
  (theirs) =>
  (told, { document }) =>
    told && document === undefined ? theirs(told) : undefined;

/** The two tools do not always agree on how long something lasts. */
function secondOpinion(kind, target, isKind, ours, same) {
  const asked = (tracks = []) => (isKind(tracks) ? seconds({ duration: tracks[0].Duration }) : undefined);
  return { name: `${kind} duration too`, tool: 'mediainfo', target, theirs: asked, ours, same };
}

/** A tag by its name: what the file itself says before what its notes say, and nothing for blanks. */
function of(told, tag) {
  const names = Object.keys(told).filter((name) => name.endsWith(`:${tag}`));
  const best = names.find((name) => name.startsWith('File:')) ?? names[0];
  const value = Array.isArray(told[best]) ? told[best].join(', ') : told[best];
  return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

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

function seconds(format) {
  const value = Number(format?.duration);
  return value > 0 ? value : undefined;
}

const picture = field('image', 'exiftool', ofType(/^image\//));
/** An EXV holds the notes of a picture that is elsewhere. */
const size = field('image', 'exiftool', ofType(/^image\/(?!x-exv)/));
const pdf = field('pdf', 'pdfinfo', (theirs) => (told) => told && theirs(told), 'document');
const office = field(
  'office',
  'exiftool',
  ofType(/officedocument|opendocument|msword|ms-(excel|powerpoint|word)|epub|rtf/),
  'document',
);
/** pdfinfo writes six digits. */
const isPoints = within(0.01, 1e-5);
/** What both tools and we call by one name. */
const pdfText = (name, tag, key = name, same = sameText) =>
  pdf(
    name,
    undefined,
    (told) => told[tag],
    (document) => document[key],
    same,
  );
const officeValue = (name, tags, key = name, same = sameText) =>
  office(
    name,
    undefined,
    (told) => tags.map((tag) => of(told, tag)).find((value) => value !== undefined),
    (document) => document[key],
    same,
  );
/** Zero, and years that stand for "unknown", are no time. */
const time = (...values) => values.find((value) => /^[1-9]\d{3}[:-]/.test(value ?? ''));
/** A list of no slides is that of a draft, whose summary is all there is. */
const listed = field(
  'office',
  'unzip -p',
  (theirs) => (told) => (told && theirs(told)) || undefined,
  'document',
);
const video = field('video', 'ffprobe', ofPicture, 'video');
const audio = field('audio', 'ffprobe', ofSound, 'audio');
const zip = field('zip', 'unzip', ofArchive, 'archive');

const turned = field('image', 'exiftool', ofType(/^image\/(?!hei|avif|jxl)/));

/** exiftool's name and ours for what it tells as a number. */
const CAMERA_SETTINGS = [
  ['exposure', 'ExposureTime', 'exposureSeconds'],
  ['aperture', 'FNumber', 'fNumber'],
  ['ISO', 'ISO', 'iso'],
  ['focal length', 'FocalLength', 'focalLengthMm'],
  ['35 mm length', 'FocalLengthIn35mmFormat', 'focalLength35mm'],
];

/**
 * What is compared, by family. A field says whom to ask (`theirs` of that tool's answer; undefined: it does not say, so
 * there is nothing to compare), where our answer stands, when both count as the same, and how many per cent
 * should agree on files that nobody here has seen.
 */
export const families = {
  type: [
    type('media type', 95, sameOrFinerType),
    { ...type('its very name', undefined, sameType), counted: 'only' },
  ],
  image: [
    size(
      'width',
      98.5,
      (told) => pixels(of(told, 'ImageWidth')),
      ({ image }) => image?.widthPixels,
    ),
    size(
      'height',
      98.5,
      (told) => pixels(of(told, 'ImageHeight')),
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
    // HEIF, AVIF and JPEG XL turn their pictures themselves: what EXIF says of it does not count.
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
  ],
  pdf: [
    pdf(
      'pages',
      99.8,
      ({ Pages }) => Number(Pages),
      (document) => document.pages,
    ),
    pdf(
      'title',
      99.8,
      ({ Title }) => Title,
      (document) => document.title,
      sameText,
    ),
    pdf(
      'author',
      undefined,
      ({ Author }) => Author,
      (document) => document.author,
      sameText,
    ),
    pdfText('subject', 'Subject'),
    pdfText('keywords', 'Keywords'),
    pdfText('creator', 'Creator', 'application'),
    pdfText('producer', 'Producer'),
    pdf(
      'created',
      99.8,
      ({ CreationDate }) => time(CreationDate),
      (document) => document.created,
      sameTime,
    ),
    pdf(
      'modified',
      99.8,
      ({ ModDate }) => time(ModDate),
      (document) => document.modified,
      sameTime,
    ),
    pdfText('version', 'PDF version', 'formatVersion'),
    pdfText('encrypted', 'Encrypted', 'encrypted', (ours, theirs) => ours === theirs.startsWith('yes')),
    pdfText('width', 'Page size', 'pageWidthPoints', (ours, theirs) => isPoints(ours, theirs.split(' ')[0])),
    pdfText('height', 'Page size', 'pageHeightPoints', (ours, theirs) =>
      isPoints(ours, theirs.split(' ')[2]),
    ),
  ],
  office: [
    office(
      'author',
      99,
      (told) => of(told, 'Initial-creator') ?? of(told, 'Creator') ?? of(told, 'Author'),
      (document) => document.author,
      sameText,
    ),
    office(
      'title',
      99,
      (told) => of(told, 'Title'),
      (document) => document.title,
      sameText,
    ),
    office(
      'pages',
      99,
      (told) => of(told, 'Pages') ?? of(told, 'Document-statisticPage-count'),
      (document) => document.pages,
    ),
    office(
      'slides',
      99,
      (told) => of(told, 'Slides'),
      (document) => document.slides,
    ),
    listed(
      'slides listed',
      99,
      ({ slides }) => slides,
      (document) => document.slides,
    ),
    listed(
      'sheets listed',
      99,
      ({ sheets }) => sheets,
      (document) => document.sheets,
    ),
    officeValue('subject', ['Subject']),
    officeValue('keywords', ['Keywords', 'Keyword']),
    officeValue('last author', ['LastModifiedBy'], 'lastModifiedBy'),
    office(
      'created',
      99,
      (told) => time(of(told, 'CreateDate'), of(told, 'Creation-date')),
      (document) => document.created,
      sameTime,
    ),
    office(
      'modified',
      99,
      (told) => time(of(told, 'ModifyDate'), told['XMP:Date']),
      (document) => document.modified,
      sameTime,
    ),
    officeValue('words', ['Words', 'Document-statisticWord-count'], 'words', Object.is),
  ],
  video: [
    video(
      'duration',
      98,
      ({ format }) => seconds(format),
      ({ durationSeconds }) => durationSeconds,
      within(0.1, 0.01),
    ),
    video(
      'width',
      98,
      (_, stream) => stream.width || undefined,
      ({ widthPixels }) => widthPixels,
    ),
    video(
      'height',
      98,
      (_, stream) => stream.height || undefined,
      ({ heightPixels }) => heightPixels,
    ),
    video(
      'codec',
      98,
      (_, stream) => stream.codec_name,
      ({ codec }) => codec,
      sameCodec,
    ),
    secondOpinion(
      'video',
      98,
      (tracks) => tracks.find(({ '@type': type }) => type === 'Video') !== undefined,
      ({ video }) => video?.durationSeconds,
      within(0.1, 0.01),
    ),
    ...moreOfVideos,
  ],
  audio: [
    audio(
      'duration',
      95,
      ({ format }) => seconds(format),
      ({ durationSeconds }) => durationSeconds,
      within(0.5, 0.02),
    ),
    audio(
      'sample rate',
      98,
      (_, stream) => samplesPerSecond(stream),
      ({ samplesPerSecond }) => samplesPerSecond,
    ),
    audio(
      'channels',
      98,
      (_, stream) => stream.channels || undefined,
      ({ channels }) => channels,
    ),
    audio(
      'codec',
      98,
      (_, stream) => stream.codec_name,
      ({ codec }) => codec,
      sameCodec,
    ),
    secondOpinion(
      'audio',
      95,
      (tracks) =>
        tracks.some(({ '@type': type }) => type === 'Audio') &&
        !tracks.some(({ '@type': type }) => type === 'Video'),
      ({ audio }) => audio?.durationSeconds,
      within(0.5, 0.02),
    ),
    ...tagsOfRecordings,
  ],
  archive: [
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
  ],
};
