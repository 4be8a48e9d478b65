import { assignFound } from '../assign-found.ts';
import { type ByteSource, partOf } from '../byte-source.ts';
import type { DocumentDetails } from '../details.ts';
import type { Draft, Reader } from '../reader.ts';
import { UnreadableError } from '../unreadable-error.ts';
import { documentInfo } from './document-info.ts';
import { statedPages } from './linearization.ts';
import { type Dictionary, isDictionary, nameOf } from './objects.ts';
import { openByScan } from './open-by-scan.ts';
import { openByTable } from './open-by-table.ts';
import { pageSizeOf } from './page-size.ts';
import { countPages, firstPage, pageTreeOf } from './page-tree.ts';
import type { PdfFile } from './pdf-file.ts';
import type { PdfObjects } from './pdf-objects.ts';
import { textOf } from './text-string.ts';
import { unlessDamaged } from './unless-damaged.ts';
import { titleFromXmp } from './xmp.ts';

type Fields = NonNullable<Draft['document']>;

/** How far from its beginning a file may say that it is a PDF. */
const HEADER_BYTES = 1024;

/** Title and author stand at the beginning; what was done to pictures may fill megabytes behind them. */
const ENOUGH_XMP = 64 * 1024;

/** Reads what a PDF says of itself, without its pages' content. */
export const readPdf: Reader = async ({ source }, draft) => {
  const header = await headerOf(source);
  if (header === undefined && draft.mediaType !== 'application/pdf') return;
  draft.mediaType = 'application/pdf';
  if (header !== undefined) draft.mediaTypeFrom = 'content';
  const fields: Fields = {};
  draft.document = fields;
  if (header?.version !== undefined) fields.formatVersion = header.version;
  // Positions count from the header where something was put before it.
  const body = partOf(source, header?.position ?? 0, source.size);
  try {
    await describe(await openByTable(body), fields);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    // What the beginning of a file that was cut off says, unless its page tree is found.
    Object.assign(fields, await statedPages(body));
    await describe(await openByScan(body), fields);
  }
};

interface Header {
  readonly position: number;
  readonly version: string | undefined;
}

async function headerOf(source: ByteSource): Promise<Header | undefined> {
  const header = /%PDF-(\d\.\d)?/.exec((await source.read(0, HEADER_BYTES)).toString('latin1'));
  return header === null ? undefined : { position: header.index, version: header[1] };
}

async function describe(file: PdfFile, fields: Fields): Promise<void> {
  fields.encrypted = file.encrypted;
  if (file.encrypted) fields.passwordNeeded = file.passwordNeeded;
  if (!file.passwordNeeded) return describeOpen(file, fields);
  // Where the page tree is encrypted, too, that is no damage.
  await unlessDamaged(catalogOf(file).then((catalog) => describePages(file, catalog, fields)));
}

async function describeOpen(file: PdfFile, fields: Fields): Promise<void> {
  const { objects, trailer } = file;
  Object.assign(fields, await documentInfo(objects, trailer));
  const catalog = await catalogOf(file);
  const version = nameOf(await objects.resolve(catalog.get('Version')));
  if (version !== undefined && /^\d\.\d$/.test(version) && version > (fields.formatVersion ?? ''))
    fields.formatVersion = version;
  const language = textOf(await objects.resolve(catalog.get('Lang')));
  if (language !== undefined) fields.language = language;
  await describePages(file, catalog, fields);
  if (fields.title === undefined || fields.author === undefined) {
    Object.assign(fields, { ...(await xmpOf(file, catalog)), ...fields });
  }
}

async function catalogOf({ objects, trailer }: PdfFile): Promise<Dictionary> {
  const catalog = await objects.resolve(trailer.get('Root'));
  if (isDictionary(catalog)) return catalog;
  throw new UnreadableError('it has no catalog');
}

async function describePages(file: PdfFile, catalog: Dictionary, fields: Fields): Promise<void> {
  const { objects, linearization } = file;
  const page = await objects.resolve(linearization?.firstPage);
  if (linearization !== undefined && isDictionary(page) && page.has('MediaBox')) {
    fields.pages = linearization.pages;
    return describeSize(objects, [page], fields);
  }
  const tree = await pageTreeOf(objects, catalog);
  const check = file.isWhole && !file.isDamaged;
  assignFound(fields, { pages: linearization?.pages ?? (await countPages(objects, tree, check)) });
  await describeSize(objects, await firstPage(objects, tree), fields);
}

async function describeSize(
  objects: PdfObjects,
  path: readonly Dictionary[] | undefined,
  fields: Fields,
): Promise<void> {
  const size = path === undefined ? undefined : await pageSizeOf(objects, path);
  if (size === undefined) return;
  fields.pageWidthPoints = size.width;
  fields.pageHeightPoints = size.height;
}

async function xmpOf(
  { objects }: PdfFile,
  catalog: Dictionary,
): Promise<Pick<DocumentDetails, 'title' | 'author'>> {
  const packet = await unlessDamaged(objects.stream(catalog.get('Metadata'), ENOUGH_XMP));
  return packet === undefined ? {} : titleFromXmp(packet.data);
}
