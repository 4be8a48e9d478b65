import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * A port of loopback that is free, and stays so: no system hands these out by itself, each worker of this run has a
 * row of its own, and each port is given once.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + row * PORTS + (next++ % PORTS);
    const server = await occupy(port).catch(() => undefined);
    if (server === undefined) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Listens on that port of loopback; fails where something does already. */
export async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Linux gives to those who do not choose what is above 32767, others what is above 49151. */
const FIRST_PORT = 12_000;
const PORTS = 2000;
const ROWS = 10;
const row = Number(process.env['VITEST_POOL_ID'] ?? 0) % ROWS;
/** Another run on this machine begins elsewhere. */
let next = process.pid % PORTS;
