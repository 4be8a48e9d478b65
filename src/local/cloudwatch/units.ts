import { StandardUnit } from '@aws-sdk/client-cloudwatch';

export const UNITS: readonly string[] = Object.values(StandardUnit);
