import { isModest } from './modest.ts';

/**
 * A JSON value, or undefined when the text is none or is built to exhaust who reads it: nested deeper than 64
 * or of more than 2,000,000 values.
 */
export function parseJson(text: string): unknown {
  const value = tryParse(text);
  return isModest(value) ? value : undefined;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
