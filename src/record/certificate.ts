import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { LedgerEntry, LedgerHead } from '../domain/ledger.ts';
import type { Delivery, RecordedPack } from '../domain/record.ts';
import type { Retention } from './retention.ts';

/** What is to be destroyed, by digest: no words of people or of evidence. */
export interface DestructionPlan {
  readonly v: 1;
  readonly incident: string;
  readonly ordered: { readonly at: string; readonly by: string };
  readonly retention: Retention;
  readonly evidence: readonly {
    readonly id: string;
    readonly sha256: string;
    readonly pages: readonly string[];
    /** Lists of commitments to what was redacted. */
    readonly commitments: readonly string[];
  }[];
  /** Blobs of collections that had not come to an item yet. */
  readonly unfinished: readonly string[];
  /** As the ledger names them. */
  readonly notes: readonly { readonly note: string; readonly version: number; readonly commitment: string }[];
  readonly gaps: readonly string[];
  readonly packs: readonly { readonly version: number; readonly sha256: string }[];
  /** Copies that left the house: the operator destroys them, nobody else can. */
  readonly copies: {
    readonly files: readonly { readonly version: number; readonly sha256: string; readonly path: string }[];
    readonly deliveries: readonly {
      readonly version: number;
      readonly destination: string;
      readonly kind: string;
      readonly place: string | null;
      readonly readBack: Readonly<Record<string, string>> | null;
    }[];
    /** Bodies of `incident.exported`. */
    readonly exports: readonly { readonly at: string; readonly body: Readonly<Record<string, unknown>> }[];
    /** Bodies of `document.rendered`: digests of what was printed. */
    readonly documents: readonly { readonly at: string; readonly body: Readonly<Record<string, unknown>> }[];
  };
  readonly ledger: LedgerHead;
}

export interface Certificate extends DestructionPlan {
  readonly type: 'rca.destruction-certificate';
  readonly finishedAt: string;
  readonly blobs: { readonly removed: readonly string[]; readonly keptForOthers: readonly string[] };
  readonly remains: string;
}

export interface Planned {
  readonly incident: string;
  readonly ordered: { readonly at: string; readonly by: string };
  readonly retention: Retention;
  readonly evidence: DestructionPlan['evidence'];
  readonly unfinished: DestructionPlan['unfinished'];
  readonly packs: readonly RecordedPack[];
  readonly deliveries: readonly Delivery[];
  readonly entries: readonly LedgerEntry[];
  readonly ledger: LedgerHead;
}

export function planOf({ packs, deliveries, entries, ...planned }: Planned): DestructionPlan {
  const of = (...types: readonly string[]) => entries.filter(({ type }) => types.includes(type));
  const told = (type: string) => of(type).map(({ at, body }) => ({ at, body }));
  return {
    v: 1,
    ...planned,
    notes: of('note.written', 'note.edited').map(({ body }) => ({
      note: String(body['note']),
      version: Number(body['version']),
      commitment: String(body['commitment']),
    })),
    gaps: of('gap.recorded').map(({ body }) => String(body['sha256'])),
    packs: packs.map(({ version, sha256 }) => ({ version, sha256 })),
    copies: {
      files: packs.map(({ version, sha256, path }) => ({ version, sha256, path })),
      deliveries: deliveries
        .filter(({ state }) => state === 'delivered')
        .map(({ version, destination, kind, place, readBack }) => ({
          version,
          destination,
          kind,
          place,
          readBack,
        })),
      exports: told('incident.exported'),
      documents: told('document.rendered'),
    },
  };
}

const REMAINS =
  'The ledger of the incident, which holds digests and ids; the row that says that the incident was; this certificate. ' +
  'PostgreSQL keeps removed rows in its files until VACUUM, in its log until that is recycled, and backups keep what they held.';

export const certificateOf = (
  plan: DestructionPlan,
  blobs: { readonly removed: readonly string[]; readonly kept: readonly string[] },
  finishedAt: string,
): { readonly json: string; readonly sha256: string } => {
  const certificate: Certificate = {
    ...plan,
    type: 'rca.destruction-certificate',
    finishedAt,
    blobs: { removed: blobs.removed, keptForOthers: blobs.kept },
    remains: REMAINS,
  };
  const json = canonicalJson(certificate);
  return { json, sha256: sha256Hex(json) };
};
