import { fileTypeFromTokenizer } from 'file-type/core';
import type { ByteSource } from '../byte-source.ts';
import { SourceTokenizer } from '../source-tokenizer.ts';
import { containerType } from './containers.ts';
import { elfType } from './elf.ts';
import { foreignType } from './foreign-types.ts';
import { mpegType } from './mpeg.ts';
import { programType } from './programs.ts';
import { has, type Signature, typeBySignature } from './signature.ts';
import { binarySignatures } from './signatures/binary.ts';
import { structuredType } from './structures.ts';
import { zipType } from './zip.ts';

/** Some programs write a few bytes before it. */
const PDF_WITHIN = 256;
const DISK_IMAGE_END = 512;
const ZIP_END = 22;

/** Cameras' raw files begin so, too: asked last. */
const TIFF: readonly Signature[] = [
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/tiff', 0, 'II+\0'],
  ['image/tiff', 0, 'MM\0+'],
];

/** The type of a file that is not text, by its bytes, from the surest sign to the weakest; undefined when none is known. */
export async function binaryType(
  head: Buffer,
  source: ByteSource,
  name: string,
): Promise<string | undefined> {
  return (
    (await endType(source, name)) ??
    typeBySignature(head, binarySignatures) ??
    (await elfType(head, source)) ??
    programType(head) ??
    containerType(head) ??
    zipType(head) ??
    mpegType(head) ??
    structuredType(head, source.size) ??
    (head.subarray(0, PDF_WITHIN).includes('%PDF-') ? 'application/pdf' : undefined) ??
    foreignType(await fileTypeFromTokenizer(new SourceTokenizer(source))) ??
    typeBySignature(head, TIFF) ??
    (await lateZipType(source, name))
  );
}

/** A zip may follow anything, and is found from its end: where it has no comment, by the last bytes. */
async function lateZipType(source: ByteSource, name: string): Promise<string | undefined> {
  if (!/\.zip$/i.test(name) || source.size < ZIP_END) return undefined;
  const end = await source.read(source.size - ZIP_END, ZIP_END);
  return has(end, 0, 'PK\x05\x06') ? 'application/zip' : undefined;
}

/** Disk images of macOS begin with anything, so their end is looked at when the name asks for it. */
async function endType(source: ByteSource, name: string): Promise<string | undefined> {
  if (!/\.dmg$/i.test(name) || source.size < DISK_IMAGE_END) return undefined;
  const end = await source.read(source.size - DISK_IMAGE_END, DISK_IMAGE_END);
  return has(end, 0, 'koly') ? 'application/x-apple-diskimage' : undefined;
}
