import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, PlainTextElement, PlainTextOption } from '@slack/web-api';
import { plainText } from '../escape.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
export const INPUT_CHARS_MAX = 3_000;
const LABEL_CHARS_MAX = 75;

export const words = (text: string): PlainTextElement => ({
  type: 'plain_text',
  text: plainText(text, LABEL_CHARS_MAX) || ' ',
  emoji: false,
});

interface Input {
  /** Name of the value in what is sent, and of the field in errors. */
  readonly field: string;
  readonly label: string;
  readonly required?: boolean;
  readonly hint?: string;
}

const input = (
  { field, label, required = false, hint }: Input,
  element: InputBlock['element'],
): InputBlock => ({
  type: 'input',
  block_id: field,
  label: words(label),
  optional: !required,
  ...(hint === undefined ? {} : { hint: words(hint) }),
  element,
});

/**
 * A text, prefilled when it fits a form. One that does not fit is kept as it is when the field is left empty.
 */
export function textInput(
  about: Input & { readonly multiline?: boolean },
  initial: string | null,
  maxChars = INPUT_CHARS_MAX,
): InputBlock {
  const fits = initial === null || initial.length <= maxChars;
  const asked = fits
    ? about
    : { ...about, required: false, hint: 'Too long for a form. Left empty, it stays as it is.' };
  return input(asked, {
    type: 'plain_text_input',
    action_id: about.field,
    multiline: about.multiline ?? false,
    max_length: maxChars,
    ...(fits && initial !== null && initial !== '' ? { initial_value: initial } : {}),
  });
}

const option = (value: string, text: string): PlainTextOption => ({ text: words(text), value });

export function choiceInput(
  about: Input,
  choices: readonly (readonly [value: string, text: string])[],
  initial: string | null,
): InputBlock {
  const chosen = choices.find(([value]) => value === initial);
  return input(about, {
    type: 'static_select',
    action_id: about.field,
    options: choices.map(([value, text]) => option(value, text)),
    ...(chosen === undefined ? {} : { initial_option: option(...chosen) }),
  });
}

/** A calendar day, `2026-02-14`. */
export const dayInput = (about: Input, initial: string | null): InputBlock =>
  input(about, {
    type: 'datepicker',
    action_id: about.field,
    ...(initial === null ? {} : { initial_date: initial }),
  });

/** A minute, in the zone of the person's Slack; its value is in seconds since 1970. */
export const momentInput = (about: Input, initialMs: number): InputBlock =>
  input(about, {
    type: 'datetimepicker',
    action_id: about.field,
    initial_date_time: Math.floor(initialMs / 1000),
  });

/** What stands in the fields of a sent form, by field; an empty one is an empty text. */
export const valuesOf = (view: ViewOutput): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(view.state.values).map(([field, actions]) => {
      const state = actions[field];
      const moment = state?.selected_date_time;
      const value =
        state?.value ??
        state?.selected_option?.value ??
        state?.selected_date ??
        (moment === undefined || moment === null ? '' : String(moment));
      return [field, value.trim()];
    }),
  );
