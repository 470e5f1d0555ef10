import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { tellCoverage } from '../../domain/coverage.ts';
import type { SourceRun } from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellCollection } from '../print.ts';
import { progress } from '../progress.ts';
import type { Shapes } from '../shapes.ts';
import { momentOf } from '../times.ts';
import { type WindowOptions, windowOption } from '../window.ts';

type CollectOptions = CommonOptions & WindowOptions & { source?: string[]; detach?: boolean };

export function collectionVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;
  verb(program, 'collect <incident>', 'pulls evidence from the configured sources', [
    'rca collect INC-2026-0001',
    'rca collect INC-2026-0001 --source edge-waf --since 3h',
  ])
    .option('--source <id...>', 'only these sources')
    .option('--from <time>', 'start of the window (default: the incident’s)')
    .option('--to <time>', 'end of the window')
    .option('--since <duration>', 'window that ends now')
    .option('--detach', 'queue it for rca serve instead of waiting')
    .action(async (incident: string, options: CollectOptions) => {
      const window = windowOption(options, momentOf(invocation));
      const app = await invocation.app(options);
      const asked = {
        ...(options.source ? { sources: options.source } : {}),
        ...(window ? { window } : {}),
      };
      if (options.detach) {
        const queued = await app.useCases.requestCollection(incident, asked, terminal.actor);
        const shape: Shapes['collect'] = {
          collection: queued.id,
          sources: queued.sources.map((source) => ({
            source,
            state: 'waiting',
            evidence: [],
            pages: 0,
            records: 0,
            observations: 0,
            rejected: 0,
            coverage: 'not collected yet',
            gaps: [],
            error: null,
          })),
        };
        await emit(terminal, options, 'collect', shape, () => `${queued.id} is queued for rca serve\n`);
        return;
      }
      const shape = await runShown(app, incident, asked, invocation);
      await emit(terminal, options, 'collect', shape, () => tellCollection(shape, terminal.columns));
    });
}

/** Runs a collection with a line of progress a source; the exit code is 3 when one could not be read at all. */
export async function runShown(
  app: App,
  incident: string,
  asked: { readonly sources?: readonly string[]; readonly window?: Window },
  invocation: Invocation,
): Promise<Shapes['collect']> {
  const shown = progress(invocation.terminal, invocation.nowMs);
  const { collection, runs } = await app.useCases
    .collect(incident, asked, invocation.terminal.actor, (run) =>
      shown.show(run.source, run.state === 'done' ? 1 : null, `${run.pages} pages, ${run.records} records`),
    )
    .finally(() => shown.end());
  if (runs.some((run) => run.state === 'failed')) invocation.exit(3);
  return collectShape(app, incident, collection.id, runs);
}

async function collectShape(
  app: App,
  incident: string,
  collection: string,
  runs: readonly SourceRun[],
): Promise<Shapes['collect']> {
  const [items, gaps] = await Promise.all([
    app.useCases.evidence(incident),
    app.useCases.recordedGaps(incident),
  ]);
  return {
    collection,
    sources: runs.map((run) => {
      const coverages = items
        .filter((stored) => run.evidence.includes(stored.item.id))
        .map((stored) => tellCoverage(stored.item.coverage));
      return {
        source: run.source,
        state: run.state,
        evidence: run.evidence,
        pages: run.pages,
        records: run.records,
        observations: run.observations,
        rejected: run.rejected,
        coverage: [...new Set(coverages)].join('; ') || 'nothing was collected',
        gaps: gaps.filter((gap) => gap.source === run.source),
        error: run.error,
      };
    }),
  };
}
