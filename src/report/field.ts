import { durationText, shutterText } from './duration.ts';
import { formatBytes } from './format.ts';

/** A value with its name, in words for people. */
export interface Field {
  readonly label: string;
  readonly text: string;
}

/**
 * Words for a field of a record. Its name says what its number counts (`widthPixels`, `durationSeconds`), so that a
 * field nobody has heard of is shown like all others.
 */
export function fieldOf(name: string, value: unknown): Field {
  if (typeof value === 'boolean')
    return {
      label: spaced(name.replace(/^has[A-Z]/, (start) => start.slice(-1).toLowerCase())),
      text: value ? 'yes' : 'no',
    };
  if (typeof value !== 'number') return { label: spaced(name), text: textOf(value) };
  const unit = UNITS.find(({ ending }) => ending.test(name));
  if (unit === undefined) return { label: spaced(name), text: formatNumber(value) };
  return { label: spaced(unit.label ?? name.replace(unit.ending, '')), text: unit.show(value) };
}

/** `2026-11-25 21:27:03.412`, in the time zone of the reader; whole seconds as such; text that is no time as it is. */
export function localTime(time: string): string {
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return time;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const clock = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(':');
  const milliseconds = moment.getMilliseconds();
  return `${day} ${clock}${milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`}`;
}

interface Unit {
  readonly ending: RegExp;
  /** Instead of the name without its ending. */
  readonly label?: string;
  readonly show: (value: number) => string;
}

/** The first that fits counts. */
const UNITS: readonly Unit[] = [
  { ending: /^fNumber$/, label: 'aperture', show: (value) => `f/${formatNumber(value)}` },
  { ending: /^iso$/, label: 'ISO', show: (value) => formatNumber(value) },
  { ending: /^latitude$/i, label: 'latitude', show: (value) => degrees(value, 'N', 'S') },
  { ending: /^longitude$/i, label: 'longitude', show: (value) => degrees(value, 'E', 'W') },
  { ending: /^bitsPerSecond$/, label: 'bit rate', show: (value) => rate(value, 'bit/s') },
  { ending: /^samplesPerSecond$/, label: 'sample rate', show: (value) => rate(value, 'Hz') },
  { ending: /^framesPerSecond$/, label: 'frame rate', show: (value) => `${formatNumber(value)} per second` },
  { ending: /PerSecond$/, show: (value) => `${formatNumber(value)} per second` },
  { ending: /Pixels$/, show: (value) => `${formatNumber(value)} px` },
  { ending: /Bytes$/, show: bytesText },
  { ending: /^size$/, label: 'size', show: bytesText },
  { ending: /^exposureSeconds$/, label: 'exposure', show: shutterText },
  { ending: /Seconds$/, show: durationText },
  { ending: /Degrees$/, show: (value) => `${formatNumber(value)}°` },
  { ending: /Metres$/, show: (value) => `${formatNumber(value)} m` },
  { ending: /35mm$/, label: '35 mm equivalent', show: (value) => `${formatNumber(value)} mm` },
  { ending: /Mm$/, show: (value) => `${formatNumber(value)} mm` },
  { ending: /Points$/, show: (value) => `${formatNumber(value)} pt` },
  { ending: /(?<=Confidence)$/, show: (value) => `${formatNumber(value * 100, 0)} %` },
];

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return ISO_TIME.test(value) ? timeText(value) : value;
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** As it was written down, whatever zone that is: a photo's noon is the noon of where it was taken. */
function timeText(time: string): string {
  return time
    .replace('T', ' ')
    .replace(/\.0+(?=Z|[+-]|$)/, '')
    .replace(/Z$/, ' UTC')
    .replace(/(?<=:.*)([+-]\d\d:\d\d)$/, ' $1');
}

function bytesText(bytes: number): string {
  return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatNumber(bytes, 0)} bytes)`;
}

function degrees(value: number, positive: string, negative: string): string {
  return `${formatNumber(Math.abs(value))} °${value < 0 ? negative : positive}`;
}

/** In powers of a thousand, as rates are counted. */
function rate(value: number, unit: string): string {
  if (value >= 1e6) return `${formatNumber(value / 1e6, 2)} M${unit}`;
  return value >= 1000 ? `${formatNumber(value / 1000, 2)} k${unit}` : `${formatNumber(value, 2)} ${unit}`;
}

function formatNumber(value: number, digits = 6): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** `last modified by` for `lastModifiedBy`. */
function spaced(name: string): string {
  return name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
