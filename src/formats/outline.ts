import { walkJson } from './json-walk.ts';
import { startOfJson } from './lines.ts';

/** Paths of the first JSON value of a text, as far as it goes: `Records`, `Records[]`, `Records[].eventID`. */
export type Outline = ReadonlySet<string>;

/** A documentation wrapper `{caption, source, record}` is looked through. */
export function outlineOf(head: string): Outline {
  const bytes = Buffer.from(head);
  const paths = new Set<string>();
  walkJson(bytes, startOfJson(bytes), bytes.length, (path) => paths.add(path));
  if (!paths.has('caption') || !paths.has('record')) return paths;
  return new Set(
    [...paths].filter((path) => path.startsWith('record.')).map((path) => path.slice('record.'.length)),
  );
}

export const hasAll = (outline: Outline, ...paths: readonly string[]): boolean =>
  paths.every((path) => outline.has(path));
