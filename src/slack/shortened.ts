import type { Message } from './messages.ts';

/** Slack takes more in a text, and cuts what is above without a word. */
const KEPT_CHARS = 2_500;

const REMARK =
  'This message was shortened: Slack takes no longer one. `/rca draft` and `/rca pack` have all of it.';

/** The beginning of a message's text, never cut within a date or an escaped character, and a word that it is one. */
export function shortened({ text }: Message): Message {
  const cut = text.slice(0, KEPT_CHARS);
  const whole = cut
    .replace(/<[^>]*$/, '')
    .replace(/&\w{0,4}$/, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return { text: `${whole.trimEnd()}…\n${REMARK}` };
}
