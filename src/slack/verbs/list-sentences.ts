import type { Sentence } from '../../domain/sentences.ts';
import { oneLine } from '../../domain/visible.ts';
import { header, markup } from '../blocks.ts';
import { slackText } from '../escape.ts';
import { rewordButton } from '../forms/buttons.ts';
import type { Work } from '../handlers.ts';
import type { CommandJob } from './verb.ts';

/** A message takes 50 blocks. */
const SENTENCES_MAX = 45;
const SENTENCE_CHARS_MAX = 600;

/** Posts the sentences of the draft as they read, each with a button that opens its form. */
export async function listSentences(
  incident: string,
  job: Pick<CommandJob, 'key' | 'channelId'>,
  { useCases, messenger }: Pick<Work, 'useCases' | 'messenger'>,
): Promise<void> {
  const sentences = await useCases.sentences(incident);
  const rest = sentences.length - SENTENCES_MAX;
  const summary = `${sentences.length} ${sentences.length === 1 ? 'sentence' : 'sentences'} in the draft of ${incident}.`;
  await messenger.postOnce(`${job.key}:list`, job.channelId, {
    text: summary,
    blocks: [
      header(`Sentences of ${incident}`),
      markup(
        rest > 0
          ? `The first ${SENTENCES_MAX} of ${sentences.length}; \`rca wording sentences ${incident}\` lists all.`
          : summary,
      ),
      ...sentences
        .slice(0, SENTENCES_MAX)
        .map((sentence) => markup(line(sentence), rewordButton(incident, sentence.claim.name))),
    ],
  });
}

function line({ claim, wording, changed }: Sentence): string {
  const text = slackText(oneLine(wording?.body.text ?? claim.text, SENTENCE_CHARS_MAX), SENTENCE_CHARS_MAX);
  const by = wording === null ? '' : `, worded by a person as ${wording.id}`;
  const now = changed
    ? `. The facts have changed since; the evidence now says: ${slackText(oneLine(claim.text, SENTENCE_CHARS_MAX), SENTENCE_CHARS_MAX)}`
    : '';
  return `${slackText(claim.name, 120)}: ${text} (${claim.evidence.slice(0, 4).join(' ')}${by})${now}`;
}
