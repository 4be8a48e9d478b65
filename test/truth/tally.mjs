/** Counts verdicts by field. */
export function tally() {
  const fields = new Map();
  return {
    add({ field, tool, target, verdict }) {
      const counted = fields.get(field) ?? { field, tool, target, agree: 0, differ: 0, missing: 0 };
      counted[verdict] += 1;
      fields.set(field, counted);
    },
    fields: () => [...fields.values()],
  };
}
