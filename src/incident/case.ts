import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { CaseFile, CaseItem } from '../domain/case-file.ts';
import { userError } from '../domain/errors.ts';
import type { Gap } from '../domain/gap.ts';
import type { GateResult } from '../domain/gate.ts';
import { type Incident, type Note, standingNotes } from '../domain/incident.ts';
import { latestEntries, type SectionEntry } from '../domain/section.ts';
import { type Reason, stateSignoffs } from '../domain/signoff.ts';
import { partGaps } from '../domain/supersession.ts';
import { toIso, windowOf } from '../domain/time.ts';
import type { StoredItem } from '../evidence/store.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { caseFileOf, type Stated } from '../recompute/case-file.ts';
import { deriveFindings, type Findings } from '../recompute/findings.ts';
import { type Changed, changedConclusions, keepConclusions } from './conclusions.ts';
import type { Context } from './context.ts';
import { sourceAccounts } from './source-accounts.ts';

interface FromStore {
  readonly incident: Incident;
  readonly items: readonly StoredItem[];
  readonly notes: readonly Note[];
  readonly gaps: readonly Gap[];
  readonly sections: readonly SectionEntry[];
}

/** What stands, and all that it stands among. */
interface Read {
  readonly stored: FromStore;
  readonly recordedGaps: readonly Gap[];
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly ledger: readonly string[];
}

async function readStored(context: Context, id: string): Promise<FromStore> {
  const { store } = context;
  const incident = await store.incident(id);
  const [items, notes, gaps, sections] = await Promise.all([
    store.items(id),
    store.notes(id),
    standingGaps(context, id),
    store.sections(id),
  ]);
  return { incident, items, notes: standingNotes(notes), gaps, sections: latestEntries(sections) };
}

/** Recorded gaps that no later collection has lifted. */
export async function standingGaps({ store }: Pick<Context, 'store'>, id: string): Promise<readonly Gap[]> {
  const [gaps, lines] = await Promise.all([store.gaps(id), store.ledger(id)]);
  return partGaps(gaps, readEntries(lines)).standing;
}

/** Raised when findings get another shape, so that none is read that was kept in an earlier one. */
const FINDINGS_SHAPE = 10;

/** A digest of all that findings depend on: the same basis, the same findings. */
const basisOf = (context: Context, stored: FromStore): string =>
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

const compute = (context: Context, stored: FromStore): Promise<Findings> =>
  deriveFindings({ ...stored, items: standing(stored.items), policy: context.policy }, (sha256) =>
    context.blobs.get(sha256),
  );

const standing = (items: readonly StoredItem[]): readonly CaseItem[] =>
  items.filter(({ withdrawn }) => withdrawn === null).map(({ item, sha256 }) => ({ item, sha256 }));

const NAME = 'findings';

async function findingsOf(context: Context, stored: FromStore): Promise<Findings> {
  const basis = basisOf(context, stored);
  const { store, tool, policySha256 } = context;
  const { id } = stored.incident;
  const kept = await store.derived(id, NAME);
  if (kept?.basis === basis) return kept.value as Findings;
  const findings = await compute(context, stored);
  const rules = { tool: tool.version, policySha256 };
  await keepConclusions(store, id, rules, { earlier: kept?.value, findings });
  await store.keepDerived(id, NAME, basis, findings);
  return findings;
}

export async function findings(context: Context, id: string): Promise<Findings> {
  return findingsOf(context, await readStored(context, id));
}

/** The gates judged over what came after a time in the window alone; kept nowhere. Throws `CHANGE_OUTSIDE`. */
export async function gatesAfter(
  context: Context,
  id: string,
  afterMs: number,
): Promise<readonly GateResult[]> {
  const stored = await readStored(context, id);
  const { fromMs, toMs } = windowOf(stored.incident.window);
  if (afterMs < fromMs || afterMs >= toMs) {
    throw userError({
      code: 'CHANGE_OUTSIDE',
      message: `${toIso(afterMs)} is not within the window of ${id}, ${stored.incident.window.from} – ${stored.incident.window.to}`,
      mend: 'name a time within the window, or set the window first',
    });
  }
  const basis = { ...stored, items: standing(stored.items), policy: context.policy, judgedFromMs: afterMs };
  return (await deriveFindings(basis, (sha256) => context.blobs.get(sha256))).analysis.gates;
}

export interface Rebuilt {
  readonly same: boolean;
  readonly sha256: string;
  /** Null where no other rules concluded anything before. */
  readonly changed: Changed | null;
}

/** Computes anew and compares, byte for byte, with what was kept. */
export async function rebuild(context: Context, id: string): Promise<Rebuilt> {
  const stored = await readStored(context, id);
  const kept = canonicalJson(await findingsOf(context, stored));
  const anew = canonicalJson(await compute(context, stored));
  const changed = await changedConclusions(context.store, id);
  return { same: kept === anew, sha256: sha256Hex(anew), changed };
}

/** Rows and the ledger that tells of them: when something was appended while they were read, they are read again. */
async function readWithLedger(context: Context, id: string): Promise<Read> {
  const { store } = context;
  for (;;) {
    const { size } = await store.head(id);
    const stored = await readStored(context, id);
    const recordedGaps = await store.gaps(id);
    const reasons = await store.signoffReasons(id);
    const ledger = await store.ledger(id);
    if (ledger.length === size) return { stored, recordedGaps, reasons, ledger };
  }
}

export interface Case extends Pick<Read, 'recordedGaps' | 'reasons'> {
  readonly stated: Stated;
  readonly caseFile: CaseFile;
  readonly ledger: readonly string[];
}

export async function caseOf(context: Context, id: string): Promise<Case> {
  const { stored, recordedGaps, reasons, ledger } = await readWithLedger(context, id);
  const found = await findingsOf(context, stored);
  const entries = readEntries(ledger);
  const stated: Stated = {
    ...stored,
    items: standing(stored.items),
    withdrawn: stored.items.flatMap(({ item, withdrawn }) =>
      withdrawn === null ? [] : [{ id: item.id, why: withdrawn }],
    ),
    sections: stored.sections.filter(({ body }) => body.withdrawn === null),
    sources: await sourceAccounts(context, id, stored.items),
    signoffs: stateSignoffs(entries, reasons),
    tool: context.tool,
  };
  return { ledger, recordedGaps, reasons, stated, caseFile: caseFileOf(stated, found, ledger) };
}
