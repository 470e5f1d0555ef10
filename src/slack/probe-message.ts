import { type ProbeOutcome, type ProbeResult, probeOutcomes } from '../domain/probe.ts';
import { oneLine } from '../domain/visible.ts';
import { header, listing, markup } from './blocks.ts';
import type { Message } from './messages.ts';

const LINES_MAX = 24;
const SEEN_CHARS_MAX = 100;

const HEADINGS: Readonly<Record<ProbeOutcome, string>> = {
  unexpected: 'Not as expected',
  undecided: 'Undecided',
  expected: 'As expected',
};

const ORDER: readonly ProbeOutcome[] = ['unexpected', 'undecided', 'expected'];

/** A line a check: what was expected, what was seen, and the transcript’s evidence. */
export function probeMessage(incident: string, results: readonly ProbeResult[]): Message {
  const counts = probeOutcomes
    .map((outcome) => `${results.filter((result) => result.outcome === outcome).length} ${outcome}`)
    .join(', ');
  return {
    text: `Probes for ${incident}: ${counts}.`,
    blocks: [
      header(`Probes for ${incident}`),
      markup(counts),
      ...ORDER.flatMap((outcome) =>
        listing(
          HEADINGS[outcome],
          results.filter((result) => result.outcome === outcome).map(line),
          LINES_MAX,
        ),
      ),
    ],
  };
}

const line = ({ target, check, expected, seen, attempt, evidence }: ProbeResult): string =>
  `${target} ${check}: ${oneLine(seen, SEEN_CHARS_MAX)}; expected ${expected}${attempt > 1 ? `; sent ${attempt} times` : ''} (${evidence})`;
