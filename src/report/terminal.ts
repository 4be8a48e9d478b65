import { styleText } from 'node:util';

/** Where a command's words go: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: Channel;
  readonly err: Channel;
  readonly input: NodeJS.ReadStream;
  /** Somebody is there to answer a question. */
  readonly interactive: boolean;
  /** Lines on `err` may be redrawn. */
  readonly animated: boolean;
  /** Results are wanted as JSON. */
  readonly json: boolean;
  /** One line on `err`, unless the user asked for quiet. */
  readonly tell: (line?: string) => void;
}

export interface Channel {
  /** Resolves when the reader is ready for more. */
  readonly write: (text: string) => Promise<void>;
  readonly paint: (style: Style, text: string) => string;
  readonly isTerminal: boolean;
  /** Width in cells; 80 when there is no terminal, or one that does not say. */
  readonly columns: number;
  readonly stream: NodeJS.WriteStream;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface TerminalOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Decides once what the terminal can show. https://no-color.org: any value but the empty one counts. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { stdin, stdout, stderr, env, json, quiet } = options;
  const plain = !options.color || Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb' || Boolean(env['CI']);
  const err = channel(stderr, !plain);
  return {
    out: channel(stdout, !plain),
    err,
    input: stdin,
    interactive: Boolean(stdin.isTTY) && err.isTerminal,
    // A terminal of no width (`script`, `docker run -t` in a pipe) cannot be redrawn, and ora would try for ever.
    animated: err.isTerminal && stderr.columns > 0 && !quiet && env['TERM'] !== 'dumb' && !env['CI'],
    json,
    tell: (line = '') => {
      if (!quiet) stderr.write(`${line}\n`);
    },
  };
}

const DEFAULT_COLUMNS = 80;

function channel(stream: NodeJS.WriteStream, mayColour: boolean): Channel {
  const isTerminal = Boolean(stream.isTTY);
  let before = Promise.resolve();
  return {
    write(text) {
      before = before.then(() => written(stream, text));
      return before;
    },
    paint: (style, text) =>
      mayColour && isTerminal ? styleText(style, text, { validateStream: false }) : text,
    isTerminal,
    get columns() {
      return stream.columns || DEFAULT_COLUMNS;
    },
    stream,
  };
}

/** Also resolves when the reader has gone away: that is noticed elsewhere, and is no failure. */
async function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (stream.destroyed || stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.once('drain', go).once('close', go);
  });
}
