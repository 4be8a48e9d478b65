import mime from 'mime/lite';

/** Last parts of names that text files have, by what they are written in. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  'text/x-c': 'c h',
  'text/x-c++': 'cc cpp cxx c++ hh hpp hxx h++ ipp tcc inl cu',
  'text/x-csharp': 'cs',
  'text/x-java': 'java',
  'text/x-kotlin': 'kt kts',
  'text/x-scala': 'scala sbt',
  'text/x-groovy': 'groovy gradle',
  'text/x-go': 'go',
  'text/x-rust': 'rs',
  'text/x-swift': 'swift',
  'text/x-objective-c': 'mm',
  'text/x-python': 'py pyi pyw pyx',
  'text/x-ruby': 'rb gemspec rake',
  'text/x-perl': 'pl pm',
  'text/x-php': 'php',
  'text/x-lua': 'lua',
  'text/x-tcl': 'tcl',
  'text/x-r': 'r',
  'text/x-julia': 'jl',
  'text/x-haskell': 'hs',
  'text/x-ocaml': 'ml mli',
  'text/x-lisp': 'el lisp scm',
  'text/x-clojure': 'clj cljs cljc edn',
  'text/x-erlang': 'erl hrl',
  'text/x-elixir': 'ex exs',
  'text/x-pascal': 'pas pp',
  'text/x-fortran': 'f for f77 f90 f95',
  'text/x-asm': 's asm',
  'text/x-awk': 'awk',
  'text/x-shellscript': 'sh bash zsh ksh',
  'text/x-powershell': 'ps1 psm1',
  'text/x-msdos-batch': 'bat cmd',
  'text/x-makefile': 'mk mak',
  'text/x-cmake': 'cmake',
  'text/x-dockerfile': 'dockerfile',
  'text/x-m4': 'm4 ac',
  'text/x-diff': 'diff patch',
  'text/x-po': 'po pot',
  'text/x-tex': 'tex sty cls ltx',
  'text/x-bibtex': 'bib',
  'text/x-texinfo': 'texi texinfo',
  'text/troff': 'man mdoc roff',
  'text/x-rst': 'rst',
  'text/x-adoc': 'adoc asciidoc',
  'text/markdown': 'md markdown mdown mkd',
  'text/html': 'html htm',
  'text/css': 'css',
  'text/x-scss': 'scss',
  'text/x-less': 'less',
  'text/javascript': 'js mjs cjs',
  'text/jsx': 'jsx',
  'text/x-typescript': 'ts mts cts',
  'text/x-tsx': 'tsx',
  'text/x-vue': 'vue',
  'text/xml': 'xml xsd xsl xslt xmp plist gpx kml rss atom',
  'application/xhtml+xml': 'xhtml xht',
  'text/plain': 'txt text',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv tab',
  'text/x-ini': 'ini',
  'text/x-properties': 'properties',
  'text/x-log': 'log',
  'text/x-protobuf': 'proto',
  'text/x-graphql': 'graphql gql',
  'text/vcard': 'vcf',
  'text/calendar': 'ics ifb',
  'text/vtt': 'vtt',
  'application/x-subrip': 'srt',
  'application/x-tex-bibliography': 'bbl',
  'application/yaml': 'yaml yml',
  'application/toml': 'toml',
  'application/json': 'json json5 jsonc',
  'application/geo+json': 'geojson',
  'application/ld+json': 'jsonld',
  'application/manifest+json': 'webmanifest',
  'application/x-ipynb+json': 'ipynb',
  'application/x-ndjson': 'ndjson jsonl',
  'application/sql': 'sql',
  'message/rfc822': 'eml',
  'application/mbox': 'mbox',
};

/** Whole names, in lower case. */
const NAMED_FILES: Readonly<Record<string, string>> = {
  dockerfile: 'text/x-dockerfile',
  'cmakelists.txt': 'text/x-cmake',
  gemfile: 'text/x-ruby',
  rakefile: 'text/x-ruby',
};

const byExtension = new Map(
  Object.entries(TEXT_TYPES).flatMap(([type, extensions]) => extensions.split(' ').map((one) => [one, type])),
);

/** What a text file of this name is written in; undefined when the name does not tell. */
export function textTypeOfName(name: string): string | undefined {
  const file = fileName(name);
  if (/^(?:gnu)?makefile(?:\.|$)/.test(file)) return 'text/x-makefile';
  return Object.hasOwn(NAMED_FILES, file) ? NAMED_FILES[file] : byExtension.get(extensionOf(file));
}

/**
 * Kinds of text whose media types are neither registered nor in use anywhere else: such a file is plain text, and its
 * kind tells what it is written in.
 */
const NAMELESS: ReadonlySet<string> = new Set(
  (
    'csharp kotlin scala groovy go rust swift julia haskell ocaml erlang elixir r pascal powershell ' +
    'cmake dockerfile rst adoc scss less typescript tsx vue ini properties log protobuf graphql'
  )
    .split(' ')
    .map((kind) => `text/x-${kind}`),
);

/** The media type that a text of this kind is known by. */
export function knownTextType(type: string): string {
  return NAMELESS.has(type) ? 'text/plain' : type;
}

/** What a file of this name is when its bytes tell nothing; never a kind of text. */
export function binaryTypeOfName(name: string): string | undefined {
  if (textTypeOfName(name) !== undefined) return undefined;
  const type = mime.getType(name) ?? undefined;
  return type?.startsWith('text/') ? undefined : type;
}

function fileName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

function extensionOf(file: string): string {
  const dot = file.lastIndexOf('.');
  return dot < 1 ? '' : file.slice(dot + 1);
}
