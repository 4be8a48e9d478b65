/** The parts of dynalite that run items and expressions, without its server and its database. */

declare module 'dynalite/validations/index.js' {
  interface Validations {
    checkTypes(data: object, types: object): object;
    /** Throws an `EngineError`. Parses expressions and leaves the result in `data`. */
    checkValidations(data: object, types: object, custom: unknown, store: object): void;
  }
  const validations: Validations;
  export default validations;
}

declare module 'dynalite/validations/*' {
  const validation: { readonly types: object; readonly custom?: unknown };
  export default validation;
}

declare module 'dynalite/actions/*' {
  const action: (store: object, data: object, done: (error: unknown, answer: object) => void) => void;
  export default action;
}

declare module 'dynalite/db/index.js' {
  interface Db {
    getIndexActions(
      indexes: readonly object[],
      before: object | null,
      after: object | null,
      table: object,
    ): { readonly puts: readonly { index: string; key: string; item: object }[] };
  }
  const db: Db;
  export default db;
}
