/**
 * The media type of a whole file by that of its main part; undefined for parts that are no main part. Those with
 * macros are registered under names that follow no rule.
 * https://www.iana.org/assignments/media-types
 */
export function ooxmlTypeOf(partType: string): string | undefined {
  const irregular = IRREGULAR[partType];
  if (irregular !== undefined) return irregular;
  const main =
    /^(application\/vnd\.openxmlformats-officedocument\.[a-z]+\.(?:document|template|sheet|presentation|slideshow))\.main\+xml$/u.exec(
      partType,
    );
  return main?.[1];
}

const IRREGULAR: Readonly<Record<string, string>> = {
  'application/vnd.ms-word.document.macroEnabled.main+xml':
    'application/vnd.ms-word.document.macroEnabled.12',
  'application/vnd.ms-word.template.macroEnabledTemplate.main+xml':
    'application/vnd.ms-word.template.macroEnabled.12',
  'application/vnd.ms-excel.sheet.macroEnabled.main+xml': 'application/vnd.ms-excel.sheet.macroEnabled.12',
  'application/vnd.ms-excel.template.macroEnabled.main+xml':
    'application/vnd.ms-excel.template.macroEnabled.12',
  'application/vnd.ms-excel.addin.macroEnabled.main+xml': 'application/vnd.ms-excel.addin.macroEnabled.12',
  'application/vnd.ms-excel.sheet.binary.macroEnabled.main':
    'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  'application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml':
    'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
  'application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml':
    'application/vnd.ms-powerpoint.slideshow.macroEnabled.12',
  'application/vnd.ms-powerpoint.template.macroEnabled.main+xml':
    'application/vnd.ms-powerpoint.template.macroEnabled.12',
  'application/vnd.ms-powerpoint.addin.macroEnabled.main+xml':
    'application/vnd.ms-powerpoint.addin.macroEnabled.12',
  'application/vnd.ms-visio.drawing.main+xml': 'application/vnd.ms-visio.drawing.main+xml',
  'application/vnd.ms-visio.drawing.macroEnabled.main+xml':
    'application/vnd.ms-visio.drawing.macroEnabled.main+xml',
  'application/vnd.ms-visio.stencil.main+xml': 'application/vnd.ms-visio.stencil.main+xml',
  'application/vnd.ms-visio.template.main+xml': 'application/vnd.ms-visio.template.main+xml',
  'application/vnd.ms-package.xps-fixeddocumentsequence+xml': 'application/oxps',
};
