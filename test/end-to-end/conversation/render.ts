import type { ChannelMessage } from '../../slack/workspace.ts';
import type { Happening } from './channel.ts';
import type { House } from './house.ts';
import type { Told } from './story.ts';

/** The time that the incident's window ends at in the document, wherever it ended in the run. */
const SHOWN_ANCHOR_MS = Date.UTC(2026, 0, 27, 12);

/** The conversation as Markdown, with what differs from run to run taken out. */
export function rendered({ happened, messages }: Told, { anchorMs, slack }: House): string {
  const byTs = new Map(messages.map((message) => [message.ts, message]));
  const lines = happened.map((one) => linesOf(one, byTs, slack.userId)).join('\n');
  return `${HEAD}\n${same(lines, anchorMs, slack)}`;
}

const HEAD = `# A conversation

A whole incident in a Slack channel, from the first word to the signed and closed record, as the end-to-end test lives it
(\`test/end-to-end/conversation\`): \`rca serve\` as a process of its own, over signed HTTP and over Socket Mode, on both stores.
The test compares this page with what the channel saw. Messages are shown as they stand at the end: the card and the progress
are edited in place. Times are shifted so that the window ends at 2026-01-27 12:00 UTC; what happened during the run is
"[time]", digests are cut to "…", and durations to "n s".
`;

function linesOf(one: Happening, byTs: ReadonlyMap<string, ChannelMessage>, responder: string): string {
  switch (one.kind) {
    case 'did':
      return `**${one.who}** ${one.what}\n${(one.fields ?? []).map((field) => `- ${field}\n`).join('')}`;
    case 'told':
      return `> _only visible to the person:_ ${quoted(one.text)}\n`;
    case 'message': {
      const message = byTs.get(one.ts);
      if (message === undefined) return '';
      const isPerson =
        (message as { user?: string }).user === responder &&
        message.blocks === undefined &&
        message.files === undefined;
      if (isPerson) return `**responder** ${message.text}\n`;
      const files = (message.files ?? []).map(({ name }) => `[file ${name}]`);
      return `> **rca** ${quoted([...(shown(message) || [message.text]), ...files].join('\n'))}\n`;
    }
  }
}

const quoted = (text: string): string => text.split('\n').join('\n> ');

interface TextObject {
  readonly type?: string;
  readonly text?: string | TextObject;
}
interface Block extends TextObject {
  readonly fields?: readonly TextObject[];
  readonly elements?: readonly TextObject[];
  readonly accessory?: TextObject;
}

const textOf = (object: TextObject | undefined): string =>
  typeof object?.text === 'string' ? object.text : object?.text === undefined ? '' : textOf(object.text);

const buttonOf = (object: TextObject): string =>
  object.type === 'button' ? `[${textOf(object)}]` : textOf(object);

/** The blocks of a message, a line or more each. */
function shown({ text, blocks }: ChannelMessage): readonly string[] {
  if (blocks === undefined || blocks.length === 0) return [text];
  return (blocks as readonly Block[]).map((block) => {
    const words = [
      ...(block.text === undefined ? [] : [block.type === 'header' ? `**${textOf(block)}**` : textOf(block)]),
      ...(block.fields ?? []).map((field) => textOf(field).replace('\n', ' ')),
      ...(block.elements === undefined ? [] : [block.elements.map(buttonOf).join(' ')]),
      ...(block.accessory === undefined ? [] : [buttonOf(block.accessory)]),
    ];
    return words.join('\n');
  });
}

/** As Slack's date format writes them, and as ISO 8601. */
const TIMES = /<!date\^(\d+)\^[^>]*>|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z| UTC)/g;

function same(text: string, anchorMs: number, slack: House['slack']): string {
  const moved = (atMs: number): string =>
    atMs > anchorMs
      ? '[time]'
      : `${new Date(atMs - anchorMs + SHOWN_ANCHOR_MS).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return text
    .replace(TIMES, (written: string, seconds: string | undefined) =>
      moved(
        seconds === undefined
          ? Date.parse(written.replace(' UTC', 'Z').replace(' ', 'T'))
          : Number(seconds) * 1_000,
      ),
    )
    .replaceAll(`<@${slack.userId}>`, '@responder')
    .replaceAll(`<@${slack.bystanderId}>`, '@reviewer')
    .replaceAll(slack.userId, 'U-RESPONDER')
    .replaceAll(slack.bystanderId, 'U-REVIEWER')
    .replace(/INC-\d{4}-/g, 'INC-2026-')
    .replace(/\b[0-9a-f]{12,64}\b…?/g, '…')
    .replace(/\b\d+(?: min \d+)? s\b/g, 'n s')
    .replace(/[ \t]+$/gm, '');
}
