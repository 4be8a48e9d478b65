import { wrapText } from '../report/wrap-text.ts';
import { shellWord } from './shell-word.ts';

export interface Purpose {
  readonly install: string;
  readonly accountId: string;
  readonly region: string;
  /** Of the function's zip, which stands beside the script. */
  readonly zipName: string;
}

/** What a script needs before its first call: that it runs where it should, and how it calls aws-cli. */
export function scriptPreamble({ install, accountId, region, zipName }: Purpose): string {
  const purpose = [
    `Builds the filepipe install "${install}" in account ${accountId}, region ${region}, call by call as filepipe`,
    'setup does, for an account where nothing of it exists yet. It stops at the first call that fails; then filepipe',
    'setup carries on, or filepipe teardown removes what there is. Written by filepipe setup --script.',
  ];
  const needs = `Needs bash, a recent aws-cli, credentials, and beside it ${zipName}, the function's code.`;
  return `#!/usr/bin/env bash
${commented(purpose.join(' '))}
#
${commented(needs)}
set -euo pipefail
unset CDPATH

account=${shellWord(accountId)}
region=${shellWord(region)}
zip=${shellWord(zipName)}

# aws-cli, at the endpoint in AWS_ENDPOINT_URL when that is set.
cli() {
  command aws \${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"
}

# What AWS refuses only until all of it knows what was made a moment ago.
passing='cannot be assumed by Lambda|role does not have permissions'
passing+='|Unable to validate the following destination configurations'
passing+='|update is in progress|currently in the following state'
passing+='|NoSuchEntity|NoSuchBucket|OperationAborted|ConcurrentModification'
passing+='|ContinuousBackupsUnavailable|QueueDeletedRecently|TooManyRequests'
passing+='|ResourceInUseException\\) when calling the Update'

# A call that is repeated, for two minutes at most, while AWS refuses it so.
aws() {
  local said pause=1 deadline=$((SECONDS + 120))
  while ! { said=$(cli "$@" 2>&1 >&3); } 3>&1; do
    if ((SECONDS >= deadline)) || ! grep -qE "$passing" <<<"$said"; then
      printf '%s\\n' "$said" >&2
      return 1
    fi
    sleep "$pause"
    pause=$((pause < 8 ? pause * 2 : 8))
  done
}

refuse() {
  printf '%s: %s\\n' "$0" "$1" >&2
  exit 1
}

# Refuses when the call finds one: what is there would be changed, or doubled.
absent() {
  local thing=$1 found
  shift
  found=$(cli "$@" --output text 2>/dev/null) || return 0
  [ -z "$found" ] || [ "$found" = None ] || refuse "$thing exists already; nothing was changed"
}

step() {
  at=$1
  printf '%s\\n' "$1" >&2
}

chosen=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-$(command aws configure get region || true)}}
[ -z "$chosen" ] || [ "$chosen" = "$region" ] ||
  refuse "made for region $region, and aws-cli is set to $chosen: run it with AWS_REGION=$region"
export AWS_REGION=$region AWS_DEFAULT_REGION=$region AWS_PAGER=
# Calls that AWS throttles are repeated by aws-cli itself.
export AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=10
caller=$(cli sts get-caller-identity --query Account --output text)
[ "$caller" = "$account" ] ||
  refuse "made for account $account, and these credentials are of account $caller"
cd -- "$(dirname -- "$0")"
[ -r "$zip" ] || refuse "the function's code is missing: $zip"
`;
}

/** Lines of a shell's comment. */
export function commented(text: string): string {
  return wrapText(text, 78)
    .map((line) => `# ${line}`)
    .join('\n');
}
