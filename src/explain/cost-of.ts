/**
 * What a step of the pipeline adds to the bill, in words, at the prices of us-east-1. Undefined for what costs
 * nothing, used or not.
 */
export function costOf(step: string): string | undefined {
  return costs[step] ?? (step.startsWith('alarm ') ? alarmCost : undefined);
}

const alarmCost = '$0.10 a month for each metric it watches; an account has ten for nothing';

const costs: Readonly<Record<string, string>> = {
  bucket: 'by use: $0.023 a month for a GB stored, $0.005 for 1,000 uploads',
  table: 'by use: $1.25 for a million rows written with their index, $0.25 a month for a GB stored',
  'failure queue': 'by use: $0.40 for a million messages; the first million a month is for nothing',
  'log group': 'by use: $0.50 for a GB of logs taken in, $0.03 a month for a GB kept',
  function: 'by use: $0.20 for a million runs and $0.0000133 for a GB-second of memory',
  api: 'by use: $3.50 for a million requests',
  'alarm topic': 'nothing by itself',
  'alarm mail': '$2 for 100,000 mails; the first thousand a month is for nothing',
  dashboard: '$3 a month; an account has three for nothing',
};
