import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Clients } from '../clients.ts';
import { OWNER_TAG } from './ownership.ts';

/** The ARNs that carry an install's tag, or why they could not be searched for. */
export type TagSearch =
  | { readonly state: 'done'; readonly arns: readonly string[] }
  | { readonly state: 'denied' | 'unavailable'; readonly why: string };

/**
 * Everything in this Region that AWS's index of tags knows under the install's tag. It lags behind: what is
 * gone may be in it for a while. IAM's roles and dashboards never are.
 */
export async function searchByTag(
  { tagging }: Pick<Clients, 'tagging'>,
  install: string,
  signal: AbortSignal,
): Promise<TagSearch> {
  const arns: string[] = [];
  const filter = { TagFilters: [{ Key: OWNER_TAG, Values: [install] }] };
  try {
    for await (const page of paginateGetResources({ client: tagging, pageSize: 100 }, filter)) {
      for (const { ResourceARN } of page.ResourceTagMappingList ?? [])
        if (ResourceARN) arns.push(ResourceARN);
    }
    return { state: 'done', arns };
  } catch (error) {
    signal.throwIfAborted();
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { state: /^AccessDenied/.test(name) ? 'denied' : 'unavailable', why: message };
  }
}
