import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Control } from '../control.ts';
import type { Finding } from '../finding.ts';

/** Who asks, and how far apart this machine's clock and AWS's are. */
export interface Caller {
  readonly arn: string;
  /** Above 0 when AWS's clock is ahead; undefined when the answer has no date. Good to about a second. */
  readonly skewSeconds: number | undefined;
}

/** Asks STS who this is, which needs no permission, and reads the time off its answer. */
export async function askCaller(sts: STSClient, { signal, now }: Control): Promise<Caller> {
  let skewSeconds: number | undefined;
  // The first answer counts: after a refusal for the clock the SDK sets its own right and asks again.
  sts.middlewareStack.add(
    (next) => async (call) => {
      const asked = now();
      const result = await next(call);
      skewSeconds ??= skewOf(result.response, (asked + now()) / 2);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readDate', override: true },
  );
  const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  return { arn: Arn, skewSeconds };
}

/** Who asks; that it is the owner of the account is worth a warning. */
export function identityFinding(arn: string, isAws: boolean): Finding {
  if (isAws && arn.endsWith(':root')) {
    return {
      check: 'identity',
      state: 'warning',
      text: `${arn}, whom nothing can be forbidden`,
      fix: 'make a role with the rights that filepipe policy deployer prints, and use that',
    };
  }
  return { check: 'identity', state: 'ok', text: arn };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const REFUSED_SECONDS = 5 * 60;
const WARNED_SECONDS = 60;

/** AWS refuses requests whose clock is five minutes off. */
export function clockFinding(skewSeconds: number | undefined): Finding {
  if (skewSeconds === undefined) {
    return { check: 'clock', state: 'unknown', text: 'the answer does not say what time it is there' };
  }
  const seconds = Math.round(Math.abs(skewSeconds));
  if (seconds < WARNED_SECONDS) {
    return { check: 'clock', state: 'ok', text: seconds < 2 ? 'as AWS has it' : `${seconds} s off` };
  }
  return {
    check: 'clock',
    state: seconds < REFUSED_SECONDS ? 'warning' : 'fault',
    text: `${seconds} s ${skewSeconds > 0 ? 'behind' : 'ahead of'} AWS's, which refuses more than 300 s`,
    fix: 'set it, for example: sudo timedatectl set-ntp true',
  };
}

function skewOf(response: unknown, askedAt: number): number | undefined {
  const { headers } = response as { readonly headers?: Readonly<Record<string, string>> };
  const there = Date.parse(headers?.['date'] ?? '');
  return Number.isNaN(there) ? undefined : (there - askedAt) / 1000;
}
