export function numbersOfTar(text: string): object | undefined;
export function numbersOfZip(text: string): object | undefined;
export function readPdfInfo(text: string): object | undefined;
export function slidesListed(xml: string): number | undefined;
export function sheetsListed(xml: string): number | undefined;
