import { z } from 'zod';
import { archiveChecks } from '../archive/fault.ts';
import { clockOffsetSchema } from '../domain/clock.ts';
import { coverageSchema } from '../domain/coverage.ts';
import { formatIdSchema } from '../domain/formats.ts';
import { gapSchema } from '../domain/gap.ts';
import { verdicts } from '../domain/gate.ts';
import { closings, phaseNames, severities, statuses } from '../domain/incident.ts';
import { independenceSchema } from '../domain/independence.ts';
import { probeChecks, probeOutcomes } from '../domain/probe.ts';
import { documentRefSchema } from '../domain/signed-documents.ts';
import { signoffDecisions } from '../domain/signoff.ts';
import { windowJsonSchema } from '../domain/time.ts';
import { ledgerProofSchema } from '../pack/ledger-proof.ts';
import { analysisShapes } from './analysis-shapes.ts';
import { deliverySchema, recordShapes } from './record-shapes.ts';
import { sectionShapes } from './section-shapes.ts';
import { verifyShapes } from './verify-shapes.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What became of the records that could be read; null where an older version did not count it. */
const tally = z.object({
  observed: z.number(),
  routine: z.number(),
  notCovered: z.number(),
  notUnderstood: z.number(),
  /** Sum of the last three. */
  silent: z.number(),
});

const count = z.number().int().nonnegative();
const evidenceIds = z.array(z.string());

const attribute = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.record(z.string(), z.number()),
]);

const incident = z.object({
  incident: z.string(),
  title: z.string(),
  severity: z.enum(severities).nullable(),
  status: z.enum(statuses),
  /** Null while it is not closed. */
  closing: z.object({ as: z.enum(closings), into: z.string().optional() }).nullable(),
  services: z.array(z.string()),
  window: windowJsonSchema,
  /** `follows`: nobody has said where the window ends, and it goes with the incident. */
  windowEnd: z.enum(['follows', 'set']),
});

const sourceResult = z.object({
  source: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  evidence: evidenceIds,
  pages: count,
  records: count,
  observations: count,
  rejected: count,
  /** In words. */
  coverage: z.string(),
  gaps: z.array(gapSchema),
  error: z.string().nullable(),
});

const phases = z.partialRecord(
  z.enum(phaseNames),
  z.object({
    at: z.string(),
    evidence: evidenceIds,
    setBy: z.enum(['evidence', 'human']),
    why: z.string(),
  }),
);

/** Courses of an incident that was opened again; absent while it was not. */
const cycles = z
  .array(z.object({ number: z.number().int().min(1), from: z.string(), to: z.string(), phases }))
  .optional();

const gate = z.object({
  gate: z.string(),
  verdict: z.enum(verdicts),
  figure: z.number().nullable(),
  threshold: z.number().nullable(),
  unit: z.string().nullable(),
  window: windowJsonSchema,
  evidence: evidenceIds,
  why: z.string(),
});

const document = z.object({
  kind: z.enum(['rca', 'evidence-pack']),
  format: z.enum(['markdown', 'html', 'pdf']),
  path: z.string(),
  sha256,
});

const pack = z.object({
  path: z.string(),
  sha256,
  version: count,
  manifestSha256: sha256,
  evidence: count,
});

const signoff = z.object({
  id: z.string(),
  /** Of its ledger entry. */
  seq: count,
  at: z.string(),
  actor: z.string(),
  decision: z.enum(signoffDecisions),
  role: z.string(),
  roleFrom: z.enum(['configuration', 'own-word']),
  document: documentRefSchema,
  independence: independenceSchema.nullable(),
  state: z.enum(['waiting', 'answered', 'superseded', 'stands', 'revoked']),
  reason: z.string().nullable(),
  revocation: z
    .object({
      id: z.string(),
      seq: count,
      at: z.string(),
      actor: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
});

const collection = z.object({ collection: z.string(), sources: z.array(sourceResult) });

const plannedProbe = z.object({
  target: z.string(),
  check: z.enum(probeChecks),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Which token goes into the Authorization header; the token itself is never shown. */
  credential: z.enum(['none', 'valid', 'malformed', 'unsigned', 'expired']),
  expected: z.string(),
});

const probeResult = z.object({
  target: z.string(),
  check: z.enum(probeChecks),
  expected: z.string(),
  seen: z.string(),
  outcome: z.enum(probeOutcomes),
  at: z.string(),
  /** How often it may have been sent, this time included. */
  attempt: z.number().int().min(1),
  evidence: z.string(),
});

/** What each verb prints under `--json`; the JSON Schemas in docs/schema are made from these. */
export const shapes = {
  probe: z.object({
    /** Null under `--plan`. */
    incident: z.string().nullable(),
    /** What would be sent; empty unless it was asked for. */
    plan: z.array(plannedProbe),
    results: z.array(probeResult),
    gaps: z.array(gapSchema),
  }),
  start: incident.extend({ collection: collection.nullable() }),
  status: z.object({
    incident: z.string(),
    title: z.string(),
    severity: z.enum(severities).nullable(),
    status: z.enum(statuses),
    closing: z.object({ as: z.enum(closings), into: z.string().optional() }).nullable(),
    window: windowJsonSchema,
    windowEnd: z.enum(['follows', 'set']),
    phases,
    cycles,
    sources: z.array(sourceResult.omit({ gaps: true })),
    gaps: z.array(gapSchema),
    gates: z.array(gate),
    /** Requests for a sign-off that nobody has answered. */
    waiting: z.array(signoff),
    missing: z.array(z.string()),
  }),
  incidents: z.object({ incidents: z.array(incident) }),
  window: z.object({
    incident: z.string(),
    window: windowJsonSchema,
    windowEnd: z.enum(['follows', 'set']),
    /** First to last; the last one stands. */
    versions: z.array(
      z.object({
        at: z.string(),
        by: z.string(),
        window: windowJsonSchema,
        windowEnd: z.enum(['follows', 'set']),
      }),
    ),
  }),
  collect: collection,
  import: z.object({
    evidence: z.array(
      z.object({
        id: z.string(),
        format: formatIdSchema,
        sha256,
        sizeBytes: count,
        records: count,
        rejected: count,
        tally: tally.nullable(),
        observations: count,
        window: windowJsonSchema.nullable(),
        /** False when the incident held the same evidence already. */
        added: z.boolean(),
        /** Records that lie outside the incident's window, of those that say something. */
        outsideWindow: z.object({ records: count, of: count }),
      }),
    ),
    failed: z.array(z.object({ file: z.string(), code: z.string(), message: z.string(), mend: z.string() })),
  }),
  evidence: z.object({
    evidence: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        format: formatIdSchema,
        query: z.record(z.string(), z.json()),
        window: windowJsonSchema,
        coverage: coverageSchema,
        collectedAt: z.string(),
        sha256,
        sizeBytes: count,
        pages: z.array(z.object({ sha256, sizeBytes: count, records: count })),
        records: count,
        observations: count,
        rejected: count,
        tally: tally.nullable(),
        redactions: z.record(z.string(), count),
        withdrawn: z.string().nullable(),
      }),
    ),
    /** What each rule hid, over all items that were not withdrawn. */
    redacted: z.array(
      z.object({
        rule: z.string(),
        what: z.string(),
        /** One of them stands in each token; empty for an own rule. */
        classes: z.array(z.string()),
        values: count,
        evidence: z.array(z.string()),
      }),
    ),
  }),
  custody: z.object({
    evidence: z.string(),
    source: z.string(),
    sourceType: z.string(),
    /** What was asked, without secrets; of a file its name. */
    query: z.record(z.string(), z.json()),
    file: z.string().nullable(),
    collector: z.string(),
    /** By our clock. */
    collectedAt: z.string(),
    /** Other clocks minus ours; null where it is not known. */
    clocks: z.object({
      /** By the Date header of its answers, in whole seconds. */
      source: clockOffsetSchema.nullable(),
      database: clockOffsetSchema.nullable(),
      /** The embedded database runs on our clock; null: it was not compared. */
      databaseIsOurs: z.boolean().nullable(),
      /** The timestamp authority's, when this version of the pack was sealed. */
      authority: clockOffsetSchema.extend({ pack: count }).nullable(),
    }),
    ruleSetSha256: sha256,
    redactions: z.record(z.string(), count),
    withdrawn: z.string().nullable(),
    /** Versions of the evidence pack that hold it. */
    packs: z.array(count),
    steps: z.array(
      z.object({
        seq: count,
        at: z.string(),
        type: z.string(),
        actor: z.string(),
        /** Whether the entry names this item, or concerns all that there was. */
        scope: z.enum(['named', 'all']),
        what: z.string(),
      }),
    ),
  }),
  timeline: z.object({
    entries: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        until: z.string(),
        kind: z.string(),
        title: z.string(),
        count,
        phase: z.enum(phaseNames).nullable(),
        origin: z.enum(['source', 'human']),
        evidence: evidenceIds,
        version: count,
        attributes: z.record(z.string(), attribute),
      }),
    ),
    phases,
    cycles,
  }),
  gaps: z.object({ gaps: z.array(gapSchema) }),
  gates: z.object({ gates: z.array(gate) }),
  ...analysisShapes,
  checkpoint: z.object({
    incident: z.string(),
    origin: z.string(),
    /** Number of ledger lines. */
    size: count,
    root: sha256,
    /** Id of the key that signed; null when none did. */
    signer: z.string().nullable(),
    /** The checkpoint itself. */
    note: z.string(),
  }),
  proof: ledgerProofSchema,
  draft: z.object({ documents: z.array(document) }),
  pack: z.object({ pack: pack.extend({ deliveries: z.array(deliverySchema) }) }),
  ...recordShapes,

  ...verifyShapes,
  export: z.object({
    export: z.object({
      incident: z.string(),
      path: z.string().nullable(),
      sizeBytes: count,
      /** Of the payload. */
      files: count,
      manifestSha256: sha256,
    }),
  }),
  restore: z.object({
    incident: z.string(),
    restored: z.boolean(),
    /** The store held all of it before. */
    wasThere: z.boolean(),
    entries: count,
    blobs: count,
    /** Why nothing was restored. */
    faults: z.array(z.object({ check: z.enum(archiveChecks), detail: z.string() })),
  }),
  note: z.object({
    note: z.object({
      id: z.string(),
      version: count,
      at: z.string(),
      text: z.string(),
      author: z.string(),
      phase: z.enum(phaseNames).nullable(),
    }),
  }),
  /** What `mitigated`, `resolved`, `reopen`, `close`, `cancel`, `merge`, `rename` and `severity` leave. */
  incident: incident.extend({ documents: z.array(document) }),
  ...sectionShapes,
  signoff: z.object({
    signoff,
    /** False when the ledger said the same already. */
    added: z.boolean(),
  }),
  signoffs: z.object({ signoffs: z.array(signoff) }),
  withdraw: z.object({ withdrawn: z.string() }),
  reveal: z.object({
    token: z.string(),
    class: z.string(),
    /** Whether the given value is the one behind the token. */
    matches: z.boolean(),
    /** Null when it does not match. */
    nonce: sha256.nullable(),
    commitment: sha256.nullable(),
  }),
  doctor: z.object({
    checks: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string(), mend: z.string() })),
  }),
  rebuild: z.object({
    incident: z.string(),
    same: z.boolean(),
    /** Of the canonical JSON of timeline and analysis, computed anew from stored evidence. */
    sha256,
    /** What other rules concluded before, of the evidence of then; null where there were none. */
    changed: z
      .object({
        since: z.object({ tool: z.string(), policySha256: sha256 }).nullable(),
        phases: z
          .array(
            z.object({ phase: z.enum(phaseNames), from: z.string().nullable(), to: z.string().nullable() }),
          )
          .readonly(),
        gates: z
          .array(
            z.object({
              gate: z.string(),
              from: z.enum(verdicts).nullable(),
              to: z.enum(verdicts).nullable(),
            }),
          )
          .readonly(),
      })
      .nullable(),
  }),
  demo: z.object({ incident: z.string(), documents: z.array(document), pack }),
} as const;

export type Shapes = { readonly [Verb in keyof typeof shapes]: Immutable<z.infer<(typeof shapes)[Verb]>> };

type AnyJson = z.core.util.JSONType;

/** Read-only at every depth; what may be any JSON is left as it is. */
type Immutable<T> = AnyJson extends T
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;
