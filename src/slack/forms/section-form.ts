import type { InputBlock } from '@slack/web-api';
import {
  actionStates,
  actionTypes,
  causeRoles,
  controlStates,
  impactAreas,
  lessonSides,
  type SectionBody,
  type SectionKind,
} from '../../domain/section.ts';
import type { SectionInput } from '../../incident/sections.ts';
import { references } from '../verbs/section-options.ts';
import { choiceInput, dayInput, INPUT_CHARS_MAX, textInput } from './inputs.ts';

const ROLE_CHARS_MAX = 200;

/** Words of each choice: what stands in the menu. */
const said = (choices: readonly string[]): readonly (readonly [string, string])[] =>
  choices.map((choice) => [choice, `${choice.charAt(0).toUpperCase()}${choice.slice(1).replace('-', ' ')}`]);

const PROMPTS: Readonly<Record<SectionKind, string>> = {
  impact: 'What the incident did',
  cause: 'What contributed, or was ruled out',
  lesson: 'What was learned',
  action: 'What is to be done',
  control: 'Which safeguard',
  wording: 'The sentence, as it is to read',
};

/** What a form is filled with. */
export type Filled = SectionBody | Pick<SectionBody, 'text' | 'evidence'>;

/** Fields of the form of a kind, filled with what stands. */
export function sectionInputs(kind: SectionKind, body: Filled | null): readonly InputBlock[] {
  const at = (field: string): string | null => {
    const value = (body as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof value === 'string' ? value : null;
  };
  return [
    textInput({ field: 'text', label: PROMPTS[kind], required: true, multiline: true }, at('text')),
    ...ownInputs(kind, at),
    textInput(
      { field: 'evidence', label: 'Evidence and notes', hint: 'Ids with spaces between them: E-0007 N-0003' },
      body?.evidence.join(' ') ?? null,
    ),
  ];
}

function ownInputs(kind: SectionKind, at: (field: string) => string | null): readonly InputBlock[] {
  const owner = textInput(
    { field: 'owner', label: 'Owner', hint: 'A role, such as platform lead' },
    at('owner'),
    ROLE_CHARS_MAX,
  );
  const choice = (field: string, label: string, choices: readonly string[], initial: string) =>
    choiceInput({ field, label, required: true }, said(choices), at(field) ?? initial);
  switch (kind) {
    case 'impact':
      return [choice('area', 'Area', impactAreas, 'other')];
    case 'cause':
      return [choice('role', 'Role in the incident', causeRoles, 'factor')];
    case 'lesson':
      return [choice('side', 'How it went', lessonSides, 'well')];
    case 'action':
      return [
        choice('type', 'Type', actionTypes, 'corrective'),
        choice('state', 'State', actionStates, 'open'),
        owner,
        dayInput({ field: 'due', label: 'Due' }, at('due')),
      ];
    case 'control':
      return [
        choice('state', 'State', controlStates, 'pending'),
        owner,
        dayInput({ field: 'eta', label: 'In place by' }, at('eta')),
        textInput(
          { field: 'mitigation', label: 'What protects meanwhile', multiline: true },
          at('mitigation'),
        ),
        textInput(
          { field: 'acceptedBy', label: 'Risk accepted by', hint: 'A role' },
          at('acceptedBy'),
          ROLE_CHARS_MAX,
        ),
        dayInput({ field: 'acceptedUntil', label: 'Accepted until' }, at('acceptedUntil')),
      ];
    case 'wording':
      return [];
  }
}

type Values = Readonly<Record<string, string>>;
export type FieldErrors = Readonly<Record<string, string>>;

/** What a sent form lacks, by field; empty when it can be written. */
export function sectionErrors(kind: SectionKind, values: Values, isNew: boolean): FieldErrors {
  const { text = '', evidence = '', state, owner, eta, acceptedBy, acceptedUntil } = values;
  const errors: Record<string, string> = {};
  const need = (field: string, value: string | undefined, why: string): void => {
    if (value === undefined || value === '') errors[field] = why;
  };
  if (isNew) need('text', text, 'Say it in a sentence.');
  if (text.length > INPUT_CHARS_MAX) errors['text'] = `Say it in ${INPUT_CHARS_MAX} characters or fewer.`;
  const wrong = wrongReference(evidence);
  if (wrong !== undefined) errors['evidence'] = wrong;
  if (kind === 'action' && state === 'done') {
    need('evidence', evidence, 'An action is done when evidence shows it: name an item or a note.');
  }
  if (kind === 'control' && state === 'pending') {
    need('owner', owner, 'A pending control has an owner.');
    need('eta', eta, 'A pending control has a date.');
  }
  if (kind === 'control' && state === 'risk-accepted') {
    need('acceptedBy', acceptedBy, 'An accepted risk names the role that accepted it.');
    need('acceptedUntil', acceptedUntil, 'An accepted risk has an end.');
  }
  return errors;
}

function wrongReference(evidence: string): string | undefined {
  const wrong = evidence.split(/[\s,]+/).find((id) => id !== '' && !/^[EN]-\d{4,}$/i.test(id));
  return wrong === undefined
    ? undefined
    : 'Write ids of evidence and notes with spaces between them, such as E-0007 N-0003.';
}

/** What a form without errors asks to be written. A field that a person emptied is emptied. */
export function sectionInput(kind: SectionKind, values: Values): SectionInput {
  const orNull = (field: string): string | null => values[field] || null;
  const common = {
    ...(values['text'] ? { text: values['text'] } : {}),
    evidence: references(values['evidence'] ?? ''),
  };
  const owner = orNull('owner');
  switch (kind) {
    case 'impact':
      return { kind, ...common, area: pick(values['area'], impactAreas) };
    case 'cause':
      return { kind, ...common, role: pick(values['role'], causeRoles) };
    case 'lesson':
      return { kind, ...common, side: pick(values['side'], lessonSides) };
    case 'action':
      return {
        kind,
        ...common,
        type: pick(values['type'], actionTypes),
        state: pick(values['state'], actionStates),
        owner,
        due: orNull('due'),
      };
    case 'control':
      return {
        kind,
        ...common,
        state: pick(values['state'], controlStates),
        owner,
        eta: orNull('eta'),
        ...(values['mitigation'] === undefined ? {} : { mitigation: orNull('mitigation') }),
        acceptedBy: orNull('acceptedBy'),
        acceptedUntil: orNull('acceptedUntil'),
      };
    case 'wording':
      return {
        kind,
        ...common,
        ...(values['sentence'] ? { sentence: values['sentence'] } : {}),
        ...(values['basedOn'] ? { basedOn: values['basedOn'] } : {}),
      };
  }
}

/** Slack sends one of the options that the form offered. */
function pick<Choice extends string>(value: string | undefined, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error('a form was sent with a choice that it did not offer');
  return found;
}
