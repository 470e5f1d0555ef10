import { parseJson } from '../domain/parse-json.ts';

const TOLD_MAX = 3;
const TEXT_MAX = 160;

/** What is said otherwise, by place, in words: the pack's first, what was derived behind it. */
export function differences(name: string, found: Uint8Array, derived: Uint8Array): readonly string[] {
  const [said, made] = [found, derived].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  if (name.endsWith('.json')) {
    const values = [said, made].map(parseJson);
    const all = [...jsonDifferences('', values[0], values[1])];
    if (all.length > 0) return told(all);
  }
  return told(lineDifferences(said, made));
}

const told = (all: readonly string[]): readonly string[] =>
  all.length <= TOLD_MAX ? all : [...all.slice(0, TOLD_MAX), `and ${all.length - TOLD_MAX} more`];

/** Members that name an element of a list for a person. */
const NAMES = ['gate', 'id', 'source', 'name', 'measure'] as const;

const nameOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return undefined;
  const named = NAMES.map((name) => value[name]).find((member) => typeof member === 'string');
  return typeof named === 'string' ? named : undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function* jsonDifferences(place: string, found: unknown, derived: unknown): Generator<string> {
  if (Array.isArray(found) && Array.isArray(derived)) {
    yield* listDifferences(place, found, derived);
  } else if (isObject(found) && isObject(derived)) {
    for (const key of new Set([...Object.keys(found), ...Object.keys(derived)])) {
      yield* jsonDifferences(place === '' ? key : `${place}.${key}`, found[key], derived[key]);
    }
  } else if (!Object.is(found, derived)) {
    yield `${place}: ${shown(found)}, derived ${shown(derived)}`;
  }
}

/** Elements that bear a name are compared with their namesakes, others by place. */
function* listDifferences(
  place: string,
  found: readonly unknown[],
  derived: readonly unknown[],
): Generator<string> {
  const [ours, theirs] = [derived, found].map((list) => new Map(list.map((value) => [nameOf(value), value])));
  const isNamed =
    ours?.size === derived.length &&
    theirs?.size === found.length &&
    !ours.has(undefined) &&
    !theirs.has(undefined);
  if (!isNamed || ours === undefined || theirs === undefined) {
    for (let at = 0; at < Math.max(found.length, derived.length); at++)
      yield* jsonDifferences(`${place}[${at}]`, found[at], derived[at]);
    return;
  }
  for (const name of new Set([...theirs.keys(), ...ours.keys()])) {
    yield* jsonDifferences(`${place}[${name}]`, theirs.get(name), ours.get(name));
  }
  const [order, other] = [[...theirs.keys()].join(), [...ours.keys()].join()];
  if (theirs.size === ours.size && order !== other) yield `${place}: in another order`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text;
}

function lineDifferences(found: string, derived: string): readonly string[] {
  if (found === derived) return [];
  const [theirs, ours] = [found, derived].map((text) => text.split('\n')) as [string[], string[]];
  const left = new Map<string, number>();
  for (const line of ours) left.set(line, (left.get(line) ?? 0) + 1);
  const all: string[] = [];
  for (const [at, line] of theirs.entries()) {
    const count = left.get(line) ?? 0;
    if (count === 0) all.push(`line ${at + 1} ${shown(line)} is not derived`);
    left.set(line, count - 1);
  }
  for (const [line, count] of left) if (count > 0) all.push(`${shown(line)} is derived and not there`);
  return all.length > 0 ? all : ['the lines are in another order'];
}
