import { describe, expect, it } from 'vitest';
import type { Thing } from '../../../src/provision/inventory.ts';
import type { Channel } from '../../../src/report/terminal.ts';
import { thingLines } from '../../../src/report/things.ts';

const base = { presence: 'ours', changes: [], obstacle: undefined, health: undefined } as const;
const resized = { path: 'configuration.memoryMb', from: 128, to: 512, action: 'update' } as const;
const missing = { path: '', from: undefined, to: 'FileMetadata', action: 'create' } as const;

const things: Thing[] = [
  {
    ...base,
    step: 'function',
    physicalName: 'FilesProcessed',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:FilesProcessed',
    changes: [resized],
    health: { ok: true, text: 'Active' },
  },
  {
    ...base,
    step: 'table',
    physicalName: 'FileMetadata',
    arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/FileMetadata',
    presence: 'absent',
    changes: [missing],
  },
  { ...base, step: 'trigger', physicalName: 'filepipe', arn: undefined },
  {
    ...base,
    step: 'bucket',
    physicalName: 'files',
    arn: 'arn:aws:s3:::files',
    health: { ok: true, text: 'well' },
  },
];

const withArns = [
  '  ~ function  arn:aws:lambda:eu-west-1:123456789012:function:FilesProcessed  differs',
  '      configuration.memoryMb: 128 → 512',
  '  + table     FileMetadata                                                   missing',
  '  ✔ trigger   filepipe',
  '  ✔ bucket    arn:aws:s3:::files                                             well',
];
const withNames = [
  '  ~ function  FilesProcessed  differs',
  '      configuration.memoryMb: 128 → 512',
  '  + table     FileMetadata    missing',
  '  ✔ trigger   filepipe',
  '  ✔ bucket    files           well',
];

const width = Math.max(...withArns.map((line) => line.length));

describe('the lines of an inventory', () => {
  it.each([
    ['ARNs on a terminal that is wide enough', { isTerminal: true, columns: width }, withArns],
    ['names on a terminal that is not', { isTerminal: true, columns: width - 1 }, withNames],
    ['ARNs where no terminal limits them', { isTerminal: false, columns: 80 }, withArns],
  ])('have %s', (_, { isTerminal, columns }, lines) => {
    const channel: Channel = {
      isTerminal,
      columns,
      paint: (_style, text) => text,
      write: async () => {},
      stream: process.stdout,
    };
    expect(thingLines(channel, things)).toEqual(lines);
  });
});
