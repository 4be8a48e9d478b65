import type { ExplainedStep } from '../explain/explain-steps.ts';
import type { Channel } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

/** An explained step for a reader, 80 columns wide but for commands whose words are longer. */
export function explanationText({ paint }: Channel, step: ExplainedStep): string {
  const { page, by } = step.console;
  const variables = Object.entries(step.variables).map(([name, source]) => `$${name}: ${source}`);
  return [
    `${paint('bold', step.step)}  ${paint('dim', step.physicalName)}`,
    ...indented(wrapText(`${step.what} ${step.why}`, WIDTH - INDENT)),
    '',
    ...labelled('console', [page, ...wrapText(by, WIDTH - INDENT - LABEL)]),
    ...labelled('allow', wrapText(step.actions.join(', '), WIDTH - INDENT - LABEL)),
    ...labelled('cost', wrapText(step.cost ?? 'nothing', WIDTH - INDENT - LABEL)),
    ...labelled('where', variables),
    '',
    ...step.commands.flatMap((command) => indented(command.split('\n'))),
    '',
  ].join('\n');

  function labelled(label: string, lines: readonly string[]): string[] {
    return lines.map((line, index) => {
      const margin = (index === 0 ? label : '').padEnd(LABEL);
      return `${' '.repeat(INDENT)}${paint('dim', margin)}${line}`;
    });
  }
}

const WIDTH = 80;
const INDENT = 4;
const LABEL = 9;

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `${' '.repeat(INDENT)}${line}`);
}
