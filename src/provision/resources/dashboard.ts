import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Clients } from '../../clients.ts';
import { FilepipeError } from '../../errors.ts';
import { resourceOf } from '../engine/aspects.ts';
import type { Resource, Tags } from '../engine/resource.ts';
import { absentAs } from '../engine/retry.ts';
import { OWNER_TAG } from '../ownership.ts';
import type { DashboardBody } from './dashboard-body.ts';

export interface DashboardSpec {
  readonly name: string;
  readonly body: DashboardBody;
}

export interface DashboardLive {
  readonly body: DashboardBody;
}

type Aws = Pick<Clients, 'cloudwatch'>;

/** The pipeline on one page. Dashboards have no tags, so its text says whose it is. */
export const dashboard: Resource<Aws, DashboardSpec, DashboardLive> = resourceOf<
  Aws,
  DashboardSpec,
  DashboardLive
>({
  async observe({ cloudwatch }, { name }) {
    const found = await absentAs(missing, cloudwatch.send(new GetDashboardCommand({ DashboardName: name })));
    return found?.DashboardBody === undefined
      ? undefined
      : { body: JSON.parse(found.DashboardBody) as DashboardBody };
  },

  create: (aws, spec) => put(aws, spec),

  aspects: [
    {
      path: 'widgets',
      wanted: (spec) => spec.body.widgets,
      actual: (live) => live.body.widgets,
      write: (aws, spec) => put(aws, spec),
    },
  ],

  async remove({ cloudwatch }, { name }) {
    await absentAs(missing, cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [name] })));
  },

  tags: ({ body }) => ownerIn(body),
});

const missing = ['DashboardNotFoundError', 'ResourceNotFound'];

async function put({ cloudwatch }: Aws, { name, body }: DashboardSpec): Promise<void> {
  const command = new PutDashboardCommand({ DashboardName: name, DashboardBody: JSON.stringify(body) });
  const { DashboardValidationMessages = [] } = await cloudwatch.send(command);
  const [fault] = DashboardValidationMessages;
  if (fault !== undefined)
    throw new FilepipeError(`CloudWatch finds fault with dashboard ${name}: ${fault.Message}`);
}

function ownerIn({ widgets = [] }: DashboardBody): Tags {
  for (const { properties } of widgets) {
    const found = new RegExp(`${OWNER_TAG}=([a-z0-9-]+)`).exec(String(properties['markdown'] ?? ''));
    if (found?.[1] !== undefined) return { [OWNER_TAG]: found[1] };
  }
  return {};
}
