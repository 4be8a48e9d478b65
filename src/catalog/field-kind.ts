import { detailFields } from './detail-schema.ts';

/** What can be compared with a field. Of a list it is what its members are. */
export type FieldKind =
  | { readonly kind: 'text' | 'number' | 'size' | 'duration' | 'boolean' | 'time' }
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** The kind of a field that is known. */
export function fieldKind(field: string): FieldKind {
  if (TIME.test(field)) return { kind: 'time' };
  if (field === 'status') return { kind: 'choice', values: ['described', 'failed'] };
  if (/^size$|Bytes$/.test(field)) return { kind: 'size' };
  const { type, enum: values } = detailFields.get(field) ?? {};
  if (values !== undefined) return { kind: 'choice', values };
  if (type === 'number') return { kind: /Seconds$/.test(field) ? 'duration' : 'number' };
  return { kind: type === 'boolean' ? 'boolean' : 'text' };
}

/** The schema has times as text, because files leave out zones, and days. */
const TIME = /^uploadTime$|\.(?:taken|created|modified|date)$/;
