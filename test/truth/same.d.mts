export function sameText(ours: unknown, theirs: unknown): boolean;
export function sameType(ours: string, theirs: string): boolean;
export function taken(told: object): string | undefined;
export function within(absolute: number, relative?: number): (ours: number, theirs: number) => boolean;
