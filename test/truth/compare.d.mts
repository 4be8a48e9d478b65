export interface Compared {
  readonly field: string;
  readonly verdict: 'agree' | 'differ' | 'missing';
}

export function compareFile(
  wanted: readonly string[],
  path: string,
  mine: object,
  answers: object,
): Compared[];
