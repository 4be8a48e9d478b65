import type { DashboardValidationMessage } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';

const TYPES = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom'];
const GRID_WIDTH = 24;
const MAX_WIDGETS = 500;

/**
 * Refuses a body that CloudWatch would not keep, with every fault in `dashboardValidationMessages`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function checkDashboardBody(text: string): void {
  const body = readObject(text);
  if (body === undefined) throw faulty([fault('/', 'The field DashboardBody must be a valid JSON object')]);
  const widgets: unknown = Reflect.get(body, 'widgets') ?? [];
  if (!Array.isArray(widgets)) throw faulty([fault('/widgets', 'Should be an array')]);
  const faults = widgets.flatMap((widget: unknown, i) => widgetFaults(widget, `/widgets/${i}`));
  if (widgets.length > MAX_WIDGETS)
    faults.push(fault('/widgets', `Should have at most ${MAX_WIDGETS} items`));
  if (faults.length > 0) throw faulty(faults);
}

function widgetFaults(widget: unknown, path: string): DashboardValidationMessage[] {
  if (!isObject(widget)) return [fault(path, 'Should be an object')];
  const { type, properties } = widget;
  if (typeof type !== 'string') return [fault(path, "Should have required property 'type'")];
  if (!TYPES.includes(type)) return [fault(`${path}/type`, `Should be one of ${TYPES.join(', ')}`)];
  if (!isObject(properties)) return [fault(path, "Should have required property 'properties'")];
  return [...gridFaults(widget, path), ...propertyFaults(type, properties, `${path}/properties`)];
}

function gridFaults(widget: JsonObject, path: string): DashboardValidationMessage[] {
  const ranges = {
    x: [0, GRID_WIDTH - 1],
    y: [0, Number.MAX_SAFE_INTEGER],
    width: [1, GRID_WIDTH],
    height: [1, 1000],
  };
  return Object.entries(ranges).flatMap(([name, [least = 0, most = 0]]) => {
    const value = widget[name];
    if (value === undefined) return [];
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return fits ? [] : [fault(`${path}/${name}`, `Should be an integer from ${least} to ${most}`)];
  });
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  metric: ['region'],
  text: ['markdown'],
  log: ['region', 'query'],
  alarm: ['alarms'],
  custom: ['endpoint'],
};

function propertyFaults(type: string, properties: JsonObject, path: string): DashboardValidationMessage[] {
  const missing = (REQUIRED[type] ?? []).filter((name) => properties[name] === undefined);
  const faults = missing.map((name) => fault(path, `Should have required property '${name}'`));
  if (type !== 'metric') return faults;
  const { metrics, annotations } = properties;
  if (metrics === undefined && annotations === undefined) {
    faults.push(fault(path, "Should have required property 'metrics' or 'annotations'"));
  }
  if (metrics !== undefined && !Array.isArray(metrics))
    faults.push(fault(`${path}/metrics`, 'Should be an array'));
  return faults;
}

type JsonObject = Readonly<Record<string, unknown>>;

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(DataPath: string, Message: string): DashboardValidationMessage {
  return { DataPath, Message };
}

function faulty(dashboardValidationMessages: readonly DashboardValidationMessage[]): AwsError {
  const count = `${dashboardValidationMessages.length} validation error${dashboardValidationMessages.length === 1 ? '' : 's'}`;
  return new AwsError(
    'DashboardInvalidInputError',
    `The field DashboardBody must be a valid JSON object with no errors: ${count}`,
    { fields: { dashboardValidationMessages } },
  );
}
