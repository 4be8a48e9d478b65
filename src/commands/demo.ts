import { runDemo, type Show } from '../demo/run-demo.ts';
import { formatSeconds } from '../report/format.ts';
import { openSpinner, type Spinner } from '../report/spinner.ts';
import type { Terminal } from '../report/terminal.ts';
import { withStage } from '../stage.ts';
import { command } from './command.ts';

export const demo = command({
  examples: [['filepipe demo', 'on an AWS that lives in this process and leaves nothing behind']],
  interrupted: 'Nothing of the demo is left.',
  async run({ terminal, control }) {
    terminal.tell(
      terminal.err.paint('dim', 'an AWS of its own, in this process: nothing leaves this machine'),
    );
    const started = control.now();
    const spinner = await openSpinner(terminal);
    try {
      await withStage((stage) => runDemo(stage, showOn(terminal, spinner, control.now), control));
    } finally {
      spinner.close();
    }
    const seconds = formatSeconds((control.now() - started) / 1000);
    const proved =
      'files go in through both doors, their metadata comes out, failures are told, and it all goes away';
    if (!terminal.json) await terminal.out.write(`\nproved in ${seconds}: ${proved}\n`);
    terminal.tell('next: filepipe setup --local, or with an account: filepipe setup');
    return 0;
  },
});

const DETAIL_WIDTH = 74;

function showOn({ out, err, json }: Terminal, spinner: Spinner, now: () => number): Show {
  return {
    line: (line) => spinner.line(err.paint('dim', line)),
    prove: async (title, check) => {
      const started = now();
      spinner.text(title);
      const detail = await check();
      const seconds = (now() - started) / 1000;
      if (json) await out.write(`${JSON.stringify({ event: 'proved', title, detail, seconds })}\n`);
      const time = err.paint('dim', formatSeconds(seconds));
      spinner.line(
        `  ${err.paint('green', '✔')} ${title.padEnd(13)}  ${detail.padEnd(DETAIL_WIDTH)} ${time}`,
      );
    },
  };
}
