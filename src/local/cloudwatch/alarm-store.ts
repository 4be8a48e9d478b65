import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { ACCOUNT_ID, PARTITION, REGION } from '../credentials.ts';

/** As PutMetricAlarm gave it. */
export type AlarmSettings = Omit<PutMetricAlarmInput, 'Tags' | 'AlarmName'> & { readonly AlarmName: string };

/** Times are milliseconds since the epoch. */
export interface StoredAlarm {
  readonly settings: AlarmSettings;
  readonly configured: number;
  readonly state: AlarmState;
  readonly tags: Readonly<Record<string, string>>;
}

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string;
  readonly updated: number;
  readonly transitioned: number;
}

export function alarmArn(name: string): string {
  return `arn:${PARTITION}:cloudwatch:${REGION}:${ACCOUNT_ID}:alarm:${name}`;
}
