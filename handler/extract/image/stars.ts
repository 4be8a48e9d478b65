/** Stars that somebody gave a picture; undefined where nobody did: cameras write 0, and programs -1 for what was rejected. */
export function starsOf(rating: number | undefined): number | undefined {
  return rating !== undefined && rating > 0 && rating <= 5 ? rating : undefined;
}
