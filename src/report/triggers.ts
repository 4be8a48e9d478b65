import type { Trigger } from '../provision/resources/bucket-triggers.ts';
import type { Channel } from './terminal.ts';

export interface TriggersShown {
  readonly triggers: readonly (Trigger & { readonly ours: boolean })[];
  readonly eventBridge: boolean;
  /** When earlier documents were kept. */
  readonly kept: readonly string[];
}

/** A bucket's triggers, three lines each, then what was kept of earlier ones. */
export function triggerLines({ paint }: Channel, { triggers, eventBridge, kept }: TriggersShown): string[] {
  const lines = triggers.flatMap((trigger) => [
    `${trigger.ours ? paint('green', '✔') : '·'} ${trigger.id}${trigger.ours ? paint('dim', "  filepipe's") : ''}`,
    `    ${trigger.events.join(', ')}${filterText(trigger)}`,
    `    → ${trigger.destination}`,
  ]);
  return [
    ...(triggers.length === 0 ? ['no triggers'] : lines),
    ...(eventBridge ? ['· every event also goes to EventBridge'] : []),
    ...(kept.length === 0 ? [] : ['', 'kept before changes:', ...kept.map((time) => `  ${time}`)]),
  ];
}

function filterText({ prefix, suffix }: Trigger): string {
  const parts = [prefix && `begins with ${prefix}`, suffix && `ends with ${suffix}`].filter(Boolean);
  return parts.length === 0 ? '' : `, name ${parts.join(' and ')}`;
}
