const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const COLON = 0x3a;
const COMMA = 0x2c;

/** Depth to which paths are reported; deeper values are passed over. */
const DEPTH_MAX = 4;

/** `path` of a value (`Records`, `Records[]`, `Records[].eventID`) and its first byte. */
export type Visit = (path: string, byteOffset: number) => void;

interface Container {
  readonly path: string;
  readonly isList: boolean;
  key: string;
}

/**
 * Reports the members and elements of the first JSON value in `bytes` without building it, also when the
 * bytes end in its middle. Returns the offset after the value, or null when the value does not end.
 */
export function walkJson(bytes: Uint8Array, start: number, end: number, visit: Visit): number | null {
  const open: Container[] = [];
  let awaitsKey = false;
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === undefined || byte <= 0x20 || byte === COLON) {
      at += 1;
      continue;
    }
    const parent = open.at(-1);
    if (byte === COMMA) {
      awaitsKey = parent !== undefined && !parent.isList;
      at += 1;
      continue;
    }
    if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      open.pop();
      awaitsKey = false;
      at += 1;
      if (open.length === 0) return at;
      continue;
    }
    if (awaitsKey && parent !== undefined) {
      const keyEnd = byte === QUOTE ? endOfString(bytes, at, end) : null;
      if (keyEnd === null) return null;
      parent.key = open.length <= DEPTH_MAX ? keyText(bytes, at, keyEnd) : '';
      awaitsKey = false;
      at = keyEnd;
      continue;
    }
    const isReported = parent !== undefined && open.length <= DEPTH_MAX;
    const path = isReported ? pathIn(parent) : '';
    if (isReported) visit(path, at);
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      open.push({ path, isList: byte === OPEN_LIST, key: '' });
      awaitsKey = byte === OPEN_OBJECT;
      at += 1;
      continue;
    }
    const valueEnd = byte === QUOTE ? endOfString(bytes, at, end) : endOfWord(bytes, at, end);
    if (valueEnd === null) return null;
    at = valueEnd;
    if (open.length === 0) return at;
  }
  return null;
}

function pathIn(parent: Container): string {
  if (parent.isList) return `${parent.path}[]`;
  return parent.path === '' ? parent.key : `${parent.path}.${parent.key}`;
}

const keyText = (bytes: Uint8Array, quote: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + quote + 1, end - quote - 2).toString('utf8');

function endOfString(bytes: Uint8Array, quote: number, end: number): number | null {
  for (let at = quote + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at + 1;
  }
  return null;
}

function endOfWord(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at];
    if (
      byte === undefined ||
      byte <= 0x20 ||
      byte === COMMA ||
      byte === CLOSE_LIST ||
      byte === CLOSE_OBJECT
    ) {
      break;
    }
    at += 1;
  }
  return at;
}

/** First byte of each element of the list at `path` (`Records`, or empty for a list at the top) of the value at `start`. */
export function elementOffsets(bytes: Uint8Array, path: string, start: number): readonly number[] {
  let offsets: number[] = [];
  const element = `${path}[]`;
  walkJson(bytes, start, bytes.length, (visited, byteOffset) => {
    if (visited === element) offsets.push(byteOffset);
    // Of repeated keys the last one counts, as in JSON.parse.
    else if (visited === path || path.startsWith(`${visited}.`)) offsets = [];
  });
  return offsets;
}
