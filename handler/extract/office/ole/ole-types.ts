import type { CompoundFile } from './compound-file.ts';

/** What a compound file is, by the storages and streams in its root, else by its program; undefined when neither tells. */
export function oleTypeOf({ has, classId }: CompoundFile): string | undefined {
  if (classId === INSTALLER) return 'application/x-msi';
  return TYPES.find(([name]) => has(name))?.[1] ?? CLASSES[classId];
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

/** Of programs whose streams have names that others use, too. */
const CLASSES: Readonly<Record<string, string>> = {
  '0112020000000000c000000000000046': 'application/vnd.ms-publisher',
  '3a8fb774c8c8d111be1100c04fb6faf1': 'application/vnd.ms-project',
  b25aa40e0a9ed111a40700c04fb932ba: 'application/vnd.ms-works',
};
