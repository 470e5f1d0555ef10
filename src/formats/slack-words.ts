import { asList, asObject, asText, type JsonObject } from './json.ts';
import { messageText } from './slack-markup.ts';

/**
 * All words of a message as people read them: its text, and what its blocks, attachments and previews say beyond it.
 * Empty when it has none. https://docs.slack.dev/reference/block-kit/blocks and
 * https://docs.slack.dev/reference/messaging/attachments
 */
export function messageWords(message: JsonObject): string {
  const parts = [
    messageText(asText(message['text']) ?? ''),
    ...asList(message['blocks']).map(blockWords),
    ...asList(message['attachments']).map(attachmentWords),
  ];
  let words = '';
  for (const part of parts.map((each) => each.trim())) {
    if (part !== '' && !bare(words).includes(bare(part))) words = words === '' ? part : `${words}\n${part}`;
  }
  return words;
}

/** Names of the files of a message. */
export const fileNames = (message: JsonObject): readonly string[] =>
  asList(message['files']).map((value) => {
    const file = asObject(value) ?? {};
    return asText(file['name']) ?? asText(file['title']) ?? asText(file['id']) ?? 'a file';
  });

/** Without what markup and punctuation add, so that the same words are not told twice. */
const bare = (text: string): string => text.replace(/[\s*_~`]+/g, '').toLowerCase();

const joined = (parts: readonly string[], by: string): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(by);

/** A text object, or a text as older attachments have it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return messageText(value);
  const object = asObject(value);
  const text = asText(object?.['text']) ?? '';
  return object?.['type'] === 'plain_text' ? text : messageText(text);
}

function blockWords(value: unknown): string {
  const block = asObject(value);
  if (block === null) return '';
  switch (block['type']) {
    case 'rich_text':
      return joined(asList(block['elements']).map(richWords), '\n');
    case 'image':
      return pictureWords(joined([textOf(block['title']), asText(block['alt_text']) ?? ''], ', '));
    case 'context':
      return joined(asList(block['elements']).map(contextWords), ' ');
    case 'section':
      return joined([textOf(block['text']), ...asList(block['fields']).map(textOf)], '\n');
    default:
      return textOf(block['text']);
  }
}

const contextWords = (value: unknown): string => {
  const element = asObject(value);
  return element?.['type'] === 'image' ? (asText(element['alt_text']) ?? '') : textOf(value);
};

const pictureWords = (about: string): string => (about === '' ? 'a picture' : `a picture: ${about}`);

/** Rich text has its words as they are: nothing in them is escaped. */
function richWords(value: unknown): string {
  const element = asObject(value);
  if (element === null) return '';
  const inner = asList(element['elements']);
  switch (element['type']) {
    case 'rich_text_list':
      return inner.map((each) => `- ${richWords(each)}`).join('\n');
    case 'text':
      return asText(element['text']) ?? '';
    case 'link': {
      const address = asText(element['url']) ?? '';
      const text = asText(element['text']);
      return text === undefined || text === address ? address : `${text} (${address})`;
    }
    case 'user':
      return `@${asText(element['user_id']) ?? ''}`;
    case 'usergroup':
      return `@${asText(element['usergroup_id']) ?? ''}`;
    case 'channel':
      return `#${asText(element['channel_id']) ?? ''}`;
    case 'broadcast':
      return `@${asText(element['range']) ?? ''}`;
    case 'emoji':
      return `:${asText(element['name']) ?? ''}:`;
    case 'date':
      return asText(element['fallback']) ?? '';
    default:
      return inner.map(richWords).join('');
  }
}

function attachmentWords(value: unknown): string {
  const attachment = asObject(value);
  if (attachment === null) return '';
  const fields = asList(attachment['fields']).map((each) => {
    const field = asObject(each) ?? {};
    return joined([textOf(field['title']), textOf(field['value'])], ': ');
  });
  const said = joined(
    [
      textOf(attachment['pretext']),
      textOf(attachment['title']),
      textOf(attachment['text']),
      ...fields,
      ...asList(attachment['blocks']).map(blockWords),
      ...asList(attachment['message_blocks']).map((each) => {
        const blocks = asList(asObject(asObject(each)?.['message'])?.['blocks']);
        return joined(blocks.map(blockWords), '\n');
      }),
    ],
    '\n',
  );
  const words = said === '' ? textOf(attachment['fallback']) : said;
  const picture = asText(attachment['image_url']);
  const shown = picture === undefined ? words : joined([words, `a picture (${picture})`], '\n');
  const from = asText(attachment['from_url']) ?? asText(attachment['original_url']);
  return from === undefined || shown === '' ? shown : `preview of ${from}: ${shown}`;
}
