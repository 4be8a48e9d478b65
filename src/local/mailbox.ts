import type { SideDoor } from './front-door.ts';
import type { Core, Mail, Mailbox } from './internal.ts';

/** What is kept; the oldest goes first. */
const MAX_MAILS = 1000;

const PATH = '/_filepipe/mail';

/**
 * Where e-mail ends up that would leave AWS. The side door answers `GET /_filepipe/mail` with all of
 * it, oldest first, and empties the box on `DELETE`.
 */
export async function createMailbox({
  storage,
  clock,
}: Core): Promise<{ readonly mailbox: Mailbox; readonly sideDoor: SideDoor }> {
  const mails = await storage.collection<Mail>('mailbox');
  let sequence = Number([...mails.entries()].at(-1)?.[0] ?? 0);

  const mailbox: Mailbox = {
    deliver(mail) {
      sequence += 1;
      mails.set(String(sequence).padStart(12, '0'), { ...mail, time: new Date(clock.now()).toISOString() });
      for (const [key] of [...mails.entries()].slice(0, Math.max(0, mails.size - MAX_MAILS)))
        mails.delete(key);
    },
    list: () => [...mails.values()],
  };
  const sideDoor: SideDoor = (request) => {
    if (request.path !== PATH) return undefined;
    if (request.method === 'GET') return Promise.resolve(json(200, mailbox.list()));
    if (request.method !== 'DELETE') return Promise.resolve(json(405, { message: 'GET or DELETE' }));
    for (const [key] of [...mails.entries()]) mails.delete(key);
    return Promise.resolve({ status: 204, headers: {} });
  };
  return { mailbox, sideDoor };
}

function json(status: number, value: unknown) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
