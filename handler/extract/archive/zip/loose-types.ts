/**
 * The media type of a zip without a table of contents, by what is in it and, where that says little, by its own
 * name; undefined for one that is no more than a zip.
 */
export function looseTypeOf(parts: ReadonlyMap<string, unknown>, name: string): string | undefined {
  if (parts.has('AndroidManifest.xml') && (parts.has('classes.dex') || parts.has('resources.arsc'))) {
    return 'application/vnd.android.package-archive';
  }
  if (parts.has('Index/Document.iwa') || parts.has('index.apxl') || parts.has('Index.zip'))
    return iWorkType(parts, name);
  if (parts.has('doc.kml') && /\.kmz$/iu.test(name)) return 'application/vnd.google-earth.kmz';
  if (/\.cbz$/iu.test(name)) return 'application/vnd.comicbook+zip';
  if (/\.xpi$/iu.test(name) && (parts.has('manifest.json') || parts.has('install.rdf')))
    return 'application/x-xpinstall';
  if (parts.has('META-INF/MANIFEST.MF')) return 'application/java-archive';
  return undefined;
}

/** Apple's three programs name their parts alike: slides give Keynote away, and the file's name the others. */
function iWorkType(parts: ReadonlyMap<string, unknown>, name: string): string {
  if (parts.has('index.apxl') || parts.has('Index/Slide.iwa') || /\.key$/iu.test(name))
    return 'application/vnd.apple.keynote';
  if (/\.numbers$/iu.test(name)) return 'application/vnd.apple.numbers';
  return 'application/vnd.apple.pages';
}
