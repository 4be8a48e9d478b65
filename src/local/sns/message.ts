import { invalidParameter } from './topic-store.ts';

/** 256 KiB. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_BYTES = 262_144;

/**
 * The text that a message has for a protocol: the same for all, or with structure `json` one for each,
 * `default` standing in.
 */
export function readMessage(message: string, structure: string | undefined): (protocol: string) => string {
  if (message === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) > MAX_BYTES) throw invalidParameter('Message too long');
  if (structure === undefined) return () => message;
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  const { default: fallback, ...texts } = parse(message);
  if (typeof fallback !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  return (protocol) => {
    const text = texts[protocol];
    return typeof text === 'string' ? text : fallback;
  };
}

function parse(message: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw invalidParameter('Message Structure - JSON message body failed to parse');
}
