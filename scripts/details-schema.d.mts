export function detailsSchema(): string;
