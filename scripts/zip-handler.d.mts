export function zipHandler(handlerFile: string): Promise<Uint8Array>;
