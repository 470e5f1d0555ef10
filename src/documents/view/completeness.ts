import type { CaseFile } from '../../domain/case-file.ts';
import { type Asking, completenessOf, type SourceCompleteness } from '../../domain/completeness.ts';
import type { Coverage } from '../../domain/coverage.ts';
import { oneLine } from '../../domain/visible.ts';
import { count, counted, stamp, stampSeconds } from './format.ts';

const SOURCES_MAX = 60;
const ASKINGS_SHOWN = 5;
const LINES_SHOWN = 12;

const VERDICTS: Readonly<Record<SourceCompleteness['verdict'], string>> = {
  whole: 'Gave everything that it was asked for',
  'in-part': 'Gave part of what it was asked for',
  unknown: 'Nothing says whether this is everything',
  unreadable: 'Could not be read',
  'not-asked': 'Was never asked',
};

/** What was asked of each source, what it answered, and what is missing, for a reader who is no engineer. */
export function sourcesView(caseFile: CaseFile) {
  const accounts = completenessOf(caseFile.sources, caseFile.items, caseFile.gaps);
  return {
    list: accounts.slice(0, SOURCES_MAX).map(sourceView),
    omitted:
      accounts.length > SOURCES_MAX
        ? `The first ${SOURCES_MAX} of ${count(accounts.length)} sources are printed; completeness.json holds all.`
        : '',
  };
}

function sourceView(account: SourceCompleteness) {
  const { source, type, verdict, asked, answered, missing } = account;
  const isImport = source === 'import';
  return {
    source: isImport ? 'Files that were handed in' : oneLine(source, 60),
    type: isImport || type === null ? '' : oneLine(type, 60),
    verdict,
    verdictWords: VERDICTS[verdict],
    asked: isImport
      ? ['Nobody was asked: people handed these files in.']
      : asked.length === 0
        ? ['It is in the configuration, and nobody asked it about this incident.']
        : capped(asked.map(askingWords), ASKINGS_SHOWN),
    answered: [
      answered.evidence.length === 0
        ? 'Nothing.'
        : `${counted(answered.evidence.length, 'evidence item')} with ${counted(answered.records, 'record')}: ${wholeWords(account)}.`,
      ...capped(
        answered.notWhole.map(({ item, coverage }) => `${item}: ${plainCoverage(coverage)}`),
        LINES_SHOWN,
      ),
    ],
    missing:
      missing.length === 0
        ? [missingWords(verdict)]
        : capped(
            missing.map(({ why, mend }) => `${oneLine(plain(why), 420)}. To mend it: ${oneLine(mend, 260)}.`),
            LINES_SHOWN,
          ),
  };
}

function wholeWords({ answered: { evidence, notWhole } }: SourceCompleteness): string {
  const whole = evidence.length - notWhole.length;
  if (whole === evidence.length) return 'all of them whole';
  return whole === 0 ? 'none of them known to be whole' : `${count(whole)} of them whole`;
}

function missingWords(verdict: SourceCompleteness['verdict']): string {
  if (verdict === 'not-asked') return 'All that it could have told.';
  return verdict === 'unknown'
    ? 'Nothing that is known of; whether the files are whole only their senders can say.'
    : 'Nothing that was asked for.';
}

const STATES: Readonly<Record<Asking['state'], string>> = {
  waiting: 'it has not been asked yet',
  running: 'the answer was not there yet',
  done: 'it answered',
  failed: 'it could not be read, or not to its end',
};

const askingWords = ({ at, by, window, state, error }: Asking): string =>
  `On ${stampSeconds(at)} UTC, for ${oneLine(by, 80)}, about ${stamp(window.from)} to ${stamp(window.to)} UTC: ${STATES[state]}${
    error === null ? '' : `. ${oneLine(plain(error.replace(/^[A-Z_]+: /, '')), 300)}`
  }.`;

/** How whole an answer is, in a sentence without terms of the trade. */
export function plainCoverage(coverage: Coverage): string {
  switch (coverage.state) {
    case 'complete':
      return 'The source gave everything that was asked for.';
    case 'sampled':
      return coverage.of === null
        ? 'Examples only; the source does not say of how many. No total may be read from them.'
        : coverage.of === 0
          ? 'Examples were asked for; the source had none to give.'
          : `Examples only, out of ${counted(coverage.of, 'record')}. No total may be read from them.`;
    case 'truncated':
      return `Cut short${coverage.limit === null ? '' : ` at ${count(coverage.limit)}`}: ${oneLine(plain(coverage.why), 300)}.`;
    case 'narrowed':
      return `The source answered only for ${stamp(coverage.answered.from)} to ${stamp(coverage.answered.to)} UTC.`;
    case 'denied':
      return `The source refused: the permission ${oneLine(coverage.permission, 120)} is missing.`;
    case 'failed':
      return `The source could not be read: ${oneLine(plain(coverage.error), 300)}.`;
    case 'unknown':
      return 'Nothing in the evidence says whether it is whole.';
  }
}

/** A service's words, after what they mean where readers outside of the trade would not know. */
function plain(text: string): string {
  if (/throttl|TooManyRequests|too many requests/i.test(text)) {
    return `the source limits how often it may be asked, and kept refusing for that reason (${text})`;
  }
  if (/AccessDenied|not authorized|refused|forbidden|\b403\b/i.test(text)) {
    return `the source refused, because the account that asked lacks the permission (${text})`;
  }
  return text;
}

function capped(lines: readonly string[], shown: number): readonly string[] {
  const more = lines.length - shown;
  return more > 0 ? [...lines.slice(0, shown), `And ${count(more)} more, in completeness.json.`] : lines;
}
