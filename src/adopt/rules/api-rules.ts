import type { MethodSnapshot } from '@aws-sdk/client-api-gateway';
import type { Finding } from '../../finding.ts';
import type { FoundApi, FoundMethod, FoundStage } from '../find-apis.ts';
import type { FoundPipeline } from '../find-pipeline.ts';
import { valueIn } from '../part.ts';
import { listOf } from '../statements.ts';

type Verdict = Omit<Finding, 'check'>;

/** Judges an API that puts files into the bucket; undefined when it is as it should be. */
type ApiRule = (api: FoundApi) => Verdict | undefined;

/** What can be wrong with each API: one finding a fault, and one that says so when there is none. */
export function judgeApis({ apis }: FoundPipeline): Finding[] {
  if (apis.state === 'unknown') return [{ check: 'api', state: 'unknown', text: apis.reason }];
  return (valueIn(apis) ?? []).flatMap((api) => {
    const check = `api ${api.name}`;
    const verdicts = rules.map((rule) => rule(api)).filter((it) => it !== undefined);
    const fine: Verdict = { state: 'ok', text: api.methods.map(({ name }) => name).join(', ') };
    return (verdicts.length === 0 ? [fine] : verdicts).map((verdict) => ({ check, ...verdict }));
  });
}

const rules: readonly ApiRule[] = [
  ({ id, binaryMediaTypes }) =>
    binaryMediaTypes.length === 0
      ? {
          state: 'fault',
          text: 'it has no binary media types: it takes files for text, and they arrive corrupted',
          fix: `aws apigateway update-rest-api --rest-api-id ${id} --patch-operations op=add,path='/binaryMediaTypes/*~1*', then deploy it`,
        }
      : undefined,
  ({ methods }) => {
    const silent = methods.filter((it) => !tells(it, 403) || !tells(it, 500)).map(({ name }) => name);
    if (silent.length === 0) return undefined;
    return {
      state: 'fault',
      text: `${silent.join(', ')} answers 200 even when S3 refuses the file: no response is mapped to its 4xx and 5xx`,
      fix: 'use the API that filepipe adopt makes',
    };
  },
  ({ methods }) => {
    const open = methods.filter(
      ({ method }) => method.authorizationType === 'NONE' && !method.apiKeyRequired,
    );
    if (open.length === 0) return undefined;
    return {
      state: 'fault',
      text: `anybody on the internet may call ${open.map(({ name }) => name).join(', ')} and fill the bucket`,
      fix: 'use the API that filepipe adopt makes: it takes signed requests',
    };
  },
  ({ endpointTypes }) =>
    endpointTypes.includes('EDGE')
      ? {
          state: 'warning',
          text: 'it is edge-optimised: every upload takes the way round through CloudFront',
          fix: 'use the API that filepipe adopt makes: it is regional',
        }
      : undefined,
  ({ id, stages }) =>
    stages.length === 0
      ? {
          state: 'fault',
          text: 'it is not deployed: nobody can call it',
          fix: `aws apigateway create-deployment --rest-api-id ${id} --stage-name prod`,
        }
      : undefined,
  ({ id, methods, stages }) => {
    const stale = stages.filter((stage) => methods.some((it) => !serves(stage, it)));
    const [first] = stale;
    if (first === undefined) return undefined;
    return {
      state: 'fault',
      text: `it was changed since stage ${stale.map(({ name }) => name).join(', ')} was deployed, and the change is not served`,
      fix: `aws apigateway create-deployment --rest-api-id ${id} --stage-name ${first.name}`,
    };
  },
  ({ methods }) => {
    const roles = methods.map(({ role }) => valueIn(role)).filter((role) => role !== undefined);
    const wide = roles.filter(({ policies }) =>
      (valueIn(policies) ?? []).some(({ statements }) =>
        statements.some((it) => it.Effect === 'Allow' && listOf(it['Action']).some(isEverythingInS3)),
      ),
    );
    if (wide.length === 0) return undefined;
    return {
      state: 'warning',
      text: `its role ${wide.map(({ name }) => name).join(', ')} may do anything in S3, where s3:PutObject is enough`,
      fix: 'use the API that filepipe adopt makes: its role may put files into the one bucket',
    };
  },
  ({ methods }) => {
    const free = methods.filter(({ integration }) => /:s3:path\/\{/.test(integration.uri ?? ''));
    const dynamic = free.filter(
      ({ integration }) =>
        !Object.values(integration.requestParameters ?? {}).some((source) => source.startsWith("'")),
    );
    if (dynamic.length === 0) return undefined;
    return {
      state: 'warning',
      text: `whoever calls ${dynamic.map(({ name }) => name).join(', ')} chooses the bucket`,
      fix: 'name the bucket in the path of the integration',
    };
  },
];

/** Whether a status of S3 is passed on as something else than success. */
function tells({ integration }: FoundMethod, status: number): boolean {
  const responses = Object.values(integration.integrationResponses ?? {});
  return responses.some(({ selectionPattern, statusCode = '' }) => {
    return Boolean(selectionPattern) && fits(selectionPattern, status) && !statusCode.startsWith('2');
  });
}

/** Patterns are Java's, whose simple ones are JavaScript's as well. */
function fits(pattern = '', status: number): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(String(status));
  } catch {
    return true;
  }
}

function serves({ served }: FoundStage, { name, method }: FoundMethod): boolean {
  const [verb = '', path = ''] = name.split(' ');
  const paths = valueIn(served);
  const snapshot: MethodSnapshot | undefined = paths?.[path]?.[verb];
  if (paths === undefined) return true;
  return (
    snapshot !== undefined &&
    snapshot.authorizationType === method.authorizationType &&
    (snapshot.apiKeyRequired ?? false) === (method.apiKeyRequired ?? false)
  );
}

function isEverythingInS3(action: string): boolean {
  return action === '*' || action.toLowerCase() === 's3:*';
}
