import type { CaseFile } from '../domain/case-file.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { type SectionKind, standing } from '../domain/section.ts';
import type { PartWords } from './controls.ts';
import type { Retention } from './retention.ts';

/** What an incident's record is judged from. */
export interface Recorded {
  readonly caseFile: CaseFile;
  readonly entries: readonly LedgerEntry[];
  readonly counts: RecordCounts;
  readonly retention: Retention;
}

export interface RecordCounts {
  readonly packs: number;
  /** Of the packs. */
  readonly sealed: number;
  /** Copies that arrived where the organisation keeps them. */
  readonly delivered: number;
  readonly holds: number;
}

/** What each part of the record holds, in a few words that carry its figures. */
export function partWords(recorded: Recorded): PartWords {
  const { caseFile, entries, counts, retention } = recorded;
  const { analysis, timeline, incident } = caseFile;
  const phases = Object.keys(timeline.phases);
  const measured = analysis.detection.filter(({ durationMs }) => durationMs !== null);
  const signoffs = entries.filter(({ type }) => type.startsWith('signoff.')).length;
  const exports = entries.filter(({ type }) => type === 'incident.exported').length;
  const written = (kind: SectionKind) => standing(caseFile.sections, kind).length;
  const causes = written('cause') + analysis.factors.length + (analysis.trigger === null ? 0 : 1);
  return {
    severity: incident.severity,
    timeline: counted(timeline.entries.length, 'entry', 'entries'),
    phases: phases.length === 0 ? null : phases.join(', '),
    measures: measured.length === 0 ? null : measured.map(({ measure }) => measure).join(', '),
    evidence: counted(caseFile.items.length, 'item', 'items'),
    // That nothing is known to be missing is a statement only where something was collected.
    gaps: caseFile.items.length === 0 ? null : (counted(caseFile.gaps.length, 'gap', 'gaps') ?? 'none known'),
    gates: counted(analysis.gates.length, 'gate', 'gates'),
    notes: counted(caseFile.notes.length, 'note', 'notes'),
    causes: counted(causes, 'claim', 'claims'),
    impact: counted(written('impact') + analysis.impact.length, 'statement', 'statements'),
    lessons: counted(written('lesson'), 'lesson', 'lessons'),
    actions: counted(written('action'), 'action', 'actions'),
    controls: counted(written('control'), 'control', 'controls'),
    containment:
      timeline.phases.mitigated === undefined ? null : `mitigated at ${timeline.phases.mitigated.at}`,
    rotations: counted(analysis.rotations.length, 'rotation', 'rotations'),
    custody: counted(caseFile.custody.length, 'ledger entry', 'ledger entries'),
    packs: counted(counts.packs, 'pack', 'packs'),
    seal: counted(counts.sealed, 'sealed pack', 'sealed packs'),
    signoffs: counted(signoffs, 'ledger entry', 'ledger entries'),
    deliveries: counted(counts.delivered, 'delivery', 'deliveries'),
    retention: `until ${retention.until}`,
    holds: counted(counts.holds, 'hold', 'holds'),
    exports: counted(exports, 'export', 'exports'),
  };
}

const counted = (count: number, one: string, many: string): string | null =>
  count === 0 ? null : `${count} ${count === 1 ? one : many}`;
