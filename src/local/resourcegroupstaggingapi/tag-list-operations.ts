import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { Operations } from '../service.ts';
import { page } from './page.ts';
import type { TagIndex } from './tag-index.ts';

const PAGE = 100;

/** Which tags there are, over all resources. */
export function tagListOperations(index: TagIndex): Operations<typeof sdk> {
  return {
    getTagKeys({ PaginationToken }) {
      const keys = index.list().flatMap(({ tags }) => Object.keys(tags));
      const { items, token } = page(distinct(keys), itself, PAGE, PaginationToken);
      return { PaginationToken: token, TagKeys: [...items] };
    },
    getTagValues({ Key, PaginationToken }) {
      const values = index.list().flatMap(({ tags }) => tags[Key] ?? []);
      const { items, token } = page(distinct(values), itself, PAGE, PaginationToken);
      return { PaginationToken: token, TagValues: [...items] };
    },
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
}

function itself(text: string): string {
  return text;
}
