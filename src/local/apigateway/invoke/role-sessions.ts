import type { Clock } from '../../clock.ts';
import type { AccessKey } from '../../credentials.ts';
import type { RoleStore } from '../../internal.ts';

/** Credentials of the roles that integrations run as. */
export interface RoleSessions {
  /** Undefined when there is no such role or it does not trust API Gateway. */
  credentials(roleArn: string): AccessKey | undefined;
}

/** How long a session is used for further requests; a change of the role's trust takes this long to count. */
const REUSE_MS = 60_000;

/** Sessions are shared between requests, as every one of them is a key that is remembered. */
export function createRoleSessions(clock: Clock, roles: RoleStore): RoleSessions {
  const sessions = new Map<string, { readonly key: AccessKey; readonly until: number }>();
  return {
    credentials(roleArn) {
      const session = sessions.get(roleArn);
      if (session !== undefined && clock.now() < session.until && roles.exists(roleArn)) return session.key;
      const key = roles.assumeForService(roleArn, 'apigateway.amazonaws.com', 'BackplaneAssumeRoleSession');
      if (key === undefined) sessions.delete(roleArn);
      else sessions.set(roleArn, { key, until: clock.now() + REUSE_MS });
      return key;
    },
  };
}
