export function detailsDocuments(): Promise<Readonly<Record<string, string>>>;
