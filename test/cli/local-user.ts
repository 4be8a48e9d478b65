import { onTestFinished } from 'vitest';
import { freePort } from '../free-port.ts';
import { newUser } from './filepipe.ts';

/** A user whose embedded AWS, if one is started, is stopped in the end, with a port for it. */
export async function localUser() {
  const user = await newUser();
  onTestFinished(async () => {
    await user.filepipe(['local', 'stop']);
  });
  return { ...user, port: String(await freePort()) };
}
