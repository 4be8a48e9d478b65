import type { XmlElement } from './xml-elements.ts';

/** Looks the texts of elements up by name. */
export interface Texts {
  /** Of the first such element that says something. */
  first(name: string): string | undefined;
  /** Of all such elements, with commas between. */
  joined(name: string): string | undefined;
  /** Of the first such element, when it is a whole number from zero on. */
  count(name: string): number | undefined;
}

const MAX_JOINED = 100;

/** The texts of elements, which white space around them is no part of. */
export function textsOf(elements: readonly XmlElement[]): Texts {
  const all = (name: string) =>
    elements
      .filter((element) => element.name === name)
      .map((element) => element.text.trim())
      .filter((text) => text !== '');
  return {
    first: (name) => all(name)[0],
    joined: (name) => all(name).slice(0, MAX_JOINED).join(', ') || undefined,
    count: (name) => countIn(all(name)[0]),
  };
}

/** A whole number from zero on; undefined when it is anything else. */
export function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/u.test(text.trim()) ? Number(text) : undefined;
}
