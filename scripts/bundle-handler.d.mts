import type { Metafile } from 'esbuild';

export function bundleHandler(folder: string): Promise<Metafile>;
