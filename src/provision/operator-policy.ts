import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, type PolicyStatement, policy } from './policies.ts';
import { readerPolicy } from './reader-policy.ts';
import type { Settings } from './settings.ts';

/** All that a reader needs, and what `redrive` and the whole of `trace` need besides. */
export function operatorPolicy(place: Place, settings: Settings): PolicyDocument {
  return policy([...readerPolicy(place, settings).Statement, ...redriveRights(place, settings)]);
}

/** To count what waits is a reader's right. */
function redriveRights(place: Place, settings: Settings): PolicyStatement[] {
  const arns = arnsOf(place, namesOf(place, settings));
  const taking = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'];
  return [
    allow('TakeFailures', taking, arns.failureQueue),
    allow('CallFunction', ['lambda:InvokeFunction'], arns.function),
  ];
}
