import type * as sdk from '@aws-sdk/client-api-gateway';
import type { Operations } from '../service.ts';
import type { Collection } from '../storage.ts';
import { badRequest, notFound } from './faults.ts';
import type { GatewayState } from './state.ts';

type Tags = Readonly<Record<string, string>>;

export function tagOperations(state: GatewayState): Operations<typeof sdk> {
  return {
    getTags: ({ resourceArn }) => ({ tags: { ...find(state, resourceArn).tags } }),
    tagResource({ resourceArn, tags }) {
      const tagged = find(state, resourceArn);
      tagged.set(checkedTags({ ...tagged.tags, ...tags }));
      return {};
    },
    untagResource({ resourceArn, tagKeys }) {
      const tagged = find(state, resourceArn);
      tagged.set(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !tagKeys.includes(key))));
      return {};
    },
  };
}

/**
 * The tags, if API Gateway takes them: it has no space in its alphabet.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html
 */
export function checkedTags(tags: Tags = {}): Tags {
  const entries = Object.entries(tags);
  if (entries.length > 50) throw badRequest('A resource can have at most 50 tags');
  for (const [key, value] of entries) {
    if (key.toLowerCase().startsWith('aws:')) throw badRequest(`Tag key cannot start with aws: ${key}`);
    if (!/^[\w+\-=.:/@]{1,128}$/.test(key)) throw badRequest(`Invalid tag key: '${key}'`);
    if (!/^[\w+\-=.:/@]{0,256}$/.test(value)) throw badRequest(`Invalid tag value: '${value}'`);
  }
  return tags;
}

interface Tagged {
  readonly tags: Tags;
  set(tags: Tags): void;
}

/** `arn:aws:apigateway:us-east-1::/restapis/<id>` and its relatives. */
function find(state: GatewayState, arn: string): Tagged {
  const path = /^arn:aws:apigateway:[\w-]+::(\/.+)$/.exec(arn)?.[1] ?? '';
  const [, kind, id = '', stages, stageName] = path.split('/');
  if (kind === 'restapis' && stages === 'stages') return tagged(state.stages, `${id}/${stageName}`, arn);
  if (stages !== undefined) throw invalidArn(arn);
  if (kind === 'restapis') return tagged(state.apis, id, arn);
  if (kind === 'apikeys') return tagged(state.apiKeys, id, arn);
  if (kind === 'usageplans') return tagged(state.usagePlans, id, arn);
  throw invalidArn(arn);
}

function tagged<V extends { readonly tags: Tags }>(all: Collection<V>, key: string, arn: string): Tagged {
  const item = all.get(key);
  if (item === undefined) throw notFound(`Invalid resource identifier specified: ${arn}`);
  return { tags: item.tags, set: (tags) => all.set(key, { ...item, tags }) };
}

function invalidArn(arn: string) {
  return badRequest(`Invalid ARN specified: ${arn}`);
}
