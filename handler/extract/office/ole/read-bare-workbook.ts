import type { Draft, Reader } from '../../reader.ts';
import { describeWorkbook } from './describe-workbook.ts';

/** Reads an Excel workbook that some programs write without a container around it. */
export const readBareWorkbook: Reader = async ({ source }, draft) => {
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  draft.mediaType = 'application/vnd.ms-excel';
  await describeWorkbook((most) => source.read(0, most), document);
};
