import type { ProbeBody } from '../../domain/probe.ts';
import { parseJson } from '../json.ts';

/** Of a body as it was kept: null is one that is no text, or that the method does not give. */
export function bodyOf(text: string | null, sizeBytes: number, truncated: boolean): ProbeBody {
  if (truncated) return 'unseen';
  if (sizeBytes === 0) return 'empty';
  if (text === null) return 'content';
  if (text.trim() === '') return 'empty';
  const parsed = parseJson(text);
  return 'value' in parsed && holdsNoRows(parsed.value) ? 'no-rows' : 'content';
}

/** An empty list or object, null, or an object whose only lists are empty, with numbers and words about them. */
function holdsNoRows(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  const members = Object.values(value);
  const lists = members.filter((member) => Array.isArray(member));
  if (members.length === 0) return true;
  return (
    lists.length > 0 &&
    lists.every(({ length }) => length === 0) &&
    members.every((member) => typeof member !== 'object' || holdsNoRows(member))
  );
}
