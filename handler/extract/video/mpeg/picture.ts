/** What a video's own headers say of its pictures. */
export interface Picture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly framesPerSecond?: number | undefined;
}
