import { has } from './signature.ts';

const LOCAL_HEADER = 'PK\x03\x04';
const MAX_ENTRIES = 200;
const MAX_NAME = 512;
const ODF_NAME = 'mimetype';

/** A folder or file that only one kind of zip has. */
const TELLING: readonly [name: string, mediaType: string][] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['visio/', 'application/vnd.ms-visio.drawing.main+xml'],
  ['AndroidManifest.xml', 'application/vnd.android.package-archive'],
  ['META-INF/', 'application/java-archive'],
];

/** Without one of these, a folder named `word` is only a folder. */
const MARKS = ['[Content_Types].xml', 'META-INF/MANIFEST.MF', 'AndroidManifest.xml'];

/** What a zip file holds, as far as its first entries tell without another read. */
export function zipType(head: Buffer): string | undefined {
  if (!has(head, 0, LOCAL_HEADER)) return undefined;
  const declared = declaredType(head);
  if (declared !== undefined) return declared;
  const names = entryNames(head);
  if (!MARKS.some((mark) => names.includes(mark)) && !names[0]?.startsWith('META-INF/'))
    return 'application/zip';
  const telling = names.flatMap((name) => TELLING.filter(([start]) => name.startsWith(start)));
  return telling[0]?.[1] ?? 'application/zip';
}

/** OpenDocument and EPUB say it in their first entry, which is not compressed. */
function declaredType(head: Buffer): string | undefined {
  if (!has(head, 26, '\x08\0') || !has(head, 30, ODF_NAME)) return undefined;
  const start = 38 + head.readUInt16LE(28);
  const declared = head.toString('latin1', start, start + Math.min(head.readUInt32LE(22) || 64, 128));
  return /^(?:application|image)\/[\w.+-]+/.exec(declared)?.[0];
}

function entryNames(head: Buffer): string[] {
  const names: string[] = [];
  let at = 0;
  while (at !== -1 && at + 30 <= head.length && names.length < MAX_ENTRIES) {
    const length = head.readUInt16LE(at + 26);
    if (length <= MAX_NAME) names.push(head.toString('latin1', at + 30, at + 30 + length));
    at = head.indexOf(LOCAL_HEADER, at + 30, 'latin1');
  }
  return names;
}
