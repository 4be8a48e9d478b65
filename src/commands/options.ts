import { MAX_TIME_SHARDS } from '../../handler/record.ts';
import type { SettingRule } from '../config.ts';
import { LEAST_MEMORY_MB } from '../provision/settings.ts';
import type { Options } from './command.ts';
import { settingRules } from './setting-sources.ts';

/** Options of every command. */
export const globalOptions = {
  local: {
    type: 'either',
    setting: true,
    summary: 'the embedded AWS on this machine: no account, no Docker',
  },
  profile: {
    type: 'text',
    value: '<name>',
    setting: true,
    summary: 'profile of the AWS configuration files',
  },
  region: { type: 'text', value: '<region>', setting: true, summary: 'AWS region, such as eu-central-1' },
  endpointUrl: { type: 'text', value: '<url>', setting: true, summary: 'any other endpoint that speaks AWS' },
  dataDir: {
    type: 'text',
    value: '<folder>',
    setting: true,
    summary: 'where the embedded AWS keeps its data',
  },
  realism: {
    type: 'text',
    value: '<what>',
    setting: true,
    summary: "the embedded AWS with AWS's awkward side (strict), if it has to be started",
  },
  name: { type: 'text', value: '<install>', setting: true, summary: 'which install (default: filepipe)' },
  json: { type: 'flag', summary: 'results as JSON on stdout' },
  quiet: { type: 'flag', short: '-q', summary: 'nothing but results and errors' },
  yes: { type: 'flag', short: '-y', summary: 'answer every question with yes' },
  color: { type: 'switch', summary: 'no colours' },
  debug: { type: 'flag', summary: 'show the stack trace of an error' },
} as const satisfies Options;

/** Physical names that differ from the ones derived from the install's name. */
export const nameOptions = {
  bucket: { type: 'text', value: '<name>', setting: true, summary: 'bucket, instead of the derived name' },
  table: { type: 'text', value: '<name>', setting: true, summary: 'table, instead of the derived name' },
  function: {
    type: 'text',
    value: '<name>',
    setting: true,
    summary: 'function, instead of the derived name',
  },
} as const satisfies Options;

/** How an install is made; what is not given stays as it is. */
export const setupOptions = {
  apiAuth: {
    type: 'choice',
    choices: ['iam', 'key', 'none'],
    setting: true,
    summary: 'who may call the API: signed requests, holders of a key, anybody',
  },
  policies: {
    type: 'choice',
    choices: ['least', 'walkthrough'],
    setting: true,
    summary: "the function's rights: just what it needs, or the walkthrough's full-access policies",
  },
  extraPolicy: {
    type: 'text',
    value: '<file>',
    setting: true,
    summary: "JSON policy added to the function's role; none takes it away",
  },
  alarmEmail: {
    type: 'text',
    value: '<address>',
    setting: true,
    summary: 'where alarms are mailed to; none for nowhere',
  },
  trigger: {
    type: 'choice',
    choices: ['all', 'none'],
    setting: true,
    summary: 'which objects run the function; none leaves the triggers of the bucket alone',
  },
  memoryMb: {
    type: 'number',
    value: '<MB>',
    min: LEAST_MEMORY_MB,
    max: 10_240,
    setting: true,
    summary: `memory of the function; with less than ${LEAST_MEMORY_MB} MB a damaged file could end it`,
  },
  timeoutSeconds: {
    type: 'number',
    value: '<seconds>',
    min: 1,
    max: 900,
    setting: true,
    summary: 'how long the function may take for an event',
  },
  logRetentionDays: {
    type: 'number',
    value: '<days>',
    min: 1,
    max: 3653,
    setting: true,
    summary: 'how long logs are kept',
  },
  tombstoneDays: {
    type: 'number',
    value: '<days>',
    min: 1,
    max: 3650,
    setting: true,
    summary: 'how long the table remembers that a file was removed',
  },
  timeShards: {
    type: 'number',
    value: '<n>',
    min: 1,
    max: MAX_TIME_SHARDS,
    setting: true,
    summary: 'how many partitions of the time index new rows go to, 1,000 files a second each',
  },
} as const satisfies Options;

/** Repairs a second that `reconcile` is content with, and far from what DynamoDB, Lambda and S3 take. */
export const DEFAULT_RATE = 50;

/** How setup ends. */
export const setupEndOptions = {
  verify: { type: 'switch', setting: true, summary: 'do not send probes through the pipeline in the end' },
} as const satisfies Options;

/** What filepipe.config.json may hold. Alarm thresholds have no option; `setup` checks them itself. */
export function configRules(): Map<string, SettingRule> {
  const anything: SettingRule = () => undefined;
  return new Map([
    ...settingRules({ ...globalOptions, ...nameOptions, ...setupOptions, ...setupEndOptions }),
    ['extraPolicy', anything],
    ['alarms', anything],
  ]);
}
