import type { ClockOffset } from '../domain/clock.ts';
import type { EvidenceItem, EvidenceItemDraft } from '../domain/evidence-item.ts';
import type { Gap } from '../domain/gap.ts';
import type {
  CapturedMessage,
  Closing,
  Collection,
  Incident,
  IncidentStatus,
  Note,
  PhaseName,
  Severity,
  SourceRun,
} from '../domain/incident.ts';
import type { LedgerEntry, LedgerHead } from '../domain/ledger.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { SectionBody, SectionEntry, SectionKind } from '../domain/section.ts';
import type { Reason } from '../domain/signoff.ts';
import type { WindowJson } from '../domain/time.ts';
import type { EntryName } from '../ledger/catalogue.ts';
import type { AuditRows } from './audit-rows.ts';

/** Content-addressed, write-once bytes. The same bytes again succeed. */
export interface BlobStore {
  /** Durable (fsync, rename) when it resolves. */
  put(bytes: Redacted<Uint8Array>): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
  /** Stores a copy of a file that we made ourselves, streamed; durable like `put`. */
  putFile(path: string): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
  /** Gone when it resolves; removing what is not there succeeds. */
  remove(sha256: string): Promise<void>;
  /** All bytes of one page; checks the digest and throws `BLOB_DAMAGED` or `BLOB_MISSING`. */
  get(sha256: string): Promise<Redacted<Uint8Array>>;
  has(sha256: string): Promise<boolean>;
  /** A local file that holds the bytes, for streaming into a pack. */
  path(sha256: string): Promise<string>;
  /**
   * Takes in bytes that a store has held before, under the digest that it held them under, without holding them
   * in memory. Throws `BLOB_DAMAGED` when they have another; nothing is stored then.
   */
  receive(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Who does it and when: stands in every ledger entry. */
export interface Act {
  /** Account or role: `cli:root`, `slack:T1/U1`, `rca`. */
  readonly actor: string;
  readonly at: string;
}

export interface NewIncident {
  /** Redacted under the incident's key, which depends on the id that the store is about to give. */
  readonly title: (incident: string) => Redacted<string>;
  readonly severity: Severity | null;
  readonly services: readonly string[];
  readonly window: WindowJson;
  /** Nobody has said where the window ends. */
  readonly windowFollows?: true;
}

/** What becomes of an incident; what is left out stays as it is. */
export interface IncidentChange {
  /** Type of the ledger entry. */
  readonly type:
    | 'incident.mitigated'
    | 'incident.resolved'
    | 'incident.reopened'
    | 'incident.closed'
    | 'incident.cancelled'
    | 'incident.merged'
    | 'incident.renamed'
    | 'incident.severity-changed'
    | 'incident.window-changed';
  readonly title?: Redacted<string>;
  readonly severity?: Severity | null;
  readonly status?: IncidentStatus;
  readonly closing?: Closing | null;
  readonly window?: WindowJson;
  readonly windowFollows?: boolean;
  readonly cycles?: readonly string[];
}

export interface NewNote {
  readonly text: Redacted<string>;
  readonly at: string;
  readonly phase: PhaseName | null;
}

/** An entry about a sign-off that is to be made, or the one that says the same already. */
export type SignoffDecided =
  | {
      readonly type: EntryName;
      /** Less `signoff` and `commitment`, which the store adds. */
      readonly body: Readonly<Record<string, unknown>>;
      readonly reason: Redacted<string> | null;
    }
  | { readonly standing: string };
/** A version of the note that stands for a captured message. */
export interface MessageNote extends NewNote {
  readonly message: CapturedMessage;
  /** Why it is taken off the timeline; null while it stands. */
  readonly withdrawn: Redacted<string> | null;
}

export interface MessageChange {
  /** `CapturedMessage.key`. */
  readonly key: string;
  readonly change: (before: Note | null) => MessageNote | null;
  readonly act: Act;
}

export interface StoredItem {
  readonly item: EvidenceItem;
  /** SHA-256 of the item's canonical description. */
  readonly sha256: string;
  readonly collection: string | null;
  /** Why it was taken out of timeline and documents; null while it stands. */
  readonly withdrawn: string | null;
}

/** The head of an incident's ledger as a C2SP checkpoint. */
export interface KeptCheckpoint {
  /** Number of lines. */
  readonly size: number;
  /** Id of the key that signed, 16 hexadecimal digits; `unsigned` without one. */
  readonly signer: string;
  /** https://c2sp.org/tlog-checkpoint */
  readonly note: string;
}

/** Every row of an incident. */
export interface IncidentRows {
  /** The last migration of the database that they were read from. */
  readonly schema: number;
  /** Canonical JSON, a row each, by table; tables stand behind those that they refer to. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
}

/**
 * Incidents, evidence and the ledger on one database. Every method that changes something is one transaction
 * that also appends to the incident's ledger, so that rows never say what the ledger does not. Unknown
 * incidents throw `INCIDENT_UNKNOWN`.
 */
export interface EvidenceStore {
  /** `key` makes it idempotent: the same key again returns the incident that it made. */
  startIncident(draft: NewIncident, act: Act, key?: string): Promise<Incident>;
  incident(id: string): Promise<Incident>;
  /** What `startIncident` made under a key; null when it made nothing, or that was destroyed. */
  incidentOfRequest(key: string): Promise<Incident | null>;
  /** Newest first. */
  incidents(): Promise<readonly Incident[]>;

  /**
   * A new version of what can change about an incident; the old ones stay. `change` sees it as it is, with the
   * incident locked: null changes nothing, and what it throws is thrown. `key`, unique among changes of the
   * incident, makes it idempotent: a repeated one is not asked again.
   */
  changeIncident(
    incident: string,
    change: (before: Incident) => IncidentChange | null,
    act: Act,
    key?: string,
  ): Promise<Incident>;

  /** Idempotent by `id`. */
  startCollection(
    incident: string,
    collection: { readonly id: string; readonly sources: readonly string[]; readonly window: WindowJson },
    act: Act,
  ): Promise<Collection>;
  collection(id: string): Promise<Collection>;
  collections(incident: string): Promise<readonly Collection[]>;
  sourceRuns(collection: string): Promise<readonly SourceRun[]>;
  /** Progress while it runs: no ledger entry. */
  progress(collection: string, run: SourceRun): Promise<void>;
  /**
   * Ends one source of a collection: its items and gaps in one transaction, once: a second call for the same
   * collection and source changes nothing and returns what the first one stored. An item equal to a standing
   * one of the incident (same source, format, query, asked window and page digests) is not added again: the
   * standing one is returned.
   */
  finishSource(
    collection: string,
    source: string,
    result: {
      readonly items: readonly EvidenceItemDraft[];
      readonly gaps: readonly Gap[];
      readonly error: string | null;
    },
    act: Act,
  ): Promise<SourceRun>;

  /** Pages of a channel's history that a collection has read so far, in order: JSON, as they were kept. */
  historyPages(collection: string): Promise<readonly unknown[]>;
  /** The first page kept under a number, from 0, stays. No ledger entry: `finishSource` makes it. */
  keepHistoryPage(collection: string, number: number, page: unknown): Promise<void>;

  /** An imported file; the same equality rule, whatever the window was when it was handed in. */
  addItem(
    incident: string,
    item: EvidenceItemDraft,
    gaps: readonly Gap[],
    act: Act,
  ): Promise<{ readonly stored: StoredItem; readonly added: boolean }>;
  /** In order of id; withdrawn ones too. */
  items(incident: string): Promise<readonly StoredItem[]>;
  /** Unknown ids throw `EVIDENCE_UNKNOWN`. */
  withdraw(incident: string, evidence: string, why: Redacted<string>, act: Act): Promise<void>;
  gaps(incident: string): Promise<readonly Gap[]>;
  /** An absence that no item stands beside; a known one is not recorded again. */
  recordGap(incident: string, gap: Gap, act: Act): Promise<void>;

  /** `key` makes it idempotent. */
  writeNote(incident: string, note: NewNote, act: Act, key?: string): Promise<Note>;
  /** A new version; the old ones stay. `key` makes it idempotent. */
  editNote(incident: string, id: string, note: NewNote, act: Act, key?: string): Promise<Note>;
  /**
   * Versions of the notes of captured messages, all in one transaction. Each `change` sees the latest version of its
   * note (null: the message was not captured yet) with the incident locked; null changes nothing. Returns the
   * versions that stand then, in the order of the changes.
   */
  writeMessages(incident: string, changes: readonly MessageChange[]): Promise<readonly (Note | null)[]>;
  /** Every version, ordered by id and version. */
  notes(incident: string): Promise<readonly Note[]>;

  /** The first version of an entry in a section of the RCA; its texts are redacted. `key` makes it idempotent. */
  writeSection(incident: string, body: SectionBody, act: Act, key?: string): Promise<SectionEntry>;
  /** A new version; the old ones stay. Throws `ENTRY_UNKNOWN`, also for an entry of another kind. */
  editSection(incident: string, id: string, body: SectionBody, act: Act, key?: string): Promise<SectionEntry>;
  /** What an earlier request with the key has written, whatever became of it since; null when there was none. */
  sectionOfRequest(incident: string, kind: SectionKind, key: string): Promise<SectionEntry | null>;
  /** Every version, ordered by kind, number and version. */
  sections(incident: string): Promise<readonly SectionEntry[]>;

  /**
   * Appends what `decide` finds from the ledger as it stands; nobody else changes the incident meanwhile, and
   * what it throws is passed on. `key` makes it idempotent.
   */
  signOff(
    incident: string,
    decide: (entries: readonly LedgerEntry[]) => SignoffDecided,
    act: Act,
    key?: string,
  ): Promise<{ readonly id: string; readonly added: boolean }>;
  /** The reasons that were given, by `S-0001`. */
  signoffReasons(incident: string): Promise<ReadonlyMap<string, Reason>>;

  /** Anything else that was done: `document.rendered`, `pack.written`, … Idempotent by `key`. */
  record(
    incident: string,
    type: EntryName,
    body: Readonly<Record<string, unknown>>,
    act: Act,
    key?: string,
  ): Promise<void>;
  /** The database's clock against ours; null when it runs on ours, as the embedded one does. */
  clock(nowMs: () => number): Promise<ClockOffset | null>;
  /** Canonical lines, without newline, from the first. */
  ledger(incident: string): Promise<readonly string[]>;
  head(incident: string): Promise<LedgerHead>;
  /** The first line of each ledger, by incident. */
  beginnings(): Promise<ReadonlyMap<string, string>>;

  /** Keeps a head of the ledger, once a size and signer; what is kept is never changed. */
  keepCheckpoint(incident: string, checkpoint: KeptCheckpoint, at: string): Promise<void>;
  /** By size. */
  checkpoints(incident: string): Promise<readonly KeptCheckpoint[]>;
  /** Incidents whose ledger is longer than the last checkpoint of it, or has none; in order of id. */
  withoutCheckpoint(): Promise<readonly string[]>;

  /** One incident's rows as they stand, in one view. */
  auditRows(incident: string): Promise<AuditRows>;
  /** Append-only tables whose trigger is missing or disabled. */
  unguardedTables(): Promise<readonly string[]>;

  /** The computed result that was kept last under a name, and a digest of all that it was computed from. */
  derived(
    incident: string,
    name: string,
  ): Promise<{ readonly basis: string; readonly value: unknown } | undefined>;
  keepDerived(incident: string, name: string, basis: string, value: unknown): Promise<void>;

  /** The next version of the incident's pack, from 1. */
  packVersion(incident: string): Promise<number>;

  /**
   * Reads every row of an incident at one moment and records `incident.exported` with the body that `prepare`
   * makes of them. When that entry is the last already and nothing else has changed, `prepare` gets the rows as
   * they were before it, and nothing is recorded. `line` is the entry's.
   */
  exportIncident<Prepared extends { readonly body: Readonly<Record<string, unknown>> }>(
    incident: string,
    prepare: (rows: IncidentRows) => Promise<Prepared>,
    act: Act,
  ): Promise<Prepared & { readonly line: string }>;
  /**
   * Inserts rows that `readRow` has read, all of them or none; false when the incident is there already. Throws
   * `ARCHIVE_ROW_REFUSED` and `RESTORE_COLLIDES`. It writes no ledger entry: the ledger is among the rows.
   */
  restoreIncident(incident: string, tables: ReadonlyMap<string, readonly string[]>): Promise<boolean>;
}
