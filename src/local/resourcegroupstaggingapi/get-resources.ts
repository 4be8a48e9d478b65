import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api';
import type { TaggedResource } from '../internal.ts';
import type { Operations } from '../service.ts';
import { page } from './page.ts';
import { invalid } from './rules.ts';
import type { TagIndex } from './tag-index.ts';

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export function getResourcesOperation(index: TagIndex): Operations<typeof sdk> {
  return {
    getResources(input) {
      checkCombination(input);
      const { ResourceARNList: arns, TagFilters = [], ResourceTypeFilters = [] } = input;
      const found = index
        .list()
        .filter(
          (resource) =>
            (arns === undefined || arns.includes(resource.arn)) &&
            (ResourceTypeFilters.length === 0 ||
              ResourceTypeFilters.some((type) => isOfType(resource, type))) &&
            TagFilters.every((filter) => fits(resource, filter)),
        );
      const { items, token } = page(found, ({ arn }) => arn, pageSize(input), input.PaginationToken);
      return { PaginationToken: token, ResourceTagMappingList: items.map(mappingOf) };
    },
  };
}

const DEFAULT_PAGE = 50;
const MAX_PAGE = 100;

function pageSize({ ResourcesPerPage: size = DEFAULT_PAGE }: sdk.GetResourcesInput): number {
  if (size >= 1 && size <= MAX_PAGE) return size;
  throw invalid(`ResourcesPerPage must be between 1 and ${MAX_PAGE}`);
}

function checkCombination(input: sdk.GetResourcesInput): void {
  const { ResourceARNList, PaginationToken, ResourcesPerPage, TagsPerPage, ...others } = input;
  const filters = [others.TagFilters, others.ResourceTypeFilters];
  const paging = [PaginationToken, ResourcesPerPage, TagsPerPage];
  if (ResourceARNList !== undefined && [...filters, ...paging].some((it) => it !== undefined)) {
    throw invalid('ResourceARNList cannot be combined with filters or pagination parameters');
  }
  if (TagsPerPage !== undefined) throw invalid('The embedded AWS has no TagsPerPage; use ResourcesPerPage');
  if (others.IncludeComplianceDetails || others.ExcludeCompliantResources) {
    throw invalid('The embedded AWS has no tag policies, so no compliance to tell of');
  }
}

/** `s3` for all of a service, `s3:bucket` for one kind. */
function isOfType({ type }: TaggedResource, wanted: string): boolean {
  return type === wanted || type.startsWith(`${wanted}:`);
}

function fits({ tags }: TaggedResource, { Key = '', Values = [] }: sdk.TagFilter): boolean {
  const value = tags[Key];
  return value !== undefined && (Values.length === 0 || Values.includes(value));
}

function mappingOf({ arn, tags }: TaggedResource): sdk.ResourceTagMapping {
  return { ResourceARN: arn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
