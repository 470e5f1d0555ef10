import type { CaseFile, CaseItem } from '../../domain/case-file.ts';
import type { Coverage } from '../../domain/coverage.ts';
import { type CustodyStep, stepsOf } from '../../domain/custody.ts';
import type { WindowJson } from '../../domain/time.ts';
import { oneLine } from '../../domain/visible.ts';
import { clockWords } from './clocks.ts';
import { plainCoverage } from './completeness.ts';
import { bytes, count, counted, stamp, stampSeconds } from './format.ts';

/** Printed sheets; the rest stands in the manifest and the attachments. */
export const SHEETS_MAX = 300;
const QUERY_CHARACTERS_MAX = 900;
/** Longer values of a query get a line of their own. */
const HALF_LINE_CHARACTERS_MAX = 32;
const SAMPLE_CHARACTERS_MAX = 320;
const REJECTS_SHOWN = 5;
const PAGES_SHOWN = 12;

const COMPLETENESS: Readonly<Record<Coverage['state'], string>> = {
  complete: 'Complete',
  sampled: 'Sampled',
  truncated: 'Truncated',
  narrowed: 'Narrowed',
  denied: 'Denied',
  failed: 'Failed',
  unknown: 'Unknown',
};

const span = (window: { from: string; to: string }): string =>
  `${stamp(window.from)} to ${stamp(window.to)} UTC`;

/** What an item is about, as its query or its file says. */
function nameOf({ item }: CaseItem, usual: WindowJson): string {
  const { name, operation, value, rule, end } = item.query;
  const parts = [item.original?.name ?? name ?? operation, value ?? rule].filter(
    (part) => typeof part === 'string',
  );
  const early =
    typeof end === 'string' && Date.parse(end) <= Date.parse(usual.from) ? ', before the window' : '';
  return oneLine(`${parts.join(' ')}${early}`, 90);
}

/** One row of the evidence index. `usual` is the incident's window. */
export const indexRow = (caseItem: CaseItem, usual: WindowJson) => ({
  id: caseItem.item.id,
  href: `#${caseItem.item.id}`,
  source: oneLine(caseItem.item.source, 60),
  format: caseItem.item.format,
  name: nameOf(caseItem, usual),
  retrievedAt: stampSeconds(caseItem.item.retrievedAt),
  completeness: COMPLETENESS[caseItem.item.coverage.state],
  records: count(caseItem.item.records),
  sha256: caseItem.sha256,
});

/** One evidence sheet. `samples` are records as stored, that is redacted. */
export function sheetView(
  caseItem: CaseItem,
  usual: WindowJson,
  samples: readonly string[],
  steps: readonly CustodyStep[],
  version: number,
) {
  const { item } = caseItem;
  const query = Object.entries(item.query).map(([name, given]) => {
    const value = oneLine(typeof given === 'string' ? given : JSON.stringify(given), QUERY_CHARACTERS_MAX);
    return { name: oneLine(name, 40), value, wide: value.length > HALF_LINE_CHARACTERS_MAX };
  });
  return {
    ...indexRow(caseItem, usual),
    sourceType: item.sourceType,
    mediaType: oneLine(item.mediaType, 60),
    query,
    asked: span(item.asked),
    answered: item.answered === null ? 'The source does not say.' : span(item.answered),
    clocks: clockWords(item),
    ruleSet: item.ruleSetSha256,
    custody: custodyWords(steps, item.id, version),
    completenessSentence: plainCoverage(item.coverage),
    fidelity:
      item.fidelity === 'wire'
        ? 'Bytes as they came over the wire, redacted.'
        : 'Written again from what a client library had parsed, redacted.',
    counts: `${counted(item.records, 'record')}, ${counted(item.observations, 'observation')}, ${count(item.rejected)} rejected`,
    rejects: item.rejects
      .slice(0, REJECTS_SHOWN)
      .map(({ record, why }) => ({ record: count(record), why: oneLine(why, 200) })),
    redactions: Object.entries(item.redactions)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rule, total]) => ({ rule: oneLine(rule, 60), count: count(total) })),
    collector: oneLine(item.collector, 160),
    sizeBytes: bytes(item.pages.reduce((sum, page) => sum + page.sizeBytes, 0)),
    pages: item.pages.slice(0, PAGES_SHOWN).map((page, index) => ({
      number: index + 1,
      sha256: page.sha256,
      size: bytes(page.sizeBytes),
      records: count(page.records),
    })),
    pagesOmitted:
      item.pages.length > PAGES_SHOWN
        ? `${counted(item.pages.length - PAGES_SHOWN, 'further page')}, listed in evidence-${item.id}.json.`
        : '',
    original: originalView(item.original),
    samples: samples
      .map((sample) => oneLine(sample, SAMPLE_CHARACTERS_MAX))
      .filter((sample) => sample !== ''),
  };
}

const STEPS_SHOWN = 8;

/** An item's life so far, `version` of the pack included. */
function custodyWords(steps: readonly CustodyStep[], id: string, version: number): readonly string[] {
  const own = stepsOf(steps, id);
  const shown = own
    .slice(0, STEPS_SHOWN)
    .map(
      ({ seq, at, actor, what }) =>
        `${oneLine(what, 240)} (entry ${count(seq)}, ${stampSeconds(at)}, ${oneLine(actor, 60)})`,
    );
  const more = own.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`${counted(more, 'further entry', 'further entries')} in ledger.ndjson`] : []),
    `Packed in this version, ${count(version)}`,
  ];
}

function originalView(original: CaseItem['item']['original']) {
  if (original === null) return null;
  return {
    name: oneLine(original.name, 160),
    size: bytes(original.sizeBytes),
    digest:
      original.sha256 === null
        ? `commitment ${oneLine(original.commitment ?? 'none', 80)}`
        : `SHA-256 ${original.sha256}`,
    whole: original.sha256 !== null,
  };
}

export const gapsView = (caseFile: CaseFile) =>
  caseFile.gaps.map((gap) => ({
    source: oneLine(gap.source, 60),
    window: span(gap.window),
    why: oneLine(gap.why, 400),
    mend: oneLine(gap.mend, 300),
  }));
