export interface ScannedJson {
  /** Of the first value. */
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Names of the first value's members in their order, when it is an object. */
  readonly keys: readonly string[];
  /** Values one after the other; one in an ordinary file. The last may be cut off. */
  readonly values: number;
}

const MAX_KEYS = 100;
const SPACE = ' \t\r\n';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE_CODE = 0x20;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const CUT_SCALAR = /[\w.+-]{0,32}$/y;

/**
 * Goes through JSON without building it, in one pass and without recursion, so that size and depth cost no more than
 * time. Several values count when each begins on a line of its own. Undefined when it is not JSON; text that
 * is `cut` may end anywhere.
 */
export function scanJson(text: string, cut: boolean): ScannedJson | undefined {
  const scanner = new Scanner(text, cut);
  return scanner.scan() ? scanner.found : undefined;
}

/** What may come next inside the innermost object or array. */
type State = 'first key' | 'key' | 'colon' | 'first item' | 'value' | 'comma';

class Scanner {
  readonly #text: string;
  readonly #cut: boolean;
  readonly #inObject: boolean[] = [];
  readonly #keys: string[] = [];
  #type: ScannedJson['type'] | undefined;
  #values = 0;
  #at = 0;
  #state: State = 'value';

  constructor(text: string, cut: boolean) {
    this.#text = text;
    this.#cut = cut;
  }

  get found(): ScannedJson | undefined {
    return this.#type && { type: this.#type, keys: this.#keys, values: this.#values };
  }

  scan(): boolean {
    for (;;) {
      const newLine = this.#skipSpace();
      if (this.#at >= this.#text.length) return this.#mayEnd();
      const between = this.#inObject.length === 0 && this.#state === 'comma';
      if (between && !newLine) return false;
      if (between) this.#state = 'value';
      if (!this.#step(this.#text.charAt(this.#at))) return false;
    }
  }

  #mayEnd(): boolean {
    return this.#cut || (this.#inObject.length === 0 && this.#state === 'comma');
  }

  #skipSpace(): boolean {
    let newLine = false;
    while (this.#at < this.#text.length && SPACE.includes(this.#text.charAt(this.#at))) {
      newLine ||= this.#text.charAt(this.#at) === '\n';
      this.#at += 1;
    }
    return newLine;
  }

  #step(character: string): boolean {
    switch (this.#state) {
      case 'colon':
        return character === ':' && this.#move('value');
      case 'comma':
        return this.#comma(character);
      case 'key':
      case 'first key':
        if (character === '}' && this.#state === 'first key') return this.#close();
        return this.#key();
      case 'first item':
        return character === ']' ? this.#close() : this.#value(character);
      case 'value':
        return this.#value(character);
    }
  }

  #move(state: State): true {
    this.#at += 1;
    this.#state = state;
    return true;
  }

  #comma(character: string): boolean {
    const inObject = this.#inObject.at(-1);
    if (character === ',') return this.#move(inObject ? 'key' : 'value');
    return character === (inObject ? '}' : ']') && this.#close();
  }

  #close(): true {
    this.#inObject.pop();
    return this.#move('comma');
  }

  #key(): boolean {
    const start = this.#at;
    if (!this.#string()) return false;
    const whole = this.#at < this.#text.length;
    if (whole && this.#inObject.length === 1 && this.#values === 1 && this.#keys.length < MAX_KEYS) {
      this.#keys.push(unescaped(this.#text.slice(start, this.#at)));
    }
    this.#state = 'colon';
    return true;
  }

  #value(character: string): boolean {
    if (this.#inObject.length === 0) {
      this.#values += 1;
      this.#type ??= typeBeginningWith(character);
    }
    if (character === '{' || character === '[') {
      this.#inObject.push(character === '{');
      return this.#move(character === '{' ? 'first key' : 'first item');
    }
    this.#state = 'comma';
    return character === '"' ? this.#string() : this.#take(SCALAR) || (this.#cut && this.#take(CUT_SCALAR));
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += taken.length;
    return taken !== '';
  }

  /** Skips a string; its escapes are taken on trust. */
  #string(): boolean {
    if (this.#text.charAt(this.#at) !== '"') return false;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#at += 1;
        return true;
      }
      if (code < SPACE_CODE) return false;
      if (code === BACKSLASH) this.#at += 1;
    }
    this.#at = this.#text.length;
    return this.#cut;
  }
}

function unescaped(string: string): string {
  try {
    return String(JSON.parse(string));
  } catch {
    return string.slice(1, -1);
  }
}

function typeBeginningWith(character: string): ScannedJson['type'] {
  if (character === '{') return 'object';
  if (character === '[') return 'array';
  if (character === '"') return 'string';
  if (character === 'n') return 'null';
  return 'tf'.includes(character) ? 'boolean' : 'number';
}
