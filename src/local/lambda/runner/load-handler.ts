import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './describe-error.ts';

export type Handler = (...args: unknown[]) => unknown;

/**
 * The function that a handler name such as `index.handler` or `dir/file.exports.fn` stands for. Fails
 * with the `RuntimeError` that AWS's runtime posts, or with what the module itself throws.
 */
export async function loadHandler(taskRoot: string, name: string): Promise<Handler> {
  if (name.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, file, path] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? [];
  if (file === undefined || path === undefined) throw new RuntimeError('MalformedHandlerName', 'Bad handler');

  const module = await loadModule(taskRoot, resolve(taskRoot, dirname(name)), file);
  const handler = memberAt(module, path) ?? memberAt(memberAt(module, 'default'), path);
  if (handler === undefined) {
    throw new RuntimeError('HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new RuntimeError('HandlerNotFound', `${name} is not a function`);
  return handler as Handler;
}

async function loadModule(taskRoot: string, folder: string, file: string): Promise<unknown> {
  try {
    for (const extension of ['.js', '.mjs', '.cjs']) {
      const path = resolve(folder, file + extension);
      if (existsSync(path)) return await import(pathToFileURL(path).href);
    }
    const require = createRequire(import.meta.url);
    return require(require.resolve(file, { paths: [taskRoot, folder] }));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RuntimeError('UserCodeSyntaxError', String(error), error.stack);
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      throw new RuntimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

function memberAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (object, key) => (typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined),
      value,
    );
}
