import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, type PolicyStatement, policy } from './policies.ts';
import { readerPolicy } from './reader-policy.ts';
import type { Settings } from './settings.ts';

/** What `reconcile`, `redrive` and the whole of `trace` need and, to understand what they say, all that a reader needs. */
export function operatorPolicy(place: Place, settings: Settings): PolicyDocument {
  return policy([...readerPolicy(place, settings).Statement, ...mendingRights(place, settings)]);
}

/** To list the bucket, to look at the function and to count what waits is a reader's right. */
function mendingRights(place: Place, settings: Settings): PolicyStatement[] {
  const arns = arnsOf(place, namesOf(place, settings));
  const taking = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'];
  return [
    // There is no other right to ask for an object's size and version.
    allow('LookAtFiles', ['s3:GetObject'], `${arns.bucket}/*`),
    allow('CompareRows', ['dynamodb:Scan'], arns.table),
    allow('TakeFailures', taking, arns.failureQueue),
    allow('CallFunction', ['lambda:InvokeFunction'], arns.function),
  ];
}
