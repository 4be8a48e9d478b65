import type { Terminal } from './terminal.ts';

/** One moving line at the bottom of a terminal, with lines settling above it. Off a terminal, just the lines. */
export interface Spinner {
  /** What the moving line says; nothing takes it away. */
  readonly text: (text: string) => void;
  readonly line: (line: string) => void;
  readonly close: () => void;
}

/** The terminal's spinner; its library is loaded only where something can move. */
export async function openSpinner(terminal: Terminal): Promise<Spinner> {
  if (!terminal.animated) return { text: () => {}, line: terminal.tell, close: () => {} };
  const { default: ora } = await import('ora');
  // Ora would otherwise read stdin to hide what is typed, and Ctrl-C with it.
  // Its own indent would stay behind, as spaces before the next line; a prefix goes with the rest.
  const look = { prefixText: ' ', color: 'cyan' } as const;
  const spinner = ora({ stream: terminal.err.stream, discardStdin: false, ...look });
  return {
    text: (text) => {
      spinner.text = fitted(text, terminal.err.columns - 6);
      if (text === '') spinner.stop();
      else if (!spinner.isSpinning) spinner.start();
    },
    line: (line) => {
      const wasSpinning = spinner.isSpinning;
      spinner.stop();
      terminal.tell(line);
      if (wasSpinning) spinner.start();
    },
    close: () => {
      spinner.stop();
    },
  };
}

/** A text that wraps would be redrawn wrongly in a narrow terminal. */
function fitted(text: string, cells: number): string {
  return text.length > cells ? `${text.slice(0, Math.max(0, cells - 1))}…` : text;
}
