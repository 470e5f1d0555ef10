import { visible } from '../domain/visible.ts';

/** Look-alikes that Slack's markup does not know. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['*', '∗'],
  ['~', '∼'],
  ['`', 'ˋ'],
  ['|', '∣'],
]);

/** Inside a word it marks nothing, and names such as `RCA_HOME` stay copyable. */
const OPENING_UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

const ELLIPSIS = '…';

/** Text of foreign origin for a `plain_text` object, which knows no markup: nothing invisible, bounded. */
export const plainText = (text: string, maxChars: number): string =>
  clip(visible(text).replaceAll('\t', ' '), maxChars);

/**
 * Text of foreign origin for `mrkdwn` and message texts: one line that is data, whatever it holds. No
 * mention, link, formatting, quote, date or emoji comes of it.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackText(text: string, maxChars: number): string {
  const line = visible(text)
    .replace(/[\n\t]/g, ' ')
    .replace(/:(?=\/\/)/g, '[:]')
    .replace(/:(?=[\w+'-]*[a-z][\w+'-]*:)/gi, '∶')
    .replace(/^(\s*)>/, '$1›')
    .replace(OPENING_UNDERSCORE, 'ˍ');
  return clip(Array.from(line, inert), maxChars);
}

const inert = (character: string): string =>
  LOOK_ALIKES.get(character) ?? ENTITIES.get(character) ?? character;

/** Joins pieces up to `maxChars` UTF-16 units, never cutting one in two. */
function clip(pieces: Iterable<string>, maxChars: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    kept.push(piece);
    length += piece.length;
    if (length <= maxChars) continue;
    while (length + ELLIPSIS.length > maxChars && kept.length > 0) length -= kept.pop()?.length ?? 0;
    return kept.join('') + ELLIPSIS;
  }
  return kept.join('');
}
