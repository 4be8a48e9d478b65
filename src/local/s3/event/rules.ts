import type { Event, NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';

/** One destination that wants to hear of some events of some keys. */
export interface Rule {
  readonly id: string;
  readonly kind: DestinationKind;
  readonly arn: string;
  /** `s3:ObjectCreated:Put`, or with a star in the last place. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export type DestinationKind = 'function' | 'queue' | 'topic';

/** The rules of a bucket's configuration, whatever they send to. */
export function rulesOf(configuration: NotificationConfiguration): Rule[] {
  return [
    ...(configuration.LambdaFunctionConfigurations ?? []).map((rule) =>
      toRule('function', rule.LambdaFunctionArn, rule),
    ),
    ...(configuration.QueueConfigurations ?? []).map((rule) => toRule('queue', rule.QueueArn, rule)),
    ...(configuration.TopicConfigurations ?? []).map((rule) => toRule('topic', rule.TopicArn, rule)),
  ];
}

/** Whether the rule is about this event (`ObjectCreated:Put`) of this key. */
export function matches({ events, prefix, suffix }: Rule, event: string, key: string): boolean {
  const wanted = events.some((pattern) => covers(pattern, `s3:${event}`));
  // Filters are to be written as keys stand in events, but plain ones are taken at their word.
  const fits = (text: string) => text.startsWith(prefix) && text.endsWith(suffix);
  return wanted && (fits(key) || fits(encodeKey(key)));
}

export function covers(pattern: string, event: string): boolean {
  return pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : pattern === event;
}

/** A key as events carry it: encoded like a form field, but with its slashes. */
export function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

interface Configuration {
  readonly Id?: string | undefined;
  readonly Events: readonly Event[] | undefined;
  readonly Filter?: NotificationConfigurationFilter | undefined;
}

function toRule(kind: DestinationKind, arn: string | undefined, rule: Configuration): Rule {
  const filters = rule.Filter?.Key?.FilterRules ?? [];
  const filterValue = (name: string) =>
    filters.find((filter) => filter.Name?.toLowerCase() === name)?.Value ?? '';
  return {
    id: rule.Id ?? '',
    kind,
    arn: arn ?? '',
    events: rule.Events ?? [],
    prefix: filterValue('prefix'),
    suffix: filterValue('suffix'),
  };
}
