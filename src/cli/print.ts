import { tellCoverage } from '../domain/coverage.ts';
import type { Gap } from '../domain/gap.ts';
import type { GateResult } from '../domain/gate.ts';
import { type Incident, phaseNames } from '../domain/incident.ts';
import { tellOutside } from '../domain/outside.ts';
import type { SectionBody, SectionEntry, SectionKind } from '../domain/section.ts';
import type { Sentence } from '../domain/sentences.ts';
import { tellDocument } from '../domain/signed-documents.ts';
import type { Cycle, Timeline } from '../domain/timeline.ts';
import { terminalSafe } from '../domain/visible.ts';
import type { Shapes } from './shapes.ts';
import { table } from './table.ts';

const VERDICTS = {
  satisfied: 'satisfied',
  'not-satisfied': 'NOT SATISFIED',
  'insufficient-evidence': 'insufficient',
  'not-applicable': 'not applicable',
} as const;

export const tellIncidents = (incidents: readonly Incident[], columns: number): string =>
  incidents.length === 0
    ? 'No incident yet: rca start --title "…"\n'
    : table(
        ['INCIDENT', 'STATUS', 'SEVERITY', 'FROM', 'TO', 'TITLE'],
        incidents.map((incident) => [
          incident.id,
          incident.status,
          incident.severity ?? '-',
          incident.window.from,
          incident.window.to,
          incident.title,
        ]),
        columns,
      );

export function tellCollection(shape: Shapes['collect'], columns: number): string {
  const rows = shape.sources.map((source) => [
    source.source,
    source.state,
    source.evidence.length,
    source.pages,
    source.records,
    source.rejected,
    source.error ?? source.coverage,
  ]);
  const gaps = shape.sources.flatMap((source) => source.gaps);
  return `${table(['SOURCE', 'STATE', 'ITEMS', 'PAGES', 'RECORDS', 'REJECTED', 'COVERAGE'], rows, columns)}${
    gaps.length === 0 ? '' : `\n${tellGaps(gaps)}`
  }`;
}

export const tellImport = (shape: Shapes['import'], columns: number): string =>
  shape.evidence.length === 0
    ? ''
    : table(
        ['EVIDENCE', 'FORMAT', 'RECORDS', 'REJECTED', 'OBSERVATIONS', 'BYTES', ''],
        shape.evidence.map((item) => [
          item.id,
          item.format,
          item.records,
          item.rejected,
          item.observations,
          item.sizeBytes,
          item.added ? '' : 'held already, not added again',
        ]),
        columns,
      ) + shape.evidence.map(tellOutsideWindow).join('');

const tellOutsideWindow = ({
  id,
  window,
  outsideWindow: { records, of },
}: Shapes['import']['evidence'][number]): string =>
  records === 0
    ? ''
    : `${tellOutside(records, of)}: ${id} spans ${window?.from} – ${window?.to}; what lies outside places no phase, and no gate judges it\n  mend: rca window INCIDENT --from TIME --to TIME when it belongs to the incident\n`;

export const tellEvidence = (shape: Shapes['evidence'], columns: number): string =>
  table(
    ['EVIDENCE', 'SOURCE', 'FORMAT', 'RECORDS', 'SHA-256', 'COVERAGE'],
    shape.evidence.map((item) => [
      item.id,
      item.source,
      item.format,
      item.records,
      item.sha256.slice(0, 12),
      item.withdrawn === null ? tellCoverage(item.coverage) : `withdrawn: ${item.withdrawn}`,
    ]),
    columns,
  ) +
  shape.redacted
    .map(
      ({ what, values, evidence }) =>
        `hidden  ${values} ${terminalSafe(what)}, in ${evidence.length === 1 ? evidence[0] : `${evidence.length} items`}\n`,
    )
    .join('');

export const tellGaps = (gaps: readonly Gap[]): string =>
  gaps.length === 0
    ? 'No gap is recorded.\n'
    : gaps
        .map(
          (gap) =>
            `gap  ${terminalSafe(gap.source)}  ${gap.window.from} – ${gap.window.to}\n     ${terminalSafe(gap.why)}\n     mend: ${terminalSafe(gap.mend)}\n`,
        )
        .join('');

export const tellGates = (gates: readonly GateResult[], columns: number): string =>
  table(
    ['GATE', 'VERDICT', 'FIGURE', 'THRESHOLD', 'EVIDENCE', 'WHY'],
    gates
      .filter(applies)
      .map((gate) => [
        gate.gate,
        VERDICTS[gate.verdict],
        figure(gate.figure, gate.unit),
        figure(gate.threshold, gate.unit),
        gate.evidence.join(' ') || '-',
        gate.why,
      ]),
    columns,
  ) + tellFallenAway(gates);

const applies = ({ verdict }: Pick<GateResult, 'verdict'>): boolean => verdict !== 'not-applicable';

/** Gates that fall away by what is declared, in one line. */
function tellFallenAway(gates: readonly GateResult[]): string {
  const away = gates.filter((gate) => !applies(gate)).map(({ gate }) => gate);
  return away.length === 0 ? '' : `not applicable, as declared: ${away.join(', ')}\n`;
}

const figure = (value: number | null, unit: string | null): string =>
  value === null ? '-' : `${Number(value.toPrecision(6))}${unit ? ` ${unit}` : ''}`;

/** One line a cycle: when its phases began. */
const tellCycles = (cycles: readonly Cycle[] = []): string =>
  cycles
    .map(({ number, from, to, phases }) => {
      const placed = phaseNames.flatMap((name) => (phases[name] ? [`${name} ${phases[name].at}`] : []));
      return `cycle ${number}  ${from} – ${to}: ${placed.join(', ') || 'no phase is placed'}\n`;
    })
    .join('');

export const tellTimeline = (timeline: Timeline, columns: number): string =>
  tellCycles(timeline.cycles) +
  table(
    ['AT', 'PHASE', 'COUNT', 'KIND', 'EVIDENCE', 'WHAT'],
    timeline.entries.map((entry) => [
      entry.at,
      entry.phase ?? 'before',
      entry.count,
      entry.kind,
      entry.evidence.join(' '),
      entry.title,
    ]),
    columns,
  );

export function tellStatus(shape: Shapes['status'], columns: number): string {
  const phases = phaseNames.map((name) => {
    const phase = shape.phases[name];
    return [name, phase?.at ?? 'not known yet', phase ? `${phase.setBy}: ${phase.why}` : ''];
  });
  const failing = shape.gates.filter((gate) => gate.verdict === 'not-satisfied').map((gate) => gate.gate);
  const count = (verdict: string): number => shape.gates.filter((gate) => gate.verdict === verdict).length;
  return [
    `${shape.incident}  ${shape.status}  ${shape.severity ?? 'no severity'}  ${terminalSafe(shape.title)}\n`,
    `window  ${shape.window.from} – ${shape.window.to}${shape.windowEnd === 'follows' ? ', which follows the incident' : ''}\n\n`,
    table(['PHASE', 'AT', 'WHY'], phases, columns),
    tellCycles(shape.cycles),
    '\n',
    table(
      ['SOURCE', 'STATE', 'RECORDS', 'COVERAGE'],
      shape.sources.map((source) => [
        source.source,
        source.state,
        source.records,
        source.error ?? source.coverage,
      ]),
      columns,
    ),
    `\ngates  ${count('satisfied')} satisfied, ${failing.length} not satisfied, ${count('insufficient-evidence')} with insufficient evidence\n`,
    failing.length === 0 ? '' : `       not satisfied: ${failing.join(', ')}\n`,
    `gaps   ${shape.gaps.length}\n`,
    ...shape.waiting.map(
      ({ id, role, document, at }) =>
        `waits  ${id}: sign-off of ${tellDocument(document)}, as ${role}, asked for at ${at}\n`,
    ),
    ...shape.missing.map((missing) => `missing  ${terminalSafe(missing)}\n`),
  ].join('');
}

/** How an entry stands, in a few words. */
function sectionState(body: SectionBody): string {
  if (body.withdrawn !== null) return `withdrawn: ${body.withdrawn}`;
  switch (body.kind) {
    case 'impact':
      return body.area;
    case 'cause':
      return body.role;
    case 'lesson':
      return body.side;
    case 'action':
      return `${body.state}, ${body.owner ?? 'nobody yet'}, ${body.due ?? 'no date'}`;
    case 'control':
      return body.state === 'operational'
        ? body.state
        : `${body.state}, ${body.owner ?? body.acceptedBy ?? 'nobody yet'}, ${body.eta ?? body.acceptedUntil ?? 'no date'}`;
    case 'wording':
      return body.sentence;
  }
}

export const tellSentences = (sentences: readonly Sentence[], columns: number): string =>
  sentences.length === 0
    ? 'The evidence gives no sentence yet.\n'
    : table(
        ['SENTENCE', 'WORDED BY', 'TEXT'],
        sentences.map(({ claim, wording, changed }) => [
          claim.name,
          wording === null ? '-' : `${wording.id}${changed ? ', facts changed since' : ''}`,
          wording?.body.text ?? claim.text,
        ]),
        columns,
      );

export const tellSections = (kind: SectionKind, entries: readonly SectionEntry[], columns: number): string =>
  entries.length === 0
    ? `No ${kind} has been written yet.\n`
    : table(
        ['ID', 'VERSION', 'STATE', 'EVIDENCE', 'TEXT'],
        entries.map(({ id, version, body }) => [
          id,
          version,
          sectionState(body),
          body.evidence.join(' ') || '-',
          body.text,
        ]),
        columns,
      );
