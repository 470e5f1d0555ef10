import { z } from 'zod';
import { type Verdict, verdicts } from '../domain/gate.ts';
import { type PhaseName, phaseNames } from '../domain/incident.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { Findings } from '../recompute/findings.ts';

/** What concluded: the version of the tool, and its policy by digest. */
export interface Rules {
  readonly tool: string;
  readonly policySha256: string;
}

interface Conclusions {
  readonly phases: Readonly<Partial<Record<PhaseName, string>>>;
  readonly gates: Readonly<Record<string, Verdict>>;
}

/** Of findings in the shape of whatever version kept them: what of it is not there, or not so, is left out. */
const keptSchema = z.object({
  timeline: z.object({
    phases: z.partialRecord(z.enum(phaseNames), z.object({ at: z.string() })).catch({}),
  }),
  analysis: z.object({
    gates: z.array(z.object({ gate: z.string(), verdict: z.enum(verdicts) })).catch([]),
  }),
});

const conclusionsSchema = z.object({
  phases: z.partialRecord(z.enum(phaseNames), z.string()),
  gates: z.record(z.string(), z.enum(verdicts)),
});
const rulesSchema = z.object({ tool: z.string(), policySha256: z.string() });
const rowSchema = z.object({
  rules: rulesSchema.nullable(),
  now: conclusionsSchema,
  before: z.object({ rules: rulesSchema.nullable(), conclusions: conclusionsSchema }).nullable(),
});

type Row = z.infer<typeof rowSchema>;

/** What other rules concluded before: of the evidence that there was then. */
export interface Changed {
  /** Null where an earlier version did not keep them. */
  readonly since: Rules | null;
  readonly phases: readonly {
    readonly phase: PhaseName;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly gates: readonly {
    readonly gate: string;
    readonly from: Verdict | null;
    readonly to: Verdict | null;
  }[];
}

const NAME = 'conclusions';

function conclusionsOf(findings: unknown): Conclusions | null {
  const parsed = keptSchema.safeParse(findings);
  if (!parsed.success) return null;
  const { timeline, analysis } = parsed.data;
  return {
    phases: Object.fromEntries(
      Object.entries(timeline.phases).flatMap(([name, phase]) => (phase ? [[name, phase.at]] : [])),
    ),
    gates: Object.fromEntries(analysis.gates.map(({ gate, verdict }) => [gate, verdict])),
  };
}

type Store = Pick<EvidenceStore, 'derived' | 'keepDerived'>;

async function rowOf(store: Store, incident: string): Promise<Row | null> {
  const kept = await store.derived(incident, NAME);
  const parsed = rowSchema.safeParse(kept?.value);
  return parsed.success ? parsed.data : null;
}

const isSame = (a: Rules | null, b: Rules): boolean =>
  a !== null && a.tool === b.tool && a.policySha256 === b.policySha256;

/** Keeps what is concluded now beside what other rules concluded last; `earlier` are the findings kept until now. */
export async function keepConclusions(
  store: Store,
  incident: string,
  rules: Rules,
  { earlier, findings }: { readonly earlier: unknown; readonly findings: Findings },
): Promise<void> {
  const row = await rowOf(store, incident);
  const last = row ?? { rules: null, now: conclusionsOf(earlier), before: null };
  const now = conclusionsOf(findings);
  if (now === null) return;
  const before =
    last.now === null || isSame(last.rules, rules)
      ? last.before
      : { rules: last.rules, conclusions: last.now };
  await store.keepDerived(incident, NAME, '', { rules, now, before } satisfies Row);
}

/** Phases and gates that other rules concluded otherwise; null where no other rules concluded anything. */
export async function changedConclusions(store: Store, incident: string): Promise<Changed | null> {
  const row = await rowOf(store, incident);
  if (row === null || row.before === null) return null;
  const { rules, conclusions: then } = row.before;
  const { now } = row;
  const gates = [...new Set([...Object.keys(then.gates), ...Object.keys(now.gates)])].sort();
  return {
    since: rules,
    phases: phaseNames
      .map((phase) => ({ phase, from: then.phases[phase] ?? null, to: now.phases[phase] ?? null }))
      .filter(({ from, to }) => from !== to),
    gates: gates
      .map((gate) => ({ gate, from: then.gates[gate] ?? null, to: now.gates[gate] ?? null }))
      .filter(({ from, to }) => from !== to),
  };
}
