import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../package-root.ts';

/** The extractor that setup gives to the function, as it was built. */
export const shippedExtractor: URL = pathToFileURL(join(packageRoot, 'dist', 'handler', 'extractor.mjs'));
