import type { Options } from '../command.ts';

/** Which embedded AWS: each data directory has one of its own. */
export const dataDirOption = {
  dataDir: { type: 'text', value: '<folder>', setting: true, summary: 'where it keeps its data' },
} as const satisfies Options;
