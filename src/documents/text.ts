/** What a view may hold: its strings are text, never markup. */
export type ViewValue =
  | string
  | number
  | boolean
  | null
  | Markup
  | readonly ViewValue[]
  | { readonly [field: string]: ViewValue };

export type View = { readonly [field: string]: ViewValue };

/** Markup that this program made itself: a chart, a style sheet. */
export class Markup {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toHTML(): string {
    return this.#markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * Text as a template meets it. Only the escaped form can be reached, so that not even a triple mustache in
 * an overriding template lets evidence become markup.
 */
export class EscapedText {
  readonly #text: string;
  readonly #escaped: string;

  constructor(text: string, escaped: string) {
    this.#text = text;
    this.#escaped = escaped;
  }

  /** What it said before escaping, for helpers. */
  static textOf(value: unknown): string {
    return value instanceof EscapedText ? value.#text : String(value);
  }

  toHTML(): string {
    return this.#escaped;
  }

  toString(): string {
    return this.#escaped;
  }
}

/** Objects of a view: no inherited member is reachable, and an error about a missing field lists the fields. */
const fieldsOnly: object = Object.assign(Object.create(null), {
  [Symbol.toPrimitive](this: object) {
    return `{ ${Object.keys(this).join(', ')} }`;
  },
});

/** A copy of the view in which every string is escaped for one output format. */
export function escapeView(value: ViewValue, escaped: (text: string) => string): unknown {
  if (typeof value === 'string') return value === '' ? '' : new EscapedText(value, escaped(value));
  if (value === null || typeof value !== 'object' || value instanceof Markup) return value;
  if (Array.isArray(value)) return value.map((member) => escapeView(member, escaped));
  const copy = Object.create(fieldsOnly) as Record<string, unknown>;
  for (const [field, member] of Object.entries(value)) copy[field] = escapeView(member, escaped);
  return copy;
}
