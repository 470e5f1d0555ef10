import type { Button, KnownBlock, PlainTextElement } from '@slack/web-api';
import { plainText } from './escape.ts';

/** https://docs.slack.dev/reference/block-kit/blocks */
const HEADER_CHARS_MAX = 150;
const SECTION_CHARS_MAX = 3_000;
const FIELDS_MAX = 10;

/** Text of any origin: no markup, no emoji codes. Slack refuses empty text. */
const plain = (text: string, maxChars: number): PlainTextElement => ({
  type: 'plain_text',
  text: plainText(text, maxChars) || ' ',
  emoji: false,
});

export const header = (text: string): KnownBlock => ({ type: 'header', text: plain(text, HEADER_CHARS_MAX) });

/** Text of ours, with foreign parts neutralised by `slackText`, and a button beside it. */
export const markup = (text: string, button?: Button): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  ...(button === undefined ? {} : { accessory: button }),
});

export const paragraph = (text: string): KnownBlock => ({
  type: 'section',
  text: plain(text, SECTION_CHARS_MAX),
});

/** Names of ours over values in mrkdwn, two a row. */
export const fields = (pairs: readonly (readonly [name: string, value: string])[]): KnownBlock => ({
  type: 'section',
  fields: pairs
    .slice(0, FIELDS_MAX)
    .map(([name, value]) => ({ type: 'mrkdwn', text: `*${name}*\n${value}`, verbatim: true })),
});

/** A title of ours over up to `linesMax` lines of any origin; nothing when there are none. */
export function listing(title: string, lines: readonly string[], linesMax: number): KnownBlock[] {
  if (lines.length === 0) return [];
  const rest = lines.length - linesMax;
  const shown = rest > 0 ? [...lines.slice(0, linesMax), `and ${rest} more`] : lines;
  return [markup(`*${title}*`), paragraph(shown.join('\n'))];
}
