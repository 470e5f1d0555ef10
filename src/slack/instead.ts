import type { Button, KnownBlock } from '@slack/web-api';
import { paragraph } from './blocks.ts';
import { slackText } from './escape.ts';
import { words } from './forms/inputs.ts';
import type { Message } from './messages.ts';

/** Beginning of the `action_id` of the buttons that send a command in the place of one that was not clear. */
export const INSTEAD = 'instead-';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const VALUE_CHARS_MAX = 2_000;
const BUTTONS_MAX = 5;

/** A command that may be sent in the place of another one. */
export interface Instead {
  readonly label: string;
  /** What stands after `/rca`. */
  readonly text: string;
}

/** What was not clear of a command, and what can be sent instead by a button; of one request one of them acts, once. */
export function insteadMessage(problem: string, instead: readonly Instead[], requestId: string): Message {
  const buttons = instead
    .slice(0, BUTTONS_MAX)
    .map((each, at) => insteadButton(each, at, requestId))
    .filter(({ value = '' }) => value.length <= VALUE_CHARS_MAX);
  const blocks: KnownBlock[] = [
    paragraph(problem),
    ...(buttons.length === 0 ? [] : [{ type: 'actions' as const, elements: buttons }]),
  ];
  return { text: slackText(problem, 600), blocks };
}

const insteadButton = ({ label, text }: Instead, at: number, requestId: string): Button => ({
  type: 'button',
  action_id: `${INSTEAD}${at}`,
  text: words(label),
  value: JSON.stringify({ text, of: requestId }),
});
