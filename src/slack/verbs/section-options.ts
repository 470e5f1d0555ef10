import { userError } from '../../domain/errors.ts';
import {
  actionStates,
  actionTypes,
  causeRoles,
  controlStates,
  daySchema,
  impactAreas,
  lessonSides,
  type SectionKind,
  sectionLetters,
} from '../../domain/section.ts';
import type { SectionInput } from '../../incident/sections.ts';

export type SectionArguments =
  | { readonly do: 'list' }
  | { readonly do: 'add'; readonly input: SectionInput }
  | { readonly do: 'edit'; readonly id: string; readonly input: SectionInput }
  | { readonly do: 'withdraw'; readonly id: string; readonly why: string };

/** Fields that stand behind a text as `owner: platform lead`, by kind. */
const FIELDS: Readonly<Record<SectionKind, readonly string[]>> = {
  impact: ['area', 'evidence'],
  cause: ['role', 'evidence'],
  lesson: ['side', 'evidence'],
  action: ['type', 'state', 'owner', 'due', 'evidence'],
  control: ['state', 'owner', 'eta', 'mitigation', 'by', 'until', 'evidence'],
  wording: ['sentence', 'evidence'],
};

const REFERENCE = /^[EN]-\d{4,}$/;

/**
 * `list`, `edit A-0001 …`, `withdraw A-0001 why`, `done A-0001 E-0007` for actions, else a new entry: a text and then
 * fields, each behind its name and a colon. Throws errors that name the mend.
 */
export function parseSection(kind: SectionKind, argument: string): SectionArguments {
  const [word = '', id = '', ...rest] = argument.split(/\s+/);
  const verb = word.toLowerCase();
  if ((verb === 'list' && id === '') || (kind === 'wording' && argument === '')) return { do: 'list' };
  const isEntry = new RegExp(`^${sectionLetters[kind]}-\\d{4,}$`, 'i').test(id);
  if (isEntry && verb === 'withdraw') {
    return {
      do: 'withdraw',
      id: id.toUpperCase(),
      why: required(rest.join(' '), `/rca ${kind} withdraw ${id} why`),
    };
  }
  if (isEntry && verb === 'done' && kind === 'action') {
    const evidence = references(rest.join(' '));
    return { do: 'edit', id: id.toUpperCase(), input: { kind, state: 'done', evidence } };
  }
  if (isEntry && (verb === 'edit' || verb === 'set')) {
    return { do: 'edit', id: id.toUpperCase(), input: inputOf(kind, rest.join(' '), 'edit') };
  }
  const text = verb === 'add' ? argument.slice(word.length).trim() : argument;
  return { do: 'add', input: inputOf(kind, text, 'add') };
}

function required(text: string, example: string): string {
  if (text.trim() !== '') return text.trim();
  throw userError({
    code: 'ARGUMENT_MISSING',
    message: 'words are missing at the end',
    mend: `write ${example}`,
  });
}

function inputOf(kind: SectionKind, argument: string, doing: 'add' | 'edit'): SectionInput {
  const { text, fields } = split(kind, argument);
  if (doing === 'add' && text === '') {
    throw userError({
      code: 'ENTRY_EMPTY',
      message: `the ${kind} has no text`,
      mend: `write /rca ${kind} and then what you want to say, or /rca ${kind} alone for a form`,
    });
  }
  const { evidence } = fields;
  const common = {
    ...(text === '' ? {} : { text }),
    ...(evidence === undefined ? {} : { evidence: references(evidence) }),
  };
  switch (kind) {
    case 'impact':
      return { kind, ...common, ...one('area', fields['area'], impactAreas) };
    case 'cause':
      return { kind, ...common, ...one('role', fields['role'], causeRoles) };
    case 'lesson':
      return { kind, ...common, ...one('side', fields['side'], lessonSides) };
    case 'action':
      return {
        kind,
        ...common,
        ...one('type', fields['type'], actionTypes),
        ...one('state', fields['state'], actionStates),
        ...(fields['owner'] === undefined ? {} : { owner: fields['owner'] }),
        ...day('due', fields['due']),
      };
    case 'control':
      return {
        kind,
        ...common,
        ...one('state', fields['state'], controlStates),
        ...(fields['owner'] === undefined ? {} : { owner: fields['owner'] }),
        ...(fields['mitigation'] === undefined ? {} : { mitigation: fields['mitigation'] }),
        ...(fields['by'] === undefined ? {} : { acceptedBy: fields['by'] }),
        ...day('eta', fields['eta']),
        ...day('acceptedUntil', fields['until']),
      };
    case 'wording':
      return {
        kind,
        ...common,
        ...(fields['sentence'] === undefined ? {} : { sentence: fields['sentence'] }),
      };
  }
}

/** What stands before the first field, and each field's value up to the next. */
function split(
  kind: SectionKind,
  argument: string,
): { text: string; fields: Readonly<Record<string, string>> } {
  const name = new RegExp(`(?:^|\\s)(${FIELDS[kind].join('|')}):\\s*`, 'gi');
  const found = [...argument.matchAll(name)];
  const fields = found.map(({ 0: whole, 1: field = '', index }, at): [string, string] => [
    field.toLowerCase(),
    argument.slice(index + whole.length, found[at + 1]?.index ?? argument.length).trim(),
  ]);
  return {
    text: argument.slice(0, found[0]?.index ?? argument.length).trim(),
    fields: Object.fromEntries(fields),
  };
}

function one<Name extends string, Choice extends string>(
  name: Name,
  value: string | undefined,
  choices: readonly Choice[],
): { readonly [Each in Name]?: Choice } {
  if (value === undefined) return {};
  const choice = choices.find((each) => each === value.toLowerCase());
  if (choice !== undefined) return { [name]: choice } as { readonly [Each in Name]: Choice };
  throw userError({
    code: 'FIELD_INVALID',
    message: `"${value}" is no ${name}`,
    mend: `write ${name}: and one of ${choices.join(', ')}`,
  });
}

function day<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [Each in Name]?: string } {
  if (value === undefined) return {};
  const parsed = daySchema.safeParse(value);
  if (parsed.success) return { [name]: parsed.data } as { readonly [Each in Name]: string };
  throw userError({
    code: 'DAY_INVALID',
    message: `"${value}" is not a day`,
    mend: 'write it like 2026-02-14',
  });
}

export function references(text: string): string[] {
  const ids = text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter((id) => id !== '');
  const wrong = ids.find((id) => !REFERENCE.test(id));
  if (wrong === undefined) return ids;
  throw userError({
    code: 'EVIDENCE_INVALID',
    message: `"${wrong}" is neither evidence nor a note`,
    mend: 'name evidence like E-0007 and notes like N-0003, with spaces between them',
  });
}
