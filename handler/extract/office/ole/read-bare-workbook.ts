import type { Draft, Reader } from '../../reader.ts';
import { describeWorkbook, MAX_WORKBOOK } from './describe-workbook.ts';

/** Reads an Excel workbook that some programs write without a container around it. */
export const readBareWorkbook: Reader = async ({ source }, draft) => {
  const document: NonNullable<Draft['document']> = {};
  draft.document = document;
  draft.mediaType = 'application/vnd.ms-excel';
  describeWorkbook(await source.read(0, MAX_WORKBOOK), document);
};
