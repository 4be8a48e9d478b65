import type { Channel, Terminal } from '../../../src/report/terminal.ts';

/** A terminal that keeps what it is told, without colours and without anything that moves. */
export function recordingTerminal(options: { readonly json?: boolean } = {}) {
  const said = { out: '', err: '' };
  const channel = (name: 'out' | 'err'): Channel => ({
    write: async (text) => {
      said[name] += text;
    },
    paint: (_, text) => text,
    isTerminal: false,
    columns: 80,
    stream: process.stderr,
  });
  const terminal: Terminal = {
    out: channel('out'),
    err: channel('err'),
    input: process.stdin,
    interactive: false,
    animated: false,
    json: options.json ?? false,
    tell: (line = '') => {
      said.err += `${line}\n`;
    },
  };
  return { terminal, said };
}
