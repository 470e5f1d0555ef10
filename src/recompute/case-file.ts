import { sha256Hex } from '../domain/canonical.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { custodyStep } from '../domain/custody.ts';
import { emptyHead, type LedgerHead } from '../domain/ledger.ts';
import { readEntries } from '../ledger/read-entries.ts';
import type { Basis, Findings } from './findings.ts';

/** What a case file states besides what is found in evidence. */
export interface Stated
  extends Omit<Basis, 'policy'>,
    Pick<CaseFile, 'withdrawn' | 'sections' | 'sources' | 'signoffs' | 'tool'> {}

/** The case file of stated facts, what was found in the evidence, and the ledger's lines. */
export function caseFileOf(
  stated: Stated,
  { timeline, analysis }: Findings,
  ledger: readonly string[],
): CaseFile {
  const entries = readEntries(ledger);
  const { incident, items, notes, gaps, withdrawn, sections, sources, signoffs, tool } = stated;
  return {
    incident,
    asOf: entries.findLast((entry) => !isOutput(entry.type))?.at ?? incident.startedAt,
    timeline,
    analysis,
    items,
    withdrawn,
    gaps: [...gaps, ...analysis.gaps],
    notes,
    sections,
    sources,
    custody: entries.map(custodyStep).filter((step) => step !== null),
    signoffs,
    ledger: headOf(ledger),
    tool,
  };
}

/** Entries that tell of rendering, reading, asking, reviewing and keeping, not of evidence: documents do not date themselves by them. */
const isOutput = (type: string): boolean =>
  /^(?:document|pack|redaction|signoff|delivery|destruction|slack)\.|^incident\.exported$/.test(type);

const headOf = (lines: readonly string[]): LedgerHead => {
  const last = lines.at(-1);
  return last === undefined ? emptyHead : { size: lines.length, tip: sha256Hex(last) };
};
