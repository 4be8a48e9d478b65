import { parser as saxParser } from 'sax';
import type { ByteSource } from '../byte-source.ts';
import type { Draft } from '../reader.ts';
import { cameraDate } from './camera-date.ts';
import { listed } from './listed.ts';
import { starsOf } from './stars.ts';
import { supplement } from './supplement.ts';

const MAX_BYTES = 256 * 1024;
const MAX_ELEMENTS = 5000;
const MAX_VALUE = 4096;
const MAX_ITEMS = 100;

/**
 * Adds from an XMP packet what EXIF did not say: camera, lens, date, place, author. Fields that something said
 * already stay as they are. A damaged packet says nothing.
 */
export async function readXmp(source: ByteSource, draft: Draft): Promise<void> {
  const packet = await source.read(0, MAX_BYTES);
  if (!packet.includes('<')) return;
  const properties = xmpProperties(textOf(packet));
  const text = (name: string) => properties.get(name)?.[0];
  const altitude = fraction(text('exif:GPSAltitude'));
  draft.photo = supplement(draft.photo, {
    taken: firstDate(DATES.map(text)),
    make: text('tiff:Make'),
    model: text('tiff:Model'),
    lens: text('exifEX:LensModel') ?? text('aux:Lens'),
    exposureSeconds: fraction(text('exif:ExposureTime')),
    fNumber: fraction(text('exif:FNumber')),
    iso: fraction(text('exif:ISOSpeedRatings') ?? text('exifEX:PhotographicSensitivity')),
    focalLengthMm: fraction(text('exif:FocalLength')),
    focalLength35mm: fraction(text('exif:FocalLengthIn35mmFilm')),
    flashFired: truth(text('exif:Fired')),
    software: text('xmp:CreatorTool') ?? text('xap:CreatorTool'),
    artist: text('dc:creator'),
    copyright: text('dc:rights'),
    title: text('dc:title'),
    description: text('dc:description'),
    keywords: listed(properties.get('dc:subject') ?? []),
    rating: starsOf(Number(text('xmp:Rating') ?? text('xap:Rating') ?? 0)),
    latitude: coordinate(text('exif:GPSLatitude'), 90),
    longitude: coordinate(text('exif:GPSLongitude'), 180),
    altitudeMetres: altitude !== undefined && text('exif:GPSAltitudeRef') === '1' ? -altitude : altitude,
  });
}

/** UTF-8, or UTF-16 in either byte order: a packet begins with ASCII, whose bytes come with zeros there. */
function textOf(packet: Buffer): string {
  if (packet[1] === 0) return packet.toString('utf16le');
  if (packet[0] !== 0) return packet.toString('utf8');
  return Buffer.from(packet.subarray(0, packet.length & ~1))
    .swap16()
    .toString('utf16le');
}

const DATES = [
  'exif:DateTimeOriginal',
  'exif:DateTimeDigitized',
  'photoshop:DateCreated',
  'xmp:CreateDate',
  'xap:CreateDate',
] as const;

function firstDate(texts: readonly (string | undefined)[]): string | undefined {
  return texts.map((text) => cameraDate(text)).find((date) => date !== undefined);
}

/** `1/125`, or a plain number. Zero stands for "unknown". */
function fraction(text: string | undefined): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,12})?)(?:\/(\d{1,12}))?$/.exec(text ?? '');
  const value = Number(match?.[1]) / Number(match?.[2] ?? 1);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

function truth(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}

/** `51,30.25N`, or with seconds `51,30,15N`. */
function coordinate(text: string | undefined, most: number): number | undefined {
  const match = /^\s*(\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s*([NSEW])/.exec(
    text ?? '',
  );
  if (match === null) return undefined;
  const [, degrees, minutes = '0', seconds = '0', side = ''] = match;
  const value = Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600;
  if (value > most) return undefined;
  return side === 'S' || side === 'W' ? -value : value;
}

/** Properties by their usual prefix, whether written as attributes or elements: of lists all items, else one. */
function xmpProperties(packet: string): ReadonlyMap<string, readonly string[]> {
  const properties = new Map<string, string[]>();
  const path: string[] = [];
  let elements = 0;
  const xml = saxParser(true);
  const add = (name: string | undefined, value: string) => {
    const text = value.slice(0, MAX_VALUE).trim();
    if (name === undefined || text === '') return;
    const items = properties.get(name);
    if (items === undefined) properties.set(name, [text]);
    else if (items.length < MAX_ITEMS) items.push(text);
  };
  xml.onopentag = ({ name, attributes }) => {
    elements += 1;
    path.push(name);
    if (name !== 'rdf:Description' && name !== 'exif:Flash') return;
    for (const [attribute, value] of Object.entries(attributes)) add(attribute, String(value));
  };
  xml.ontext = (text) =>
    add(
      path.findLast((name) => !name.startsWith('rdf:')),
      text,
    );
  xml.onclosetag = () => path.pop();
  // The parser goes on as soon as its error is taken away; what it found before an error is good.
  xml.onerror = () => {
    elements = MAX_ELEMENTS;
  };
  for (let at = 0; at < packet.length && elements < MAX_ELEMENTS; at += CHUNK) {
    xml.write(packet.slice(at, at + CHUNK));
  }
  return properties;
}

const CHUNK = 4096;
