/**
 * The media type of a zip without a table of contents, by what is in it and, where that says little, by its own
 * name; undefined for one that is no more than a zip.
 */
export function looseTypeOf(parts: ReadonlyMap<string, unknown>, name: string): string | undefined {
  if (I_WORK.some((part) => parts.has(part))) return iWorkType(parts, name);
  return TYPES.find(({ part, ending }) => (!part || parts.has(part)) && (!ending || ending.test(name)))
    ?.mediaType;
}

interface LooseType {
  readonly mediaType: string;
  /** Has a part of this name. */
  readonly part?: string;
  /** Its own name ends so. */
  readonly ending?: RegExp;
}

const TYPES: readonly LooseType[] = [
  { mediaType: 'application/vnd.android.package-archive', part: 'AndroidManifest.xml', ending: /\.apk$/iu },
  { mediaType: 'application/vnd.android.package-archive', part: 'classes.dex' },
  { mediaType: 'application/vnd.google-earth.kmz', part: 'doc.kml' },
  { mediaType: 'application/vnd.comicbook+zip', ending: /\.cbz$/iu },
  { mediaType: 'application/x-xpinstall', part: 'manifest.json', ending: /\.xpi$/iu },
  { mediaType: 'application/x-xpinstall', part: 'install.rdf' },
  { mediaType: 'application/x-java-jmod', part: 'classes/module-info.class' },
  { mediaType: 'application/java-archive', part: 'META-INF/MANIFEST.MF' },
];

const I_WORK = ['Index/Document.iwa', 'Index.zip', 'index.apxl', 'buildVersionHistory.plist'];

/** Apple's three programs name their parts alike: slides give Keynote away, and the file's name the others. */
function iWorkType(parts: ReadonlyMap<string, unknown>, name: string): string {
  if (parts.has('index.apxl') || parts.has('Index/Slide.iwa') || /\.key$/iu.test(name))
    return 'application/vnd.apple.keynote';
  if (/\.numbers$/iu.test(name)) return 'application/vnd.apple.numbers';
  return 'application/vnd.apple.pages';
}
