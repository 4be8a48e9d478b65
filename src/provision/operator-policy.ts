import { arnsOf, namesOf, type Place } from './names.ts';
import { allow, type PolicyDocument, type PolicyStatement, policy } from './policies.ts';
import { readerPolicy } from './reader-policy.ts';
import type { Settings } from './settings.ts';

/** What a reader may do, and what `redrive` and a full `trace` need besides: to deal with what the function failed on. */
export function operatorPolicy(place: Place, settings: Settings): PolicyDocument {
  return policy([...readerPolicy(place, settings).Statement, ...operatorStatements(place, settings)]);
}

/** What an operator may do that a reader may not. */
export function operatorStatements(place: Place, settings: Settings): readonly PolicyStatement[] {
  const arns = arnsOf(place, namesOf(place, settings));
  return [
    allow(
      'TakeFailures',
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
      arns.failureQueue,
    ),
    allow('RunAgain', ['lambda:InvokeFunction'], arns.function),
  ];
}
