import { join } from 'node:path';
import { inject } from 'vitest';

const folder = inject('built');

/** The handler as it is shipped, with its extractor beside it. */
export const handlerFile = join(folder, 'index.mjs');

/** Both as Lambda takes them. */
export const codeFile = join(folder, 'function.zip');

/** Code that does nothing, for functions that nobody calls. */
export const idleCodeFile = join(folder, 'idle.zip');

/** Other code than that. */
export const otherCodeFile = join(folder, 'other.zip');
