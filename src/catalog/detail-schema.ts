import schema from '../../docs/details.schema.json' with { type: 'json' };

/** What a field of `details` can hold. */
export interface DetailField {
  readonly type?: string;
  readonly enum?: readonly string[];
}

interface Definition {
  readonly properties: Readonly<Record<string, DetailField & { readonly $ref?: string }>>;
}

const definitions = new Map<string, Definition>(Object.entries(schema.definitions));
const whole = Object.entries(definitions.get('Details')?.properties ?? {});

/** `image`, `photo`, `document`, …: what a file can have inside. */
export const detailParts: readonly string[] = whole.flatMap(([name, { $ref }]) =>
  $ref === undefined ? [] : [name],
);

/** Every field of `details` by its name, `mediaType` or `document.pages`, in the order of its page. */
export const detailFields: ReadonlyMap<string, DetailField> = new Map(
  whole.flatMap(([name, told]): [string, DetailField][] => {
    if (told.$ref === undefined) return [[name, told]];
    const fields = definitions.get(told.$ref.replace('#/definitions/', ''))?.properties ?? {};
    return Object.entries(fields).map(([field, one]) => [`${name}.${field}`, one]);
  }),
);
