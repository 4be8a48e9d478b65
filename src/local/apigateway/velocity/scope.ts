/** What a template can speak about. */
export interface TemplateScope {
  /** `$input.body` */
  readonly body: string;
  /** `$input.params(…)`: path, query string and headers are asked in this order. */
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** The scope, and what the template has set so far. */
export interface Run extends TemplateScope {
  readonly variables: Map<string, unknown>;
  /** What it has set of `$context.responseOverride`, by the path below that: `status`, `header.ETag`. */
  readonly overrides: Map<string, unknown>;
}
