import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detailsDocuments } from '../../../scripts/details-schema.mjs';
import { packageRoot } from '../../../src/package-root.ts';

test('what is published about details is what their types say: npm run schema', async () => {
  const documents = await detailsDocuments();
  for (const [name, text] of Object.entries(documents)) {
    expect(await readFile(join(packageRoot, 'docs', name), 'utf8')).toBe(text);
  }
  expect(Object.keys(documents)).toEqual(['details.schema.json', 'details.md']);
});
