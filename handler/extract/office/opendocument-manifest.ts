import type { ZipDirectory } from '../archive/zip/zip-directory.ts';
import { zipPart } from '../archive/zip/zip-part.ts';
import type { ByteSource } from '../byte-source.ts';
import { type XmlElement, xmlElements } from './xml-elements.ts';

const MANIFEST = 'META-INF/manifest.xml';

/** What an OpenDocument's list of its parts says of the whole: of OpenOffice.org's first files, nothing else tells. */
export async function manifestType(source: ByteSource, directory: ZipDirectory): Promise<string | undefined> {
  const whole = (await manifestOf(source, directory)).find(
    ({ name, attributes }) => name === 'file-entry' && attributes['full-path'] === '/',
  );
  return whole?.attributes['media-type'] || undefined;
}

/** Whether the list says of any part how it is encrypted. */
export async function hasEncryptedParts(source: ByteSource, directory: ZipDirectory): Promise<boolean> {
  return (await manifestOf(source, directory)).some(({ name }) => name === 'encryption-data');
}

async function manifestOf(source: ByteSource, directory: ZipDirectory): Promise<readonly XmlElement[]> {
  const manifest = await zipPart(source, directory, MANIFEST);
  return manifest === undefined ? [] : xmlElements(manifest);
}
