import type { CaseFile } from '../../domain/case-file.ts';
import type { Claim } from '../../domain/claim.ts';
import type { Note } from '../../domain/incident.ts';
import { lostWordings } from '../../domain/sentences.ts';
import { oneLine } from '../../domain/visible.ts';
import { chartSvg } from '../charts/chart.ts';
import { cssString } from '../escape.ts';
import { Markup, type View } from '../text.ts';
import {
  detectionView,
  fallenAway,
  gateView,
  openQuestions,
  rotationsView,
  statementsView,
} from './analysis.ts';
import { courseOf } from './course.ts';
import { gapsView, indexRow } from './evidence.ts';
import { explanationsView } from './explanations.ts';
import { counted, stamp, stampSeconds, words } from './format.ts';
import { claimView, type Refer, referTo } from './references.ts';
import { actionRows, causeClaims, controlRows, impactClaims, lessonGroups, writtenRows } from './sections.ts';
import { signoffsView } from './signoffs.ts';
import { entryView, phasesView, TABLE_ROWS_MAX, timelineView } from './timeline.ts';

const TITLE_CHARACTERS_MAX = 160;
const NOTE_CHARACTERS_MAX = 2_000;
/** What the cover has room for; the rest stand beside what they wrote. */
const AUTHORS_SHOWN = 6;

/** Heading levels: inside the pack the RCA is one part among others. */
const headings = {
  rca: { section: 2, sub: 3 },
  pack: { section: 3, sub: 4 },
} as const;

/** All fields that the RCA's templates can use; templates/README.md lists them. */
export function rcaView(caseFile: CaseFile, within: 'rca' | 'pack'): View {
  const { incident, analysis } = caseFile;
  const refer = referTo(caseFile);
  const claims = (list: readonly Claim[]) => list.map((claim) => claimView(claim, caseFile, refer));
  const gates = analysis.gates
    .filter(({ verdict }) => verdict !== 'not-applicable')
    .map((gate) => gateView(gate, incident.window, refer));
  const title = oneLine(incident.title, TITLE_CHARACTERS_MAX);
  return {
    h: headings[within],
    inPack: within === 'pack',
    incident: incidentView(caseFile, title),
    running: {
      id: new Markup(cssString(incident.id)),
      title: new Markup(cssString(oneLine(incident.title, 70))),
      asOf: new Markup(cssString(`Evidence as of ${stampSeconds(caseFile.asOf)} UTC`)),
    },
    summary: claims(analysis.summary),
    impact: claims([...analysis.impact, ...impactClaims(caseFile)]),
    phases: phasesView(caseFile, refer),
    course: courseView(caseFile, refer),
    timeline: timelineView(caseFile, refer),
    explanations: explanationsView(caseFile, refer),
    detection: detectionView(caseFile, refer),
    indicators: claims(analysis.indicators),
    charts: analysis.charts.map((chart, index) => ({
      number: index + 1,
      title: oneLine(chart.title, 120),
      unit: oneLine(chart.unit, 30),
      file: `chart-${chart.id}.csv`,
      svg: new Markup(chartSvg(chart, caseFile.timeline.phases)),
      evidence: refer(chart.evidence),
    })),
    trigger: claims([
      ...(analysis.trigger === null ? [] : [analysis.trigger]),
      ...causeClaims(caseFile, 'trigger'),
    ]),
    factors: claims([...analysis.factors, ...causeClaims(caseFile, 'factor')]),
    ruledOut: claims([...analysis.ruledOut, ...causeClaims(caseFile, 'ruled-out')]),
    notChecked: analysis.notChecked.map((text) => oneLine(text, 400)),
    resolution: claims(analysis.resolution),
    rotations: rotationsView(caseFile, refer),
    statements: statementsView(caseFile, refer),
    actionsDone: actionRows(caseFile, ['done'], refer),
    actions: actionRows(caseFile, ['open', 'dropped'], refer),
    controls: controlRows(caseFile, ['operational'], refer),
    controlsPending: controlRows(caseFile, ['pending', 'risk-accepted'], refer),
    lessons: lessonGroups(caseFile).map((group) => ({ title: group.title, claims: claims(group.claims) })),
    written: writtenRows(caseFile),
    gates,
    gatesFallenAway: fallenAway(analysis.gates),
    lostWordings: lostWordings(caseFile).map(({ id, body }) => ({
      id,
      text: oneLine(body.text, NOTE_CHARACTERS_MAX),
      was: oneLine(body.computed.text, NOTE_CHARACTERS_MAX),
    })),
    openQuestions: openQuestions(caseFile.analysis.gates),
    notes: caseFile.notes.map((note) => ({
      id: note.id,
      at: stamp(note.at),
      author: writerOf(note),
      version: note.version,
      writtenAt: stampSeconds(note.writtenAt),
      text: oneLine(note.text, NOTE_CHARACTERS_MAX),
    })),
    evidence: caseFile.items.slice(0, TABLE_ROWS_MAX).map((item) => indexRow(item, incident.window)),
    evidenceCount: counted(caseFile.items.length, 'evidence item'),
    evidenceOmitted:
      caseFile.items.length > TABLE_ROWS_MAX
        ? `The first ${TABLE_ROWS_MAX} items are printed; manifest.json in the evidence pack lists all.`
        : '',
    signoffs: signoffsView(caseFile),
    withdrawn: caseFile.withdrawn.map(({ id, why }) => ({ id, why: oneLine(why, 300) })),
    gaps: gapsView(caseFile),
    ledger: { size: counted(caseFile.ledger.size, 'entry', 'entries'), tip: caseFile.ledger.tip },
  };
}

function courseView(caseFile: CaseFile, refer: Refer) {
  const { entries, more } = courseOf(caseFile);
  return {
    rows: entries.map((entry) => entryView(entry, refer)),
    more:
      more === 0
        ? ''
        : `${counted(more, 'more entry', 'more entries')}: the whole timeline stands in the appendix.`,
  };
}

/** Who said it; of a captured message also where it stands and who captured it. */
function writerOf({ author, message }: Note): string {
  if (message === undefined) return oneLine(author, 80);
  const where = message.permalink === null ? 'in a message' : `in ${oneLine(message.permalink, 200)}`;
  return `${oneLine(message.author, 80)} ${where}, captured by ${oneLine(author, 80)}`;
}

function incidentView(caseFile: CaseFile, title: string) {
  const { incident, notes, sections } = caseFile;
  const writers = [...notes, ...sections].map(({ author }) => author);
  const authors = [...new Set([incident.startedBy, ...writers])];
  return {
    id: incident.id,
    title,
    status: statusWords(incident),
    severity: incident.severity === null ? 'Not set' : incident.severity.toUpperCase(),
    services: incident.services.length === 0 ? 'Not named' : oneLine(incident.services.join(', '), 300),
    from: stamp(incident.window.from),
    to: stamp(incident.window.to),
    startedAt: stampSeconds(incident.startedAt),
    authors: [
      ...authors.slice(0, AUTHORS_SHOWN).map((author) => oneLine(author, 80)),
      ...(authors.length > AUTHORS_SHOWN ? [`${authors.length - AUTHORS_SHOWN} more`] : []),
    ],
    asOf: stampSeconds(caseFile.asOf),
    tool: `${caseFile.tool.name} ${oneLine(caseFile.tool.version, 30)}`,
  };
}

function statusWords({ status, closing }: CaseFile['incident']): string {
  if (closing?.as === 'merged') return `Merged into ${closing.into}`;
  return closing?.as === 'cancelled' ? 'Cancelled' : words(status);
}
