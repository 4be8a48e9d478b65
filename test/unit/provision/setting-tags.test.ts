import { describe, expect, it } from 'vitest';
import { presentTags } from '../../../src/provision/resources/function-tags.ts';
import { settingsInTags, settingTags } from '../../../src/provision/setting-tags.ts';
import { defaultSettings, settingsFrom } from '../../../src/provision/settings.ts';

const tagsOf = (given: Readonly<Record<string, unknown>>) => presentTags(settingTags(settingsFrom(given)));

describe('the tags of settings', () => {
  it('are none for the defaults', () => {
    expect(tagsOf({})).toEqual({});
  });

  it('are one for each setting that is not the default', () => {
    const given = { apiAuth: 'key', memoryMb: 1024, timeoutSeconds: 60, alarms: { apiLatencyMs: 250.5 } };
    expect(tagsOf(given)).toEqual({
      'filepipe:apiAuth': 'key',
      'filepipe:memoryMb': '1024',
      'filepipe:alarms.apiLatencyMs': '250.5',
    });
  });

  it.each([
    'ops@example.com',
    "o'neil+x=002b@example.com",
    'jörg#1@exämple.org',
    '😀@example.com',
    '=@=40.de',
  ])('keep the address %s in characters that every tag may have', (alarmEmail) => {
    const tags = tagsOf({ alarmEmail });
    expect(tags['filepipe:alarmEmail']).toMatch(/^[a-zA-Z0-9 +\-=._:/@]+$/);
    expect(settingsFrom({}, settingsInTags(tags)).alarmEmail).toBe(alarmEmail);
  });

  it('give back all that they keep, and pass over what is no setting', () => {
    const given = {
      overrides: { bucket: 'my-photos', table: 'Photos' },
      apiAuth: 'none',
      policies: 'walkthrough',
      alarmEmail: 'ops@example.com',
      trigger: 'none',
      memoryMb: 1024,
      timeoutSeconds: 30,
      logRetentionDays: 7,
      tombstoneDays: 1,
      timeShards: 8,
      alarms: Object.fromEntries(Object.keys(defaultSettings.alarms).map((name, index) => [name, index + 7])),
    };
    const tags = { ...tagsOf(given), 'filepipe:install': 'photos', 'filepipe:later': 'x', team: 'blue' };
    expect(settingsInTags(tags)).toEqual(given);
  });

  it('count for nothing where they make no sense', () => {
    const tags = {
      'filepipe:memoryMb': 'much',
      'filepipe:apiAuth': '',
      'filepipe:alarmEmail': 'me',
      'filepipe:alarms.failedEvents': '-1',
      'filepipe:timeoutSeconds': '30',
    };
    expect(settingsFrom({}, settingsInTags(tags))).toEqual({ ...defaultSettings, timeoutSeconds: 30 });
  });
});
