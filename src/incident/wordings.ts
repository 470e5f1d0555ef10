import { userError } from '../domain/errors.ts';
import { type BodyOf, latestEntries } from '../domain/section.ts';
import { factsSha256, type Sentence, sentencesIn } from '../domain/sentences.ts';
import { findings } from './case.ts';
import type { Context } from './context.ts';

/** Every sentence that is computed, with the wording that stands for it. */
export async function sentences(context: Context, incident: string): Promise<readonly Sentence[]> {
  const [{ analysis }, sections] = await Promise.all([
    findings(context, incident),
    context.store.sections(incident),
  ]);
  return sentencesIn({ analysis, sections: latestEntries(sections) });
}

interface Asked {
  /** The entry that is edited; null for a new one. */
  readonly entry: string | null;
  /** Facts that the person had in view, as `factsSha256`; undefined: those of now. */
  readonly basedOn: string | undefined;
}

/**
 * A wording with the sentence as it is computed now. Throws `SENTENCE_UNKNOWN`, `SENTENCE_CHANGED` when the person had
 * other facts in view, and `SENTENCE_WORDED` when another entry words it.
 */
export async function bound(
  context: Context,
  incident: string,
  body: BodyOf<'wording'>,
  { entry, basedOn }: Asked,
): Promise<BodyOf<'wording'>> {
  const all = await sentences(context, incident);
  const sentence = all.find(({ claim }) => claim.name === body.sentence);
  if (sentence === undefined) {
    if (entry !== null) return body;
    throw unknown(incident, body.sentence, all);
  }
  const { claim, wording } = sentence;
  if (basedOn !== undefined && basedOn !== factsSha256(claim)) throw changed(body, claim.text);
  if (wording !== null && wording.id !== entry) throw worded(incident, body.sentence, wording.id);
  return { ...body, computed: claim };
}

const unknown = (incident: string, name: string, all: readonly Sentence[]) =>
  userError({
    code: 'SENTENCE_UNKNOWN',
    message: `the draft of ${incident} has no sentence ${name === '' ? 'without a name' : `"${name}"`}`,
    where: '--sentence',
    mend:
      all.length === 0
        ? 'there is none yet: collect evidence first'
        : `name one of ${all.map(({ claim }) => claim.name).join(', ')}`,
  });

const changed = ({ sentence, text }: BodyOf<'wording'>, now: string) =>
  userError({
    code: 'SENTENCE_CHANGED',
    message: `the facts under ${sentence} have changed while you wrote: it is computed as “${now}” now. Your text was not written: ${text}`,
    mend: 'look at the sentence again, and send your text again if it still holds',
  });

const worded = (incident: string, sentence: string, id: string) =>
  userError({
    code: 'SENTENCE_WORDED',
    message: `${sentence} is worded by ${id} already`,
    mend: `change that one: rca wording edit ${incident} ${id} --text "…"`,
  });
