import { instantOf } from '../domain/instant.ts';
import type { Format, Origin } from './format.ts';
import { asObject, asText, type JsonObject } from './json.ts';
import { documentOf, elementsAt } from './json-records.ts';
import { outlineOf } from './outline.ts';
import { clip, observerOf, present, type Reading, type ReadRecord, routine } from './record.ts';
import { postedAlert } from './slack-alert.ts';
import { fileNames, messageWords } from './slack-words.ts';

export const slackHistory: Format = {
  id: 'slack.history',
  title: 'messages of a Slack channel: replies to conversations.history and conversations.replies',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    return outline.has('messages[].ts') || (outline.has('messages') && outline.has('has_more'));
  },
  observer: (origin) => observerOf('slack.history', origin, (page) => readPage(page, origin)),
};

/** https://docs.slack.dev/reference/methods/conversations.history */
function* readPage(page: Buffer, origin: Origin): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  if ('why' in document) {
    yield { byteOffset, reading: document };
  } else if (!Array.isArray(asObject(document.value)?.['messages'])) {
    yield { byteOffset, reading: { why: 'messages is not a list' } };
  } else {
    const channel = asText(origin.query['channel']);
    for (const message of elementsAt(page, document.value, 'messages')) {
      yield { byteOffset: message.byteOffset, reading: readMessage(message.value, channel) };
    }
  }
}

/** What the app itself and Slack say about the channel (joins, topics, …) is no message of a person. */
const SILENT_SUBTYPES = /^(?:channel|group)_|^(?:bot_add|bot_remove|reminder_add|tombstone|pinned_item)$/;

/** Seconds since 1970 with six digits behind the point, which make it unique in its channel. */
const TS = /^(\d{10})\.(\d{3})\d{3}$/;

const SUMMARY_CHARS_MAX = 200;

function readMessage(value: unknown, channel: string | undefined): Reading {
  const message = asObject(value);
  if (message === null) return { why: 'a message that is not an object' };
  const ts = message['ts'];
  const parts = typeof ts === 'string' ? TS.exec(ts) : null;
  if (typeof ts !== 'string' || parts === null) return { why: 'ts is not a time as Slack writes it' };
  const author = authorOf(message);
  const subtype = asText(message['subtype']);
  if (author === undefined || (subtype !== undefined && SILENT_SUBTYPES.test(subtype)))
    return routine(subtype ?? 'message without an author');
  const { iso: at } = instantOf(Number(parts[1]) * 1_000, parts[2] ?? '');
  const words = messageWords(message);
  const alert = postedAlert(words, asText(message['bot_id']) !== undefined);
  const thread = asText(message['thread_ts']);
  return [
    {
      at,
      clock: 'log',
      kind: alert?.kind ?? 'message',
      summary: clip(`${author}${tellWords(words, message)}`, SUMMARY_CHARS_MAX),
      attributes: present({
        'event.id': channel === undefined ? ts : `${channel}/${ts}`,
        'messaging.destination.name': channel,
        'messaging.message.id': ts,
        'messaging.message.conversation_id': thread === ts ? undefined : thread,
        'alert.name': alert?.name,
        'message.author': author,
        'message.edited': message['edited'] === undefined ? undefined : true,
      }),
    },
  ];
}

/** A message is said to share a file when it has one. */
function tellWords(words: string, message: JsonObject): string {
  if (words !== '') return `: ${words}`;
  const files = fileNames(message);
  if (files.length === 0) return ' posted a message without words';
  return files.length === 1 ? ' shared a file' : ` shared ${files.length} files`;
}

const authorOf = (message: JsonObject): string | undefined =>
  asText(message['user']) ?? asText(message['bot_id']);
