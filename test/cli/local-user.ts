import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';
import { newUser } from './filepipe.ts';

/** A user whose embedded AWS, if one is started, is stopped in the end; `port` was free a moment ago. */
export async function localUser() {
  const user = await newUser();
  onTestFinished(async () => {
    await user.filepipe(['local', 'stop']);
  });
  const server = await occupy(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { ...user, port: String(port) };
}

/** Listens on a port of loopback; 0 picks a free one. */
export async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
