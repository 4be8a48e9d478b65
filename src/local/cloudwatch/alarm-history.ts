import type { AlarmHistoryItem, HistoryItemType } from '@aws-sdk/client-cloudwatch';
import type { Core } from '../internal.ts';
import type { Collection } from '../storage.ts';

interface StoredItem {
  readonly alarm: string;
  readonly time: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

export interface AlarmHistory {
  add(alarm: string, type: HistoryItemType, summary: string, data: object): void;
  /** Oldest first. */
  items(): readonly (AlarmHistoryItem & { readonly id: string })[];
}

/** AWS keeps two weeks; we keep so many items. */
const MAX_ITEMS = 2000;

export async function openAlarmHistory({ storage, clock }: Core): Promise<AlarmHistory> {
  const stored: Collection<StoredItem> = await storage.collection('cloudwatch/history');
  let last = Number([...stored.entries()].at(-1)?.[0] ?? 0);
  return {
    add(alarm, type, summary, data) {
      last += 1;
      const item = {
        alarm,
        time: clock.now(),
        type,
        summary,
        data: JSON.stringify({ version: '1.0', ...data }),
      };
      stored.set(String(last).padStart(12, '0'), item);
      const [oldest] = stored.entries();
      if (stored.size > MAX_ITEMS && oldest !== undefined) stored.delete(oldest[0]);
    },
    items: () =>
      [...stored.entries()].map(([id, { alarm, time, type, summary, data }]) => ({
        id,
        AlarmName: alarm,
        AlarmType: 'MetricAlarm',
        Timestamp: new Date(time),
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      })),
  };
}
