/** One field of a family: what it is called, whom to ask, and where both answers stand. */
export function field(kind, tool, asked, part) {
  return (name, target, theirs, ours, same) => ({
    name: `${kind} ${name}`,
    tool,
    target,
    theirs: asked(theirs),
    ours: (details) => {
      const described = part === undefined ? details : details[part];
      return described && ours(described);
    },
    same,
  });
}
