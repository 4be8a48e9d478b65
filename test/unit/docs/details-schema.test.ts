import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detailsSchema } from '../../../scripts/details-schema.mjs';
import { packageRoot } from '../../../src/package-root.ts';

test('the published JSON Schema is what the types say: npm run schema', async () => {
  const published = await readFile(join(packageRoot, 'docs', 'details.schema.json'), 'utf8');
  expect(detailsSchema()).toBe(published);
}, 30_000);
