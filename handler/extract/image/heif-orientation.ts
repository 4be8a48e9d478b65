import type { HeifProperty } from './heif-properties.ts';

/** By quarter turns against the clock, followed by nothing or by an exchange of top and bottom. */
const TURNED = [1, 8, 3, 6];
const TURNED_AND_FLIPPED = [4, 5, 2, 7];

/**
 * EXIF's number for the rotations and mirrorings of an item, in their order. `irot` turns against the clock; `imir`
 * exchanges top and bottom (0) or left and right (1).
 */
export function heifOrientation(properties: readonly HeifProperty[]): number {
  let state = { turns: 0, flipped: false };
  for (const { type, content } of properties) {
    if (type === 'irot') state = turned(state, (content[0] ?? 0) & 3);
    if (type === 'imir') state = mirrored(state, ((content[0] ?? 0) & 1) === 1);
  }
  return (state.flipped ? TURNED_AND_FLIPPED : TURNED)[state.turns] ?? 1;
}

interface State {
  /** Quarters, 0 to 3. */
  readonly turns: number;
  /** After the turns. */
  readonly flipped: boolean;
}

/** A turn after a flip is the opposite turn before it. */
function turned({ turns, flipped }: State, quarters: number): State {
  return { turns: (turns + (flipped ? 4 - quarters : quarters)) % 4, flipped };
}

/** To exchange left and right is half a turn, and then to exchange top and bottom. */
function mirrored(state: State, sideways: boolean): State {
  const { turns, flipped } = sideways ? turned(state, 2) : state;
  return { turns, flipped: !flipped };
}
