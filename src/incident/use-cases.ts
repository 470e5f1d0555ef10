import type { ArchiveFault } from '../archive/fault.ts';
import type { OutsideWindow } from '../collect/observed.ts';
import type { Opening } from '../collect/redact/reveal.ts';
import type { CaseFile } from '../domain/case-file.ts';
import type { FormatId } from '../domain/formats.ts';
import type { Gap } from '../domain/gap.ts';
import type { GateResult } from '../domain/gate.ts';
import type { Impact } from '../domain/impact.ts';
import type { Collection, Incident, Note, PhaseName, Severity, SourceRun } from '../domain/incident.ts';
import type { PlannedProbe, ProbeResult } from '../domain/probe.ts';
import type { Delivery, Destruction, Hold, RecordedPack } from '../domain/record.ts';
import type { SectionEntry } from '../domain/section.ts';
import type { Sentence } from '../domain/sentences.ts';
import type { StatedSignoff } from '../domain/signoff.ts';
import type { Window } from '../domain/time.ts';
import type { Cycle, Phases, Timeline, TimelineChoice } from '../domain/timeline.ts';
import type { Understanding } from '../domain/understanding.ts';
import type { KeptBlob } from '../evidence/record-store.ts';
import type { StoredItem } from '../evidence/store.ts';
import type { ConsistencyProof, InclusionProof } from '../pack/ledger-proof.ts';
import type { PublicKey } from '../pack/seal/ed25519.ts';
import type { PopulationRow } from '../record/population.ts';
import type { Rebuilt } from './case.ts';
import type { RetentionRow } from './compliance/overview.ts';
import type { ComplianceRecord } from './compliance/report.ts';
import type { Custody } from './custody.ts';
import type { GatesAsked, JudgedGates } from './gates.ts';
import type { PhaseStep } from './lifecycle.ts';
import type { Preview } from './preview.ts';
import type { AskedProbes } from './probes/sources.ts';
import type { Request, RequestOutcome } from './requests.ts';
import type { SectionInput, WrittenEntry } from './sections.ts';
import type { Signoffs } from './sign-off.ts';

import type { StoreReport } from './store-report.ts';
import type { VerifyStoreOptions } from './verify-store.ts';
import type { WindowInput, WindowReport } from './window.ts';

export type { WindowInput, WindowReport, WindowVersion } from './window.ts';

/** Account or role that acts, as the ledger shows it: `cli:root`, `slack:T1/U1`. */
export type Actor = string;

export interface StartInput {
  readonly title: string;
  readonly severity: Severity | null;
  readonly services: readonly string[];
  readonly window: Window;
  /** Nobody has said where the window ends: it follows the incident. */
  readonly windowFollows?: true;
}

export interface NoteInput {
  readonly text: string;
  /** Null: now. */
  readonly atMs: number | null;
  readonly phase: PhaseName | null;
}

export interface StatusReport {
  readonly incident: Incident;
  readonly phases: Phases;
  /** Absent while the incident was never opened again. */
  readonly cycles?: readonly Cycle[];
  /** Latest run of each source over all collections. */
  readonly sources: readonly (SourceRun & { readonly coverage: string })[];
  readonly gaps: readonly Gap[];
  readonly gates: readonly GateResult[];
  /** Requests for a sign-off that nobody has answered. */
  readonly waiting: readonly StatedSignoff[];
  /** What is still missing for a complete RCA, in words. */
  readonly missing: readonly string[];
}

export interface RenderedDocument {
  readonly kind: 'rca' | 'evidence-pack';
  readonly format: 'markdown' | 'html' | 'pdf';
  readonly path: string;
  readonly sha256: string;
}

export interface ImportInput {
  /** As the person named it; only its last part is kept. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly format: FormatId | null;
  /** When the file's content was true, as the person says: for formats that bear no time of their own. */
  readonly capturedAtMs: number | null;
  /** IANA name of the zone of times that bear none; absent: it is not known. */
  readonly zone?: string | undefined;
}

export interface ImportResult {
  readonly stored: StoredItem;
  /** False when the incident held the same evidence already. */
  readonly added: boolean;
  /** Records that lie outside the incident's window: they place no phase and no gate judges them. */
  readonly outside: OutsideWindow;
}

export interface PackResult {
  readonly path: string;
  readonly sha256: string;
  readonly version: number;
  readonly manifestSha256: string;
  /** Number of evidence items. */
  readonly evidence: number;
  /** Where it was to be delivered, and whether it arrived. */
  readonly deliveries: readonly Delivery[];
}

/** A head of an incident's ledger: https://c2sp.org/tlog-checkpoint */
export interface CheckpointResult {
  /** `rca.example.com/INC-2026-0001`: the installation that began the ledger, and the incident. */
  readonly origin: string;
  /** Number of lines. */
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  /** Id of the key that signed, 16 hexadecimal digits; `unsigned` without one. */
  readonly signer: string;
  /** The checkpoint itself, to be kept where nobody who can change the store can change it. */
  readonly note: string;
}

/** Where an archive goes. */
export type ExportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly write: (chunk: Uint8Array) => Promise<void> };

/** A checkpoint from elsewhere that an archive must agree with. */
export interface GivenHead {
  readonly note: string;
  /** What must have signed it; null asks for no signature. */
  readonly key: PublicKey | null;
}

export interface ExportResult {
  readonly incident: string;
  /** Null when it went into a stream. */
  readonly path: string | null;
  readonly sizeBytes: number;
  /** Of the payload. */
  readonly files: number;
  /** Of `manifest-sha256.txt`, as the ledger has it. */
  readonly manifestSha256: string;
}

export interface RestoreResult {
  readonly incident: string;
  readonly restored: boolean;
  /** The store held all of the archive before; nothing was changed. */
  readonly wasThere: boolean;
  /** Lines of the ledger. */
  readonly entries: number;
  readonly blobs: number;
  /** Why nothing was restored. */
  readonly faults: readonly ArchiveFault[];
}

/**
 * What entries (Slack, command line, web) can ask for. `key` makes a call idempotent against retries and
 * double clicks. Texts come in raw and are redacted before anything is stored.
 */
export type Conclusions = Omit<Understanding, 'phases' | 'cycles'> & {
  readonly phases: Phases & { readonly computed: Phases };
  readonly cycles?: readonly Cycle[];
  readonly impact: Impact;
};

export interface UseCases extends Signoffs {
  start(input: StartInput, actor: Actor, key?: string): Promise<Incident>;
  /** Stores the collection and queues a job a source; without `sources` all configured ones. */
  requestCollection(
    incident: string,
    options: { readonly sources?: readonly string[]; readonly window?: Window },
    actor: Actor,
    key?: string,
  ): Promise<Collection>;
  /** Runs a collection in this process, without a queue, and waits for it. */
  collect(
    incident: string,
    options: { readonly sources?: readonly string[]; readonly window?: Window },
    actor: Actor,
    onProgress?: (run: SourceRun) => void,
  ): Promise<{ readonly collection: Collection; readonly runs: readonly SourceRun[] }>;
  sourceRuns(collection: string): Promise<readonly SourceRun[]>;
  /** What the probes that are asked for would send; sends nothing. */
  planProbes(asked: AskedProbes): readonly PlannedProbe[];
  /** Stores that probes are to be sent, and queues a job a target. Throws as `planProbes` does. */
  requestProbes(incident: string, asked: AskedProbes, actor: Actor, key: string): Promise<Collection>;
  /** Sends probes in this process, without a queue, and waits for the answers. */
  probe(
    incident: string,
    asked: AskedProbes,
    actor: Actor,
    onProgress?: (run: SourceRun) => void,
  ): Promise<{ readonly collection: Collection; readonly runs: readonly SourceRun[] }>;
  /** Answers to the probes of a collection, as far as it has ended; empty for a collection of anything else. */
  probeResults(collection: string): Promise<readonly ProbeResult[]>;
  incident(incident: string): Promise<Incident>;
  /** Newest first. */
  incidents(): Promise<readonly Incident[]>;
  status(incident: string): Promise<StatusReport>;
  note(incident: string, note: NoteInput, actor: Actor, key?: string): Promise<Note>;
  /** A new version of a note; the old ones stay. */
  /** Enters what an entry was asked into the ledger; no other use case depends on it. */
  enterRequest(
    incident: string,
    request: Request,
    result: RequestOutcome,
    actor: Actor,
    key: string,
  ): Promise<void>;
  editNote(incident: string, id: string, note: NoteInput, actor: Actor, key?: string): Promise<Note>;
  /** The latest version of each note. */
  notes(incident: string): Promise<readonly Note[]>;
  advance(
    incident: string,
    to: 'mitigated' | 'resolved',
    step: PhaseStep,
    actor: Actor,
    key?: string,
  ): Promise<Incident>;
  /** The window with all that it has been. */
  window(incident: string): Promise<WindowReport>;
  /** Throws `WINDOW_INVALID`. */
  setWindow(incident: string, input: WindowInput, actor: Actor, key?: string): Promise<Incident>;
  reopen(incident: string, why: string, actor: Actor, key?: string): Promise<Incident>;
  /** What a complete incident still lacks. */
  missingForClose(incident: string): Promise<readonly string[]>;
  close(
    incident: string,
    options: { readonly anyway: boolean },
    actor: Actor,
    key?: string,
  ): Promise<Incident>;
  cancel(incident: string, why: string, actor: Actor, key?: string): Promise<Incident>;
  merge(incident: string, into: string, actor: Actor, key?: string): Promise<Incident>;
  rename(incident: string, title: string, actor: Actor, key?: string): Promise<Incident>;
  setSeverity(incident: string, severity: Severity, actor: Actor, key?: string): Promise<Incident>;
  /** An entry in a section of the RCA that people write: impact, cause, lesson, action, control, wording. */
  writeSection(incident: string, input: SectionInput, actor: Actor, key?: string): Promise<WrittenEntry>;
  /** A new version; what the input leaves out stays as it was. */
  editSection(
    incident: string,
    id: string,
    input: SectionInput,
    actor: Actor,
    key?: string,
  ): Promise<WrittenEntry>;
  withdrawSection(
    incident: string,
    id: string,
    why: string,
    actor: Actor,
    key?: string,
  ): Promise<SectionEntry>;
  /** Every sentence that is computed, with the wording that stands for it. */
  sentences(incident: string): Promise<readonly Sentence[]>;
  /** The latest version of each entry, withdrawn ones too. */
  sections(incident: string): Promise<readonly SectionEntry[]>;
  /** Reads one file into the incident. Throws what `import-file` throws; what was read before stays. */
  importFile(
    incident: string,
    file: ImportInput,
    actor: Actor,
    onProgress?: (bytesDone: number) => void,
  ): Promise<ImportResult>;
  evidence(incident: string): Promise<readonly StoredItem[]>;
  /** The life of one item, from the ledger. */
  custody(incident: string, evidence: string): Promise<Custody>;
  withdraw(incident: string, evidence: string, why: string, actor: Actor): Promise<void>;
  /** Opens a redaction token for the value suspected behind it; the ledger tells when it was the one. */
  reveal(incident: string, token: string, value: Uint8Array, actor: Actor): Promise<Opening>;
  /** Gaps as they were recorded at collection and import. */
  recordedGaps(incident: string): Promise<readonly Gap[]>;
  /** Recorded ones, and those that only show when evidence is set beside evidence. */
  gaps(incident: string): Promise<readonly Gap[]>;
  timeline(incident: string, choice?: TimelineChoice): Promise<Timeline>;
  gates(incident: string): Promise<readonly GateResult[]>;
  /** The verdicts after a change, or of a profile. Throws `CHANGE_UNKNOWN`, `CHANGE_OUTSIDE`, `PROFILE_UNKNOWN`. */
  judgedGates(incident: string, asked: GatesAsked): Promise<JudgedGates>;
  /** Effects, changes and explanations; phases as they stand, and as computed. */
  analysis(incident: string): Promise<Conclusions>;
  /** Computes timeline and analysis anew from stored evidence and compares with what was kept. */
  rebuild(incident: string): Promise<Rebuilt>;
  caseFile(incident: string): Promise<CaseFile>;
  /** Of the ledger as it is now. */
  checkpoint(incident: string): Promise<CheckpointResult>;
  /** Shows that one ledger entry stands under a checkpoint of now. Throws `LEDGER_ENTRY_UNKNOWN`. */
  proveEntry(incident: string, seq: number): Promise<InclusionProof>;
  /** Shows that a ledger of `size` lines is the beginning of that under a checkpoint of now. Throws `LEDGER_ENTRY_UNKNOWN`. */
  proveSince(incident: string, size: number): Promise<ConsistencyProof>;
  /** Checks all that is stored, and changes nothing. */
  verifyStore(options: VerifyStoreOptions): Promise<StoreReport>;
  /** An image of the incident's first chart; null while evidence gives none. */
  preview(incident: string, outDir: string): Promise<Preview | null>;
  draft(incident: string, outDir: string, actor: Actor): Promise<readonly RenderedDocument[]>;
  /** Without a file it lies in the home folder, named after incident and version. */
  pack(incident: string, outFile: string | null, actor: Actor): Promise<PackResult>;
  complianceRecord(incident: string): Promise<ComplianceRecord>;
  /** Writes a pack of the record to a file; its digest is checked. */
  fetchPack(incident: string, version: number, outFile: string, actor: Actor): Promise<RecordedPack>;
  /** Tries what was not delivered, and holds on copies that could not be set; returns all deliveries. */
  retryDeliveries(incident: string): Promise<readonly Delivery[]>;
  placeHold(incident: string, reason: string, actor: Actor): Promise<Hold>;
  releaseHold(incident: string, hold: string, reason: string, actor: Actor): Promise<Hold>;
  /** Oldest first; destroys nothing. */
  retention(): Promise<readonly RetentionRow[]>;
  /** Goes on where an earlier call was cut off. */
  destroy(incident: string, actor: Actor): Promise<Destruction>;
  /** For a destruction that another account confirms; resolves with the time until which it was to be kept. */
  requestDestruction(incident: string, actor: Actor): Promise<string>;
  population(
    period: Window,
  ): Promise<{ readonly incidents: readonly PopulationRow[]; readonly missing: readonly string[] }>;
  /** Every blob that a backup must hold. */
  keptBlobs(): Promise<readonly KeptBlob[]>;
  /** One archive with everything of the incident; recorded before the first byte leaves. */
  exportIncident(
    incident: string,
    target: ExportTarget,
    actor: Actor,
    onProgress: (doneBytes: number, allBytes: number) => void,
  ): Promise<ExportResult>;
  /** `checkpoint` is the text of one from elsewhere. Throws `INCIDENT_EXISTS`, `INCIDENT_DESTROYED`, `ARCHIVE_*`. */
  restoreIncident(
    path: string,
    given: GivenHead | null,
    onProgress: (doneBytes: number) => void,
  ): Promise<RestoreResult>;
}
