import type { Analysis } from '../domain/case-file.ts';
import type { Incident } from '../domain/incident.ts';
import type { SourcedObservation } from '../domain/observation.ts';
import { windowOf } from '../domain/time.ts';
import { seriesStore } from '../timeline/series.ts';
import { chartsOf } from './charts.ts';
import { claimsOf } from './claims/index.ts';
import type { AnalysisInput, Context } from './context.ts';
import { configurationCollector } from './facts/configuration.ts';
import { credentialCollector } from './facts/credentials.ts';
import { databaseCollector } from './facts/database.ts';
import { probeCollector } from './facts/probes.ts';
import { totalsCollector } from './facts/totals.ts';
import { wafCollector } from './facts/waf.ts';
import { judgeAll } from './gates/index.ts';
import { impactFigures } from './impact/index.ts';
import { measuresOf } from './measures.ts';
import type { Policy } from './policy.ts';
import { totalsGaps } from './totals.ts';

/** Takes observations one by one, each new (see `deduplicator`), in any order. */
export interface AnalysisBuilder {
  add(sourced: SourcedObservation): void;
  finish(input: AnalysisInput): Analysis;
}

/** `judgedFromMs`: judges what came after a change alone; what is usual stays what was so before the window. */
export function analysisBuilder(incident: Incident, policy: Policy, judgedFromMs?: number): AnalysisBuilder {
  const { fromMs: baselineToMs, toMs } = windowOf(incident.window);
  const window = { fromMs: judgedFromMs ?? baselineToMs, toMs };
  const series = seriesStore();
  const waf = wafCollector(window);
  const totals = totalsCollector(window);
  const configuration = configurationCollector();
  const credentials = credentialCollector();
  const database = databaseCollector(window);
  const probes = probeCollector();
  const collectors = [waf, totals, configuration, credentials, database, probes];

  return {
    add(sourced) {
      if (sourced.observation.kind === 'sli.sample') series.add(sourced);
      else for (const collector of collectors) collector.add(sourced);
    },
    finish({ timeline, items, gaps, understanding }) {
      const context: Context = {
        incident,
        window,
        baselineToMs,
        policy,
        timeline,
        understanding,
        gaps,
        items: items.map(({ item }) => item),
        series: series.all(),
        waf: waf.facts(),
        sourceTotals: totals.totals(),
        configuration: configuration.facts(),
        credentials: credentials.facts(),
        statements: database.facts(),
        probes: probes
          .facts()
          .filter(({ at }) => judgedFromMs === undefined || Date.parse(at) >= judgedFromMs),
      };
      const gates = judgeAll(context);
      return {
        understanding,
        gates,
        ...claimsOf(context, gates),
        impactFigures: impactFigures(context, gates),
        detection: measuresOf(timeline),
        rotations: understanding.rotations,
        statements: context.statements?.summary ?? null,
        charts: chartsOf(context),
        gaps: totalsGaps(context),
      };
    },
  };
}
