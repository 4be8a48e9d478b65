import {
  CreateDeploymentCommand,
  DeleteDeploymentCommand,
  type Deployment,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from '../../clients.ts';
import type { Control } from '../../control.ts';
import { absentAs, deploymentInUse, whenApiGatewayAllows } from '../engine/retry.ts';
import { isFingerprint } from './api-definition.ts';

/** A stage of an API. */
interface Stage {
  readonly restApiId: string;
  readonly stageName: string;
}

type Aws = Pick<Clients, 'apigateway'>;

/** The fingerprint of what the stage serves; undefined when it serves nothing. Two reads. */
export async function deployedFingerprint({ apigateway }: Aws, stage: Stage): Promise<string | undefined> {
  const served = await absentAs(missing, apigateway.send(new GetStageCommand({ ...stage })));
  if (served?.deploymentId === undefined) return undefined;
  const { restApiId } = stage;
  const deployment = new GetDeploymentCommand({ restApiId, deploymentId: served.deploymentId });
  return (await absentAs(missing, apigateway.send(deployment)))?.description;
}

/** Lets the stage, which is made if need be, serve what the API now defines, and clears old deployments away. */
export async function deploy(
  { apigateway }: Aws,
  stage: Stage,
  description: string,
  control: Control,
): Promise<void> {
  const create = new CreateDeploymentCommand({ ...stage, description });
  const { id } = await whenApiGatewayAllows(control, 'the API to be deployed', () => apigateway.send(create));
  const { items = [] } = await apigateway.send(
    new GetDeploymentsCommand({ restApiId: stage.restApiId, limit: 500 }),
  );
  const old = items.filter((it) => it.id !== id && isFingerprint(it.description));
  for (const deployment of old.slice(0, REMOVED_AT_ONCE)) {
    await removeUnlessInUse({ apigateway }, stage.restApiId, deployment, control);
  }
}

const missing = ['NotFoundException'];

/** Every deployment adds one, so that none pile up. */
const REMOVED_AT_ONCE = 5;

/** Somebody may have made a stage of their own that serves it. */
async function removeUnlessInUse(
  { apigateway }: Aws,
  restApiId: string,
  { id }: Deployment,
  control: Control,
): Promise<void> {
  const remove = new DeleteDeploymentCommand({ restApiId, deploymentId: id });
  try {
    await whenApiGatewayAllows(control, 'an old deployment to be deleted', () =>
      absentAs(missing, apigateway.send(remove)),
    );
  } catch (error) {
    if (!deploymentInUse(error)) throw error;
  }
}
