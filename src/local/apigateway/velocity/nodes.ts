/** A template taken apart. */
export type Node =
  | string
  | Reference
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly kind: 'foreach';
      readonly variable: string;
      readonly list: Expression;
      readonly body: readonly Node[];
    };

/** Of an `#if`: the first whose condition holds is rendered. `#else` has none, and always holds. */
export interface Branch {
  readonly condition: Expression | undefined;
  readonly body: readonly Node[];
}

/** `$input.json('$.name')`, `$context.identity.sourceIp`, `$row.get($name)`, … */
export interface Reference {
  readonly kind: 'reference';
  /** As it was written. */
  readonly source: string;
  /** `$!name`: nothing, instead of its own source, when there is no value. */
  readonly quiet: boolean;
  readonly root: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression };

export type Expression =
  | Reference
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** In double quotes: text whose references are looked up. */
  | { readonly kind: 'interpolated'; readonly parts: readonly (string | Reference)[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };
