/** Whether every fault is tried at every call, which takes long. */
const ALL = process.env['FILEPIPE_FAULTS'] === 'all';

/** Kinds of fault × calls to try them at: all of them when asked for, else one kind a call, in turn. */
export function faultPoints<Kind>(calls: number, kinds: readonly Kind[]): [Kind, number][] {
  const numbers = Array.from({ length: calls }, (_, index) => index + 1);
  return numbers.flatMap((call) => {
    const chosen = ALL ? kinds : kinds.filter((_, index) => index === call % kinds.length);
    return chosen.map((kind): [Kind, number] => [kind, call]);
  });
}
