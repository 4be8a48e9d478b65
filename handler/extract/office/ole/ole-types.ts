import type { CompoundFile } from './compound-file.ts';

/** What a compound file is, by the storages and streams in its root; undefined when they say nothing. */
export function oleTypeOf({ paths, classId }: CompoundFile): string | undefined {
  if (classId === INSTALLER) return 'application/x-msi';
  return TYPES.find(([name]) => paths.has(name))?.[1];
}

/** {000C1084-0000-0000-C000-000000000046}: https://learn.microsoft.com/en-us/windows/win32/msi/database-and-patch */
const INSTALLER = '84100c0000000000c000000000000046';

const TYPES: readonly (readonly [string, string])[] = [
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['PP40', 'application/vnd.ms-powerpoint'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['VisioDocument', 'application/vnd.visio'],
  ['Quill', 'application/vnd.ms-publisher'],
  ['MatOST', 'application/vnd.ms-works'],
  ['Catalog', 'application/x-ms-thumbnail'],
  ['BodyText', 'application/x-hwp'],
  ['StarWriterDocument', 'application/vnd.stardivision.writer'],
  ['StarCalcDocument', 'application/vnd.stardivision.cal'],
  ['StarDrawDocument3', 'application/vnd.stardivision.draw'],
  ['StarImpressDocument', 'application/vnd.stardivision.impress'],
];
