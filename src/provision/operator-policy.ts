import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, type PolicyStatement, policy } from './policies.ts';
import { readerPolicy } from './reader-policy.ts';
import type { Settings } from './settings.ts';

/** What `reconcile` needs and, since its differences have to be understood, all that a reader needs. */
export function operatorPolicy(place: Place, settings: Settings): PolicyDocument {
  return policy([...readerPolicy(place, settings).Statement, ...reconcileRights(place, settings)]);
}

/** To list the bucket and to look at the function is a reader's right. */
function reconcileRights(place: Place, settings: Settings): PolicyStatement[] {
  const arns = arnsOf(place, namesOf(place, settings));
  return [
    // There is no other right to ask for an object's size and version.
    allow('LookAtFiles', ['s3:GetObject'], `${arns.bucket}/*`),
    allow('CompareRows', ['dynamodb:GetItem', 'dynamodb:Scan'], arns.table),
    allow('CallFunction', ['lambda:InvokeFunction'], arns.function),
  ];
}
