export type JsonObject = Readonly<Record<string, unknown>>;

export const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

/** The elements of an array; none when the value is anything else, such as null or absent. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A string that says something; undefined when the value is empty or anything else. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export type Parsed = { readonly value: unknown } | { readonly why: string };

/** Parses JSON; the reason never quotes the text, which an attacker wrote. */
export function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    return { why: whyNotJson(cause instanceof Error ? cause.message : '') };
  }
}

function whyNotJson(message: string): string {
  if (/unexpected end|unterminated/i.test(message)) return 'not JSON: it is cut short';
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? 'not JSON' : `not JSON from character ${position} on`;
}
