import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { defaultSettings, settingsFrom } from '../../../src/provision/settings.ts';

describe('settings', () => {
  it('are the defaults where nothing is given', () => {
    expect(settingsFrom({ alarmEmail: undefined, alarms: undefined })).toEqual(defaultSettings);
  });

  it('keep the defaults beside what is given, inside groups too', () => {
    const settings = settingsFrom({ memoryMb: 1024, alarms: { apiLatencyMs: 9000 } });
    expect(settings).toEqual({
      ...defaultSettings,
      memoryMb: 1024,
      alarms: { ...defaultSettings.alarms, apiLatencyMs: 9000 },
    });
  });

  it.each([
    [{ install: 'Photos' }, 'install "Photos" is not lower-case letters, digits and hyphens, 32 at most'],
    [{ install: '-a' }, 'install "-a" is not'],
    [{ install: 'a'.repeat(33) }, 'is not lower-case letters'],
    [{ overrides: { bucket: 'Bad_Bucket' } }, 'bucket "Bad_Bucket" is not'],
    [{ overrides: 'x' }, 'overrides "x" is not a group of settings'],
    [{ apiAuth: 'cognito' }, 'apiAuth "cognito" is not one of iam, key, none'],
    [{ policies: 'most' }, 'policies "most" is not one of least, walkthrough'],
    [{ extraPolicy: {} }, 'extraPolicy {} is not a policy'],
    [{ alarmEmail: 'me' }, 'alarmEmail "me" is not an e-mail address'],
    [{ memoryMb: 255 }, 'memoryMb 255 is not a whole number from 256 to 10240'],
    [{ memoryMb: '512' }, 'memoryMb "512" is not a whole number'],
    [{ timeoutSeconds: 901 }, 'timeoutSeconds 901 is not a whole number from 1 to 900'],
    [{ logRetentionDays: 13 }, 'logRetentionDays 13 is not one of 1, 3, 5'],
    [{ alarms: { functionErrors: 0 } }, 'alarms.functionErrors 0 is not a number above 0'],
    [{ alarms: { noise: 1 } }, 'alarms.noise is not a setting'],
    [{ memory: 512 }, 'memory is not a setting'],
    [{ toString: 1 }, 'toString is not a setting'],
  ])('refuse %j', (given, message) => {
    expect(() => settingsFrom(given)).toThrow(UsageError);
    expect(() => settingsFrom(given)).toThrow(message);
  });

  it('tell all faults at once', () => {
    const faults = { memoryMb: 1, apiAuth: 'x', alarms: { functionErrors: -1 } };
    expect(() => settingsFrom(faults)).toThrow(/memoryMb.*\napiAuth.*\nalarms\.functionErrors/);
  });
});
