/** A policy whose grammar was found right, every value in its long form. */
export interface Policy {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Undefined in trust policies, which speak of the role they belong to. */
  readonly resources: Patterns | undefined;
  /** Undefined in identity policies, which speak of whom they are attached to. */
  readonly principals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

/** Texts with `*` and `?`; `except` when it is all but these (`NotAction`, `NotResource`). */
export interface Patterns {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

/** `except` for `NotPrincipal`. */
export interface Principals {
  readonly except: boolean;
  readonly principals: readonly Principal[];
}

export interface Principal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

export interface Condition {
  /** Without its prefix and suffix: `StringEquals`. */
  readonly operator: string;
  /** How a key with several values is judged. */
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}
