import { expect, test } from 'vitest';
import { describeFile } from './describe-file.ts';
import { fixture, readAs } from './read-as.ts';

const SAMPLE = {
  family: 'Sample',
  style: 'Light',
  fullName: 'Sample Light',
  postScriptName: 'Sample-Light',
  version: 'Version 1.5',
  copyright: '© A Foundry',
  glyphs: 42,
  weight: 300,
};

test.each([
  ['sample.ttf', SAMPLE],
  ['sample.otf', SAMPLE],
  ['sample.woff', SAMPLE],
  ['sample.woff2', SAMPLE],
  ['two.ttc', { ...SAMPLE, fonts: 2 }],
  ['old.ttf', { family: 'Mac Only', style: 'Bold', glyphs: 42 }],
])('%s is described', async (file, font) => {
  const { status, details, usage } = await describeFile(
    new URL(`files/font/${file}`, import.meta.url).pathname,
  );
  expect(status).toBe('described');
  expect(details?.font).toEqual(font);
  expect(usage.reads).toBe(1);
});

test.each(['sample.pfa', 'sample.pfb'])('%s, a Type 1 font, is described', async (file) => {
  const { font } = await readAs('application/x-font-type1', fixture(`font/${file}`));
  expect(font).toEqual({
    family: 'Sample',
    style: 'Bold',
    fullName: 'Sample Bold',
    postScriptName: 'Sample-Bold',
    version: '001.002',
    copyright: '© (2001) A (small) Foundry',
  });
});

test('a WOFF2 font whose packed tables are damaged fails', async () => {
  const bytes = fixture('font/sample.woff2');
  bytes.fill(0xff, bytes.length - 60);
  await expect(readAs('font/woff2', bytes)).rejects.toThrow('its tables are damaged');
});

test('a font that is cut off within its list of tables fails', async () => {
  const read = readAs('font/ttf', fixture('font/sample.ttf').subarray(0, 40));
  await expect(read).rejects.toThrow('it ends too early');
});

test('a font without names keeps its numbers', async () => {
  const bytes = fixture('font/sample.ttf');
  bytes.write('eman', bytes.indexOf('name'));
  const { font } = await readAs('font/ttf', bytes);
  expect(font).toEqual({ glyphs: 42, weight: 300 });
});

test('a WOFF font that is cut off before its names fails', async () => {
  const bytes = fixture('font/sample.woff');
  const record = bytes.indexOf('name');
  const read = readAs('font/woff', bytes.subarray(0, bytes.readUInt32BE(record + 4) + 20));
  await expect(read).rejects.toThrow('it ends before its table name does');
});

test('what is no font fails', async () => {
  await expect(readAs('font/ttf', Buffer.from('not a font at all'))).rejects.toThrow(
    'it does not begin as a font does',
  );
});
