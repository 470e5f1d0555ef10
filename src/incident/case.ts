import { analysisBuilder } from '../analysis/builder.ts';
import { sliThresholds } from '../analysis/policy.ts';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { Analysis, CaseFile } from '../domain/case-file.ts';
import { custodyStep } from '../domain/custody.ts';
import { type Incident, type Note, standingNotes } from '../domain/incident.ts';
import type { LedgerEntry, LedgerHead } from '../domain/ledger.ts';
import { emptyHead } from '../domain/ledger.ts';
import { latestEntries, type SectionEntry } from '../domain/section.ts';
import type { Timeline } from '../domain/timeline.ts';
import type { StoredItem } from '../evidence/store.ts';
import { formatOf } from '../formats/registry.ts';
import { timelineBuilder } from '../timeline/builder.ts';
import { deduplicator } from '../timeline/deduplicator.ts';
import type { Context } from './context.ts';
import { stateSignoffs } from './sign-off.ts';
import { sourceAccounts } from './source-accounts.ts';

/** What is computed from an incident's stored evidence and nothing else. */
export interface Findings {
  readonly timeline: Timeline;
  readonly analysis: Analysis;
}

interface Stored {
  readonly incident: Incident;
  readonly items: readonly StoredItem[];
  readonly notes: readonly Note[];
  readonly gaps: Awaited<ReturnType<Context['store']['gaps']>>;
  readonly sections: readonly SectionEntry[];
}

async function readStored(context: Context, id: string): Promise<Stored> {
  const { store } = context;
  const incident = await store.incident(id);
  const [items, notes, gaps, sections] = await Promise.all([
    store.items(id),
    store.notes(id),
    store.gaps(id),
    store.sections(id),
  ]);
  return { incident, items, notes: standingNotes(notes), gaps, sections: latestEntries(sections) };
}

/** Raised when findings get another shape, so that none is read that was kept in an earlier one. */
const FINDINGS_SHAPE = 2;

/** A digest of all that findings depend on: the same basis, the same findings. */
const basisOf = (context: Context, stored: Stored): string =>
  sha256Hex(
    canonicalJson({
      incident: stored.incident,
      items: stored.items.map(({ sha256, withdrawn }) => ({ sha256, withdrawn })),
      notes: stored.notes,
      gaps: stored.gaps,
      shape: FINDINGS_SHAPE,
      policy: context.policySha256,
      tool: context.tool,
    }),
  );

async function compute(context: Context, stored: Stored): Promise<Findings> {
  const { incident, notes, gaps } = stored;
  const isNew = deduplicator();
  const timeline = timelineBuilder(incident, notes, sliThresholds(context.policy));
  const analysis = analysisBuilder(incident, context.policy);
  const standing = stored.items.filter(({ withdrawn }) => withdrawn === null);
  for (const { item } of standing) {
    const observer = formatOf(item.format).observer(item);
    const take = (outcomes: ReturnType<typeof observer.end>): void => {
      for (const outcome of outcomes) {
        if (outcome.outcome !== 'observed') continue;
        for (const observation of outcome.observations) {
          const sourced = { evidence: item.id, observation };
          if (!isNew(sourced)) continue;
          timeline.add(sourced);
          analysis.add(sourced);
        }
      }
    };
    for (const page of item.pages) take(observer.page(await context.blobs.get(page.sha256)));
    take(observer.end());
  }
  const built = timeline.finish();
  return {
    timeline: built,
    analysis: analysis.finish({
      timeline: built,
      items: standing.map(({ item, sha256 }) => ({ item, sha256 })),
      gaps,
    }),
  };
}

const NAME = 'findings';

async function findingsOf(context: Context, stored: Stored): Promise<Findings> {
  const basis = basisOf(context, stored);
  const kept = await context.store.derived(stored.incident.id, NAME, basis);
  if (kept !== undefined) return kept as Findings;
  const findings = plain(await compute(context, stored));
  await context.store.keepDerived(stored.incident.id, NAME, basis, findings);
  return findings;
}

/** As it comes back from the store, so that the first computation and a kept one cannot differ. */
const plain = (findings: Findings): Findings => JSON.parse(canonicalJson(findings)) as Findings;

export async function findings(context: Context, id: string): Promise<Findings> {
  return findingsOf(context, await readStored(context, id));
}

/** Computes anew and compares, byte for byte, with what was kept. */
export async function rebuild(
  context: Context,
  id: string,
): Promise<{ readonly same: boolean; readonly sha256: string }> {
  const stored = await readStored(context, id);
  const kept = canonicalJson(await findingsOf(context, stored));
  const anew = canonicalJson(await compute(context, stored));
  return { same: kept === anew, sha256: sha256Hex(anew) };
}

/** Entries that tell of rendering, reading, asking, reviewing and keeping, not of evidence: documents do not date themselves by them. */
const isOutput = (type: string): boolean =>
  /^(?:document|pack|redaction|signoff|delivery|destruction|slack)\.|^incident\.exported$/.test(type);

export interface Case {
  readonly caseFile: CaseFile;
  readonly ledger: readonly string[];
}

export async function caseOf(context: Context, id: string): Promise<Case> {
  const stored = await readStored(context, id);
  const { timeline, analysis } = await findingsOf(context, stored);
  const lines = await context.store.ledger(id);
  const entries = lines.map((line) => JSON.parse(line) as LedgerEntry);
  return {
    ledger: lines,
    caseFile: {
      incident: stored.incident,
      asOf: entries.findLast((entry) => !isOutput(entry.type))?.at ?? stored.incident.startedAt,
      timeline,
      analysis,
      items: stored.items
        .filter(({ withdrawn }) => withdrawn === null)
        .map(({ item, sha256 }) => ({ item, sha256 })),
      withdrawn: stored.items.flatMap(({ item, withdrawn }) =>
        withdrawn === null ? [] : [{ id: item.id, why: withdrawn }],
      ),
      gaps: [...stored.gaps, ...analysis.gaps],
      notes: stored.notes,
      sections: stored.sections.filter(({ body }) => body.withdrawn === null),
      sources: await sourceAccounts(context, id, stored.items),
      custody: entries.map(custodyStep).filter((step) => step !== null),
      signoffs: stateSignoffs(entries, await context.store.signoffReasons(id)),
      ledger: headOf(lines),
      tool: context.tool,
    },
  };
}

const headOf = (lines: readonly string[]): LedgerHead => {
  const last = lines.at(-1);
  return last === undefined ? emptyHead : { size: lines.length, tip: sha256Hex(last) };
};
