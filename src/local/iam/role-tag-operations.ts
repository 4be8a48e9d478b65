import type * as sdk from '@aws-sdk/client-iam';
import type { Operations } from '../service.ts';
import { page } from './page.ts';
import type { Roles } from './role-store.ts';
import { checkTags, fromTags, mergeTags } from './tags.ts';

/** The tags of roles. */
export function roleTagOperations(roles: Roles): Operations<typeof sdk> {
  return {
    tagRole({ RoleName, Tags }) {
      const role = roles.get(RoleName);
      checkTags(Tags);
      roles.save({ ...role, tags: mergeTags(role.tags, Tags) });
      return {};
    },

    untagRole({ RoleName, TagKeys }) {
      const role = roles.get(RoleName);
      const keys = new Set(TagKeys.map((key) => key.toLowerCase()));
      roles.save({ ...role, tags: role.tags.filter(({ key }) => !keys.has(key.toLowerCase())) });
      return {};
    },

    listRoleTags({ RoleName, ...paging }) {
      const tags = [...roles.get(RoleName).tags].sort((a, b) => (a.key < b.key ? -1 : 1));
      const { items, ...rest } = page(tags, ({ key }) => key, paging);
      return { Tags: fromTags(items), ...rest };
    },
  };
}
