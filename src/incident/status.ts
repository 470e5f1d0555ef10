import type { CaseFile } from '../domain/case-file.ts';
import { tellCoverage } from '../domain/coverage.ts';
import { phaseNames, type SourceRun } from '../domain/incident.ts';
import type { Delivery } from '../domain/record.ts';
import type { SectionKind } from '../domain/section.ts';
import { lostWordings, sentencesIn } from '../domain/sentences.ts';
import { caseOf } from './case.ts';
import type { Context } from './context.ts';
import type { StatusReport } from './use-cases.ts';

export async function statusOf(context: Context, id: string): Promise<StatusReport> {
  const { caseFile } = await caseOf(context, id);
  const latest = new Map<string, SourceRun>();
  for (const collection of await context.store.collections(id)) {
    for (const run of await context.store.sourceRuns(collection.id)) latest.set(run.source, run);
  }
  return {
    incident: caseFile.incident,
    phases: caseFile.timeline.phases,
    ...(caseFile.timeline.cycles && { cycles: caseFile.timeline.cycles }),
    sources: [...latest.values()].map((run) => ({ ...run, coverage: coverageOf(caseFile, run) })),
    gaps: caseFile.gaps,
    gates: caseFile.analysis.gates,
    waiting: caseFile.signoffs.filter(({ state }) => state === 'waiting'),
    missing: [
      ...missingOf(caseFile, [...latest.values()]),
      ...(await context.record.deliveries(id)).flatMap(undeliveredWords),
    ],
  };
}

/** What did not arrive where the organisation keeps it stays in sight. */
function undeliveredWords({ version, destination, state, error, hold, attempts }: Delivery): string[] {
  const what = `pack version ${version} at ${destination}`;
  if (state === 'failed') return [`${what}: not delivered after ${attempts} attempts: ${error ?? 'failed'}`];
  if (state === 'waiting') return [`${what}: not delivered yet`];
  return hold === 'failed' ? [`${what}: the legal hold on the copy could not be changed`] : [];
}

function coverageOf(caseFile: CaseFile, run: SourceRun): string {
  const words = caseFile.items
    .filter(({ item }) => run.evidence.includes(item.id))
    .map(({ item }) => tellCoverage(item.coverage));
  return (
    [...new Set(words)].join('; ') || (run.state === 'done' ? 'nothing was collected' : 'not collected yet')
  );
}

/** What a complete RCA still lacks, in words. */
export function missingOf(caseFile: CaseFile, runs: readonly SourceRun[]): readonly string[] {
  const { phases } = caseFile.timeline;
  return [
    ...(caseFile.items.length === 0 ? ['evidence: collect from a source, or import a file'] : []),
    ...phaseNames
      .filter((name) => phases[name] === undefined)
      .map((name) => `the time of "${name}": a note with --phase ${name} sets it`),
    ...runs
      .filter((run) => run.state === 'failed')
      .map((run) => `source ${run.source}: ${run.error ?? 'failed'}`),
    ...(caseFile.incident.severity === null ? ['the severity'] : []),
    ...unwritten(caseFile),
    ...reworded(caseFile),
  ];
}

/** Wordings under which the facts have changed, or whose sentence the evidence does not give any more. */
function reworded(caseFile: CaseFile): readonly string[] {
  const look = `rca wording sentences ${caseFile.incident.id}`;
  return [
    ...sentencesIn(caseFile).flatMap(({ wording, changed, claim }) =>
      wording !== null && changed
        ? [`a look at ${wording.id}: the facts under ${claim.name} have changed since it was worded: ${look}`]
        : [],
    ),
    ...lostWordings(caseFile).map(
      ({ id, body }) => `a look at ${id}: the evidence does not give ${body.sentence} any more: ${look}`,
    ),
  ];
}

/** Sections that nobody has written and that evidence alone does not fill. */
function unwritten({ incident, analysis, sections }: CaseFile): readonly string[] {
  const has = (kind: SectionKind): boolean => sections.some(({ body }) => body.kind === kind);
  const verb = (kind: SectionKind): string => `rca ${kind} add ${incident.id} "…"`;
  return [
    ...(has('impact') || analysis.impact.length > 0 ? [] : [`the impact: ${verb('impact')}`]),
    ...(has('cause') || analysis.factors.length > 0 ? [] : [`contributing factors: ${verb('cause')}`]),
    ...(has('lesson') ? [] : [`lessons: ${verb('lesson')}`]),
    ...(has('action') ? [] : [`action items: ${verb('action')}`]),
  ];
}
