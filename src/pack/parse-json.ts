const DEPTH_MAX = 64;
const VALUES_MAX = 2_000_000;

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

function isModest(value: unknown): boolean {
  let level = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (depth > DEPTH_MAX || values > VALUES_MAX) return false;
    level = level.flatMap((member) =>
      typeof member === 'object' && member !== null ? Object.values(member) : [],
    );
  }
  return true;
}
