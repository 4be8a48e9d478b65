import { TIME_INDEX } from '../../../handler/record.ts';
import type { Names } from '../names.ts';
import type { AlarmThresholds } from '../settings.ts';
import type { AlarmRule } from './alarm.ts';

/**
 * The alarms of an install by the last part of their name. Files come now and then, so one bad minute
 * among five is enough; only latency has to be high for three.
 */
export function alarmRules(names: Names, thresholds: AlarmThresholds): Readonly<Record<string, AlarmRule>> {
  const ofFunction = { namespace: 'AWS/Lambda', dimensions: { FunctionName: names.function } };
  const ofApi = { namespace: 'AWS/ApiGateway', dimensions: { ApiName: names.restApi, Stage: names.stage } };
  const once = { statistic: 'Sum', datapoints: 1, periods: 5 } as const;
  return {
    'function-errors': {
      ...ofFunction,
      ...once,
      description: 'The function failed on a file',
      metrics: ['Errors'],
      threshold: thresholds.functionErrors,
    },
    'function-throttles': {
      ...ofFunction,
      ...once,
      description: 'The function had to wait for its turn: the account runs too many at once',
      metrics: ['Throttles'],
      threshold: thresholds.functionThrottles,
    },
    'dropped-events': {
      ...ofFunction,
      ...once,
      description: 'Lambda gave up on an event: its file is missing from the table unless it is redriven',
      metrics: ['AsyncEventsDropped'],
      threshold: thresholds.droppedEvents,
    },
    'failed-events': {
      ...once,
      namespace: 'AWS/SQS',
      dimensions: { QueueName: names.failureQueue },
      description:
        'Events that the function failed on for good wait in the failure queue: filepipe redrive --list',
      metrics: ['ApproximateNumberOfMessagesVisible'],
      statistic: 'Maximum',
      threshold: thresholds.failedEvents,
    },
    'api-server-errors': {
      ...ofApi,
      ...once,
      description: 'The upload API answered with a server error',
      metrics: ['5XXError'],
      threshold: thresholds.apiServerErrors,
    },
    'api-latency': {
      ...ofApi,
      description: 'Uploads through the API take long',
      metrics: ['Latency'],
      statistic: 'p90',
      threshold: thresholds.apiLatencyMs,
      datapoints: 3,
      periods: 5,
    },
    'table-throttles': {
      ...once,
      namespace: 'AWS/DynamoDB',
      dimensions: { TableName: names.table },
      description: 'The table refused reads or writes because there were too many',
      metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'],
      threshold: thresholds.tableThrottles,
    },
    'index-throttles': {
      ...once,
      namespace: 'AWS/DynamoDB',
      dimensions: { TableName: names.table, GlobalSecondaryIndexName: TIME_INDEX },
      description: 'The time index refused reads, or writes and with it the table: raise --time-shards',
      metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'],
      threshold: thresholds.tableThrottles,
    },
  };
}
