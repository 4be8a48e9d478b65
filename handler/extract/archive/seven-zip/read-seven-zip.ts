import type { ByteSource } from '../../byte-source.ts';
import { exactBytes } from '../../exact-bytes.ts';
import type { Reader } from '../../reader.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { HeaderCursor } from './header-cursor.ts';
import { lzmaDecode } from './lzma-decode.ts';
import { type Folder, type StreamsInfo, streamsInfo } from './streams-info.ts';

const SIGNATURE = Buffer.from('377abcaf271c', 'hex');
const SIGNATURE_HEADER = 32;
const MAX_HEADER = 1024 * 1024;
const HEADER = 0x01;
const ENCODED_HEADER = 0x17;
/** A header that is packed may be that of a header that is packed; 7-Zip does it once. */
const MAX_LAYERS = 4;
const COPY = '00';
const LZMA = '030101';
const AES = '06f10701';

/** Reads the list of files at the end of a 7z. Of one whose list is encrypted it says just that. */
export const readSevenZip: Reader = async ({ source }, draft) => {
  const start = await exactBytes(source, 0, SIGNATURE_HEADER);
  if (!start.subarray(0, 6).equals(SIGNATURE)) throw new UnreadableError('it does not begin as a 7z does');
  const length = Number(start.readBigUInt64LE(20));
  if (length === 0) {
    draft.archive = { entries: 0, files: 0, folders: 0, uncompressedBytes: 0 };
    return;
  }
  if (length > MAX_HEADER) return;
  let header = await exactBytes(source, SIGNATURE_HEADER + Number(start.readBigUInt64LE(12)), length);
  for (let layer = 0; layer < MAX_LAYERS && header[0] === ENCODED_HEADER; layer += 1) {
    const info = streamsInfo(new HeaderCursor(header.subarray(1)));
    if (info.folders.some(isEncrypted)) {
      draft.archive = { encrypted: true };
      return;
    }
    const unpacked = await unpackedHeader(source, info);
    if (unpacked === undefined) return;
    header = unpacked;
  }
  if (header[0] !== HEADER) throw new UnreadableError('its header is damaged');
  draft.archive = listed(new HeaderCursor(header.subarray(1)));
};

function isEncrypted({ coders }: Folder): boolean {
  return coders.some(({ method }) => method === AES);
}

/** Undefined when it is packed in a way that 7-Zip does not use for it. */
async function unpackedHeader(source: ByteSource, info: StreamsInfo): Promise<Buffer | undefined> {
  const [folder] = info.folders;
  const [coder, ...others] = folder?.coders ?? [];
  const [packedBytes = 0] = info.packSizes;
  if (folder === undefined || coder === undefined || others.length > 0) return undefined;
  if (packedBytes > MAX_HEADER || folder.unpackedBytes > MAX_HEADER) return undefined;
  const packed = await exactBytes(source, SIGNATURE_HEADER + info.packPosition, packedBytes);
  if (coder.method === COPY) return packed;
  return coder.method === LZMA ? lzmaDecode(packed, coder.properties, folder.unpackedBytes) : undefined;
}

const END = 0x00;
const PROPERTIES = 0x02;
const ADDITIONAL_STREAMS = 0x03;
const MAIN_STREAMS = 0x04;
const FILES = 0x05;
const EMPTY_STREAM = 0x0e;
const EMPTY_FILE = 0x0f;

function listed(cursor: HeaderCursor) {
  let folders: readonly Folder[] = [];
  let files = { entries: 0, folders: 0 };
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    if (id === PROPERTIES) skipProperties(cursor);
    else if (id === ADDITIONAL_STREAMS) streamsInfo(cursor);
    else if (id === MAIN_STREAMS) folders = streamsInfo(cursor).folders;
    else if (id === FILES) files = filesIn(cursor);
    else throw new UnreadableError('its header has an unknown section');
  }
  return {
    ...files,
    files: files.entries - files.folders,
    uncompressedBytes: folders.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    ...(folders.some(isEncrypted) ? { encrypted: true } : {}),
  };
}

function skipProperties(cursor: HeaderCursor): void {
  while (cursor.number() !== END) cursor.bytes(cursor.number());
}

/** An entry without content is a folder unless it is marked as an empty file. */
function filesIn(cursor: HeaderCursor): { entries: number; folders: number } {
  const entries = cursor.count();
  let empty = 0;
  let emptyFiles = 0;
  for (let id = cursor.number(); id !== END; id = cursor.number()) {
    const property = new HeaderCursor(cursor.bytes(cursor.number()));
    if (id === EMPTY_STREAM) empty = property.bits(entries).filter(Boolean).length;
    if (id === EMPTY_FILE) emptyFiles = property.bits(empty).filter(Boolean).length;
  }
  return { entries, folders: empty - emptyFiles };
}
