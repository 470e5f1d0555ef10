import type { CaseFile } from '../../domain/case-file.ts';
import { type Verdict, verdicts } from '../../domain/gate.ts';
import { oneLine } from '../../domain/visible.ts';
import type { PackContext } from '../pack.ts';
import type { View } from '../text.ts';
import { sourcesView } from './completeness.ts';
import { SHEETS_MAX, sheetView } from './evidence.ts';
import { count, counted, stamp } from './format.ts';
import { rcaView } from './rca.ts';
import { redactionsView } from './redactions.ts';
import { referTo } from './references.ts';
import { TABLE_ROWS_MAX } from './timeline.ts';

const SAMPLES_SHOWN = 3;
const CUSTODY_EVIDENCE_SHOWN = 6;

/** The RCA's fields and those of the other parts. */
export function packView(caseFile: CaseFile, context: PackContext): View {
  const refer = referTo(caseFile);
  const sheets = caseFile.items.slice(0, SHEETS_MAX);
  const verdictCount = (verdict: Verdict): string =>
    count(caseFile.analysis.gates.filter((gate) => gate.verdict === verdict).length);
  return {
    ...rcaView(caseFile, 'pack'),
    pack: {
      version: context.version,
      signer: context.signer === null ? 'Not sealed' : oneLine(context.signer, 200),
      sealed: context.signer !== null,
      notSealedBy: context.notSealedBy.map((part) => oneLine(part, 80)).join(', nor by '),
      ledgerRoot: context.ledgerRoot,
      attachments: context.attachments.map(({ name, what }) => ({
        name: oneLine(name, 120),
        what: oneLine(what, 200),
      })),
    },
    mapping: context.mapping.map(({ framework, control, about, parts }) => ({
      framework: oneLine(framework, 120),
      control: oneLine(control, 40),
      about: oneLine(about, 400),
      recorded: partWords(parts.filter(({ recorded }) => recorded !== null)),
      nothing: parts
        .filter(({ recorded }) => recorded === null)
        .map(({ part }) => part)
        .join(', '),
    })),
    verdicts: verdicts.map((verdict) => ({ verdict, count: verdictCount(verdict) })),
    completeness: completenessCounts(caseFile),
    sources: sourcesView(caseFile),
    redacted: redactionsView(caseFile, refer),
    sheets: sheets.map((item) =>
      sheetView(
        item,
        caseFile.incident.window,
        (context.samples.get(item.item.id) ?? []).slice(0, SAMPLES_SHOWN),
        caseFile.custody,
        context.version,
      ),
    ),
    sheetsOmitted:
      caseFile.items.length > sheets.length
        ? `${counted(caseFile.items.length - sheets.length, 'further item')} without a printed sheet: manifest.json describes them all.`
        : '',
    custody: caseFile.custody.slice(0, TABLE_ROWS_MAX).map((step) => ({
      seq: count(step.seq),
      at: stamp(step.at),
      type: oneLine(step.type, 60),
      what: oneLine(step.what, 240),
      all: step.scope === 'all',
      actor: oneLine(step.actor, 80),
      evidence: refer(step.evidence.slice(0, CUSTODY_EVIDENCE_SHOWN)),
      more:
        step.evidence.length > CUSTODY_EVIDENCE_SHOWN
          ? `and ${count(step.evidence.length - CUSTODY_EVIDENCE_SHOWN)} more`
          : '',
    })),
    custodyOmitted:
      caseFile.custody.length > TABLE_ROWS_MAX
        ? `The first ${count(TABLE_ROWS_MAX)} of ${count(caseFile.custody.length)} entries are printed; ledger.ndjson holds all.`
        : '',
  };
}

const partWords = (parts: PackContext['mapping'][number]['parts']): string =>
  parts.map(({ part, recorded }) => `${part}: ${oneLine(recorded ?? '', 200)}`).join('; ');

/** `{ state, count }` for each state of coverage that occurs, complete first. */
function completenessCounts(caseFile: CaseFile): { state: string; count: string }[] {
  const totals = new Map<string, number>();
  for (const { item } of caseFile.items) {
    totals.set(item.coverage.state, (totals.get(item.coverage.state) ?? 0) + 1);
  }
  return [...totals]
    .sort(
      ([a, left], [b, right]) =>
        Number(b === 'complete') - Number(a === 'complete') || right - left || (a < b ? -1 : 1),
    )
    .map(([state, total]) => ({ state, count: count(total) }));
}
