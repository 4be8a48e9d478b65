import type * as sdk from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, PARTITION } from '../credentials.ts';
import type { Core } from '../internal.ts';
import type { Operations } from '../service.ts';
import type { Collection } from '../storage.ts';
import { checkDashboardBody } from './dashboard-body.ts';
import { pageOf } from './page.ts';

interface StoredDashboard {
  readonly name: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly changed: number;
}

const DASHBOARDS_PER_PAGE = 1000;

export async function dashboardOperations({ storage, clock }: Core): Promise<Operations<typeof sdk>> {
  const dashboards: Collection<StoredDashboard> = await storage.collection('cloudwatch/dashboards');
  return {
    putDashboard({ DashboardName: name, DashboardBody: body, Tags }) {
      checkName(name);
      if (Tags !== undefined) throw invalid('The embedded AWS does not serve tags of dashboards');
      checkDashboardBody(body);
      dashboards.set(name, { name, body, changed: clock.now() });
      return { DashboardValidationMessages: [] };
    },
    getDashboard({ DashboardName }) {
      const { name, body } = find(DashboardName);
      return { DashboardArn: dashboardArn(name), DashboardName: name, DashboardBody: body };
    },
    listDashboards({ DashboardNamePrefix: prefix = '', NextToken }) {
      const found = [...dashboards.values()].filter(({ name }) => name.startsWith(prefix));
      found.sort((a, b) => (a.name < b.name ? -1 : 1));
      const { page, ...next } = pageOf(found, ({ name }) => name, DASHBOARDS_PER_PAGE, NextToken);
      return { DashboardEntries: page.map(describe), ...next };
    },
    deleteDashboards({ DashboardNames }) {
      // All of them, or none.
      for (const { name } of DashboardNames.map(find)) dashboards.delete(name);
      return {};
    },
  };

  function find(name: string): StoredDashboard {
    const dashboard = dashboards.get(name);
    if (dashboard !== undefined) return dashboard;
    throw new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`);
  }
}

function describe({ name, body, changed }: StoredDashboard): sdk.DashboardEntry {
  return {
    DashboardName: name,
    DashboardArn: dashboardArn(name),
    LastModified: new Date(changed),
    Size: Buffer.byteLength(body),
  };
}

/** Dashboards belong to no region. */
function dashboardArn(name: string): string {
  return `arn:${PARTITION}:cloudwatch::${ACCOUNT_ID}:dashboard/${name}`;
}

function checkName(name: string): void {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    throw invalid(
      'The value for field DashboardName contains invalid characters. ' +
        'It can only contain alphanumerics, dash (-) and underscore (_).\n',
    );
  }
  if (name.length > 255)
    throw invalid('The value for field DashboardName must have at most 255 characters.\n');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
