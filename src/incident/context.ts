import type { Policy } from '../analysis/policy.ts';
import type { Redactor } from '../collect/redact/redactor.ts';
import type { Destination } from '../deliver/destination.ts';
import type { Browser } from '../documents/browser.ts';
import type { Templates } from '../documents/templates.ts';
import { sha256Hex } from '../domain/canonical.ts';
import type { RetentionPolicy } from '../domain/record.ts';
import { toIso } from '../domain/time.ts';
import type { CheckpointFolder } from '../evidence/checkpoint-folder.ts';
import type { RecordStore } from '../evidence/record-store.ts';
import type { Act, BlobStore, EvidenceStore } from '../evidence/store.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Sealer } from '../pack/seal/sealer.ts';
import type { LoadedControls } from '../record/load-controls.ts';
import type { ProbesConfig } from '../sources/probe/schema.ts';
import type { OpenSource } from '../sources/registry.ts';
import type { SignoffRoles } from './sign-off-rules.ts';

/** A configured source, opened. */
export interface ConfiguredSource {
  readonly id: string;
  readonly open: OpenSource;
}

/** All that the use cases work with; clocks, files and networks come in here. */
export interface Context {
  readonly store: EvidenceStore;
  readonly blobs: BlobStore;
  readonly record: RecordStore;
  readonly jobs: Pick<Jobs, 'enqueue' | 'forget'>;
  /** Where packs are delivered, by id. */
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly retention: RetentionPolicy;
  /** Read when a record is judged, so that other commands do not fail on a broken file. */
  readonly controls: () => Promise<LoadedControls>;
  readonly sources: ReadonlyMap<string, ConfiguredSource>;
  /** Targets of synthetic probes; null: none is configured. */
  readonly probes: ProbesConfig | null;
  readonly policy: Policy;
  /** The policy file as it stands. */
  readonly policyText: string;
  /** Of the policy file's bytes. */
  readonly policySha256: string;
  /** Read when a document is rendered, so that other commands do not fail on a broken one. */
  readonly templates: () => Promise<Templates>;
  readonly browser: Browser;
  /** Where checkpoints of ledgers lie outside of the store. */
  readonly checkpoints: CheckpointFolder;
  /** Null: packs stay unsealed. */
  readonly sealer: Sealer | null;
  readonly signoffRoles: SignoffRoles;
  readonly home: string;
  readonly tool: { readonly name: 'rca'; readonly version: string };
  redactor(incident: string): Redactor;
  nowMs(): number;
}

export const act = (context: Pick<Context, 'nowMs'>, actor: string): Act => ({
  actor,
  at: toIso(context.nowMs()),
});

/** A stable short id from what makes a thing the same thing. */
export const idOf = (prefix: string, ...parts: readonly string[]): string =>
  `${prefix}-${sha256Hex(JSON.stringify(parts)).slice(0, 16)}`;
