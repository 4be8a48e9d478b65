/**
 * Whether `text` fits a pattern in which `*` stands for any characters and `?` for one. Takes time in
 * proportion to the product of their lengths at worst.
 */
export function wildcardMatch(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  let i = 0;
  while (i < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = i;
    } else if (wanted === '?' || wanted === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
