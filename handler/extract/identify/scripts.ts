/** Interpreters without their version numbers. */
const INTERPRETERS: Readonly<Record<string, string>> = {
  sh: 'text/x-shellscript',
  bash: 'text/x-shellscript',
  dash: 'text/x-shellscript',
  ksh: 'text/x-shellscript',
  zsh: 'text/x-shellscript',
  ash: 'text/x-shellscript',
  csh: 'text/x-shellscript',
  tcsh: 'text/x-shellscript',
  fish: 'text/x-shellscript',
  python: 'text/x-python',
  pypy: 'text/x-python',
  perl: 'text/x-perl',
  ruby: 'text/x-ruby',
  node: 'text/javascript',
  nodejs: 'text/javascript',
  deno: 'text/javascript',
  php: 'text/x-php',
  lua: 'text/x-lua',
  awk: 'text/x-awk',
  gawk: 'text/x-awk',
  mawk: 'text/x-awk',
  nawk: 'text/x-awk',
  tclsh: 'text/x-tcl',
  wish: 'text/x-tcl',
  expect: 'text/x-tcl',
  make: 'text/x-makefile',
  rscript: 'text/x-r',
};
const SHEBANG =
  /^#![ \t]*(?:[^\s]{0,200}\/)?env(?:[ \t]+(?:-\S*|\w+=\S*)){0,9}[ \t]+(?:\S{0,200}\/)?([\w.+-]+)|^#![ \t]*(?:\S{0,200}\/)?([\w.+-]+)/;

/** What a script is written in, by its first line. */
export function scriptType(text: string): string | undefined {
  const found = SHEBANG.exec(text.slice(0, 512));
  const interpreter = (found?.[1] ?? found?.[2])?.toLowerCase().replace(/[\d.-]+$/, '');
  if (interpreter === undefined || !Object.hasOwn(INTERPRETERS, interpreter)) return undefined;
  return INTERPRETERS[interpreter];
}
