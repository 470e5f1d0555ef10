import { messageOf, RcaError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LedgerEntry, LedgerHead } from '../../domain/ledger.ts';
import type { BesidePack, Delivery, Destruction, Hold, RecordedPack } from '../../domain/record.ts';
import { judgedControls } from '../../recompute/pack-pages.ts';
import type { JudgedControl } from '../../record/controls.ts';
import type { LoadedControls } from '../../record/load-controls.ts';
import type { RecordCounts } from '../../record/parts.ts';
import { isDue, type Retention, retentionOf } from '../../record/retention.ts';
import { type Case, caseOf } from '../case.ts';
import type { Context } from '../context.ts';
import { besideOf } from './beside.ts';
import { entriesOf, parseEntries } from './entries.ts';

/** A ledger entry that the record shows as it stands: sign-offs and exports. */
export interface Entered {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The compliance record of an incident: what the organisation keeps, and where. */
export interface ComplianceRecord {
  readonly incident: Incident;
  readonly retention: Retention & { readonly due: boolean };
  readonly packs: readonly (RecordedPack & {
    /** Whether the PDF can be fetched from the record; why not, otherwise. */
    readonly attached: true | string;
    readonly deliveries: readonly Delivery[];
    /** Evidence that lies beside the file that was written first; null when the PDF holds all. */
    readonly beside: BesidePack | null;
  })[];
  readonly signoffs: readonly Entered[];
  /** Empty once the content is destroyed: there is nothing left to judge. */
  readonly controls: readonly JudgedControl[];
  readonly holds: readonly Hold[];
  readonly exports: readonly Entered[];
  readonly destruction: Destruction | null;
  readonly ledger: LedgerHead;
}

export async function complianceRecord(context: Context, id: string): Promise<ComplianceRecord> {
  const { store, record } = context;
  const incident = await store.incident(id);
  const entries = await entriesOf(context, id);
  const [packs, deliveries, holds, destruction] = await Promise.all([
    record.packs(id),
    record.deliveries(id),
    record.holds(id),
    record.destruction(id),
  ]);
  const retention = retentionOf(incident, entries, context.retention);
  return {
    incident,
    retention: { ...retention, due: isDue(retention, context.nowMs()) },
    packs: await Promise.all(
      packs.map(async (pack) => ({
        ...pack,
        attached: destruction === null ? await isAttached(context, pack) : 'destroyed',
        deliveries: deliveries.filter(({ version }) => version === pack.version),
        beside: besideOf(entries, pack.version),
      })),
    ),
    signoffs: entries.filter(({ type }) => type.startsWith('signoff.')).map(entered),
    controls: destruction === null ? (await controlsOf(context, await caseOf(context, id))).judged : [],
    holds,
    exports: entries.filter(({ type }) => type === 'incident.exported').map(entered),
    destruction,
    ledger: await store.head(id),
  };
}

/** What the record says about each control of the mapping. */
export async function controlsOf(
  context: Context,
  { caseFile, ledger }: Pick<Case, 'caseFile' | 'ledger'>,
): Promise<{
  readonly judged: readonly JudgedControl[];
  readonly counts: RecordCounts;
  readonly controls: LoadedControls;
}> {
  const entries = parseEntries(ledger);
  const counts = countsOf(entries, await context.record.packs(caseFile.incident.id));
  const controls = await context.controls();
  const { retention } = context;
  const judged = judgedControls(caseFile, entries, counts, { mapping: controls.mapping, retention });
  return { judged, counts, controls };
}

/** As the ledger counts them: rows may have come since it was read. */
function countsOf(entries: readonly LedgerEntry[], packs: readonly RecordedPack[]): RecordCounts {
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  const written = new Set(of('pack.written').map(({ body }) => body['version']));
  return {
    packs: written.size,
    sealed: packs.filter(({ version, signer }) => signer !== null && written.has(version)).length,
    delivered: of('pack.delivered').length,
    holds: of('hold.placed').length,
  };
}

const entered = ({ seq, at, type, actor, body }: LedgerEntry): Entered => ({ seq, at, type, actor, body });

/** A look at the file alone: its digest is checked when it is fetched. */
async function isAttached(context: Context, { sha256 }: RecordedPack): Promise<true | string> {
  try {
    await context.blobs.path(sha256);
    return true;
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    return messageOf(error);
  }
}
