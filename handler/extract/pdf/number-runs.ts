/** Objects whose numbers follow one another. */
export interface NumberRun {
  readonly first: number;
  readonly count: number;
}

/** Finds the run that holds a number; undefined when none does. Quick however many there are. */
export function finderOfRuns<Run extends NumberRun>(
  runs: readonly Run[],
): (number: number) => Run | undefined {
  const sorted = runs.filter(({ count }) => count > 0).sort((one, other) => one.first - other.first);
  return (number) => {
    let from = 0;
    let to = sorted.length;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if ((sorted[middle]?.first ?? 0) <= number) from = middle + 1;
      else to = middle;
    }
    const run = sorted[from - 1];
    return run !== undefined && number < run.first + run.count ? run : undefined;
  };
}
