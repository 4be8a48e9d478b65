import type { Names, Place } from '../names.ts';
import { OWNER_TAG } from '../ownership.ts';

/** What CloudWatch keeps as a dashboard. */
export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The pipeline from the door to the table: uploads, events, records, failures, latest errors. */
export function dashboardBody(place: Place, names: Names, install: string): DashboardBody {
  const ofFunction = ['FunctionName', names.function];
  const ofApi = ['ApiName', names.restApi, 'Stage', names.stage];
  const ofTable = ['TableName', names.table];
  const ofQueue = ['QueueName', names.failureQueue];
  const chart = (title: string, stat: string, metrics: readonly string[][]) => ({
    type: 'metric',
    properties: { title, stat, metrics, region: place.region, period: 60, view: 'timeSeries' },
  });
  const charts = [
    chart('Uploads through the API', 'Sum', [
      ['AWS/ApiGateway', 'Count', ...ofApi],
      ['AWS/ApiGateway', '4XXError', ...ofApi],
      ['AWS/ApiGateway', '5XXError', ...ofApi],
    ]),
    chart('API latency, p90 (ms)', 'p90', [['AWS/ApiGateway', 'Latency', ...ofApi]]),
    chart('Events', 'Sum', [
      ['AWS/Lambda', 'Invocations', ...ofFunction],
      ['AWS/Lambda', 'Errors', ...ofFunction],
      ['AWS/Lambda', 'Throttles', ...ofFunction],
      ['AWS/Lambda', 'AsyncEventsDropped', ...ofFunction],
    ]),
    chart('Time for an event, p90 (ms)', 'p90', [['AWS/Lambda', 'Duration', ...ofFunction]]),
    chart('Age of events, longest (ms)', 'Maximum', [['AWS/Lambda', 'AsyncEventAge', ...ofFunction]]),
    chart('Writes to the table', 'Sum', [
      ['AWS/DynamoDB', 'ConsumedWriteCapacityUnits', ...ofTable],
      ['AWS/DynamoDB', 'WriteThrottleEvents', ...ofTable],
    ]),
    chart('Failed events in the queue', 'Maximum', [
      ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', ...ofQueue],
    ]),
    {
      type: 'log',
      properties: {
        title: 'Latest errors',
        region: place.region,
        view: 'table',
        query: `SOURCE '${names.logGroup}' | fields @timestamp, @message | filter @message like /(?i)error/ | sort @timestamp desc | limit 20`,
      },
    },
  ];
  const header = {
    type: 'text',
    x: 0,
    y: 0,
    width: 24,
    height: 2,
    properties: {
      markdown: `# ${names.restApi}\nThe file pipeline from bucket ${names.bucket} to table ${names.table}. ${OWNER_TAG}=${install}`,
    },
  };
  return { widgets: [header, ...charts.map((widget, index) => ({ ...widget, ...inGrid(index) }))] };
}

/** Two a row, below the header. */
function inGrid(index: number) {
  return { x: (index % 2) * 12, y: 2 + Math.floor(index / 2) * 6, width: 12, height: 6 };
}
