import { RcaError } from '../domain/errors.ts';
import { evidenceItemSchema } from '../domain/evidence-item.ts';
import { originOf } from '../domain/origin.ts';
import { rowProblems } from '../evidence/agreement/rows-agree.ts';
import type { AuditRows } from '../evidence/audit-rows.ts';
import { rootsAt } from '../evidence/merkle.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { type Checkpoint, readCheckpoint } from '../pack/checkpoint.ts';
import { relationTo, signatureOf } from '../pack/checkpoint-consistency.ts';
import type { PublicKey } from '../pack/seal/ed25519.ts';
import type { Context } from './context.ts';
import { type StoreCheck, type StoreCheckId, type StoreReport, storeCheck } from './store-report.ts';

type Needs = Pick<Context, 'store' | 'checkpoints' | 'blobs' | 'sealer'>;

/** A checkpoint, and where it lies, as it is told. */
interface Named {
  readonly name: string;
  readonly note: string;
}

export interface VerifyStoreOptions {
  /** Kept where nobody who can change the store can change them. */
  readonly given: readonly Named[];
  /** What the given ones must be signed by; null asks for no signature. */
  readonly key: PublicKey | null;
  onProgress(progress: StoreProgress): void;
}

export interface StoreProgress {
  readonly incident: string;
  /** Of the incidents, from 0 to 1. */
  readonly share: number;
  readonly detail: string;
}

/** Checks everything that is stored against the ledgers, and the ledgers against each checkpoint. Changes nothing. */
export async function verifyStore(context: Needs, options: VerifyStoreOptions): Promise<StoreReport> {
  const { store, checkpoints: folder } = context;
  const incidents = (await store.incidents()).map(({ id }) => id).sort();
  const beginnings = await store.beginnings();
  const unguarded = await store.unguardedTables();
  const checks: StoreCheck[] = [
    storeCheck(
      null,
      'store.guard',
      unguarded.map((table) => `a trigger that guards rca.${table} is missing or disabled`),
      'the triggers that guard ledger, checkpoints and rows are there and enabled',
    ),
    missingIncidents(incidents, beginnings, await folder.incidents(), options.given),
  ];
  for (const [index, incident] of incidents.entries()) {
    const tell = (detail: string): void =>
      options.onProgress({ incident, share: index / incidents.length, detail });
    checks.push(...(await incidentChecks(context, incident, options, tell)));
  }
  return { ok: checks.every(({ ok }) => ok !== false), incidents: incidents.length, checks };
}

/** An incident that a checkpoint knows and the store does not was deleted. */
function missingIncidents(
  stored: readonly string[],
  beginnings: ReadonlyMap<string, string>,
  inFolder: readonly string[],
  given: readonly Named[],
): StoreCheck {
  const known = new Set(stored);
  const origins = new Set(stored.map((incident) => originOf(incident, [beginnings.get(incident) ?? ''])));
  const problems = inFolder
    .filter((incident) => !known.has(incident))
    .map(
      (incident) => `there are checkpoints of ${incident} in the folder, and no such incident in the store`,
    );
  for (const { name, note } of given) {
    const origin = readCheckpoint(note)?.origin;
    if (origin !== undefined && !origins.has(origin))
      problems.push(`${name} is of ${origin}, which is not in the store`);
  }
  return storeCheck(
    null,
    'store.incidents',
    problems,
    'each incident that a checkpoint knows is in the store',
  );
}

async function incidentChecks(
  context: Needs,
  incident: string,
  { given, key }: VerifyStoreOptions,
  tell: (detail: string) => void,
): Promise<readonly StoreCheck[]> {
  tell('ledger and rows');
  const rows = await context.store.auditRows(incident);
  const lines = rows.ledger.map(({ line }) => line);
  const kept = (await context.store.checkpoints(incident)).map(({ size, signer, note }) => ({
    name: `the checkpoint of ${size} lines (${signer}) in the store`,
    note,
  }));
  const files = (await context.checkpoints.list(incident)).map(({ path, note }) => ({ name: path, note }));
  const ofIncident = given.filter(({ note }) => readCheckpoint(note)?.origin === originOf(incident, lines));
  const ownKey = context.sealer?.signingKey?.publicKey ?? null;
  const compare = (check: StoreCheckId, notes: readonly Named[], by: PublicKey | null, strict: boolean) =>
    checkpointCheck(incident, check, lines, notes, { key: by, strict });
  return [
    chainCheck(incident, rows),
    storeCheck(incident, 'ledger.rows', rowProblems(rows), 'rows and ledger say the same'),
    await blobCheck(context, incident, rows, tell),
    compare('checkpoints.store', kept, ownKey, false),
    compare('checkpoints.folder', files, ownKey, false),
    compare('checkpoints.given', ofIncident, key, key !== null),
  ];
}

function chainCheck(incident: string, rows: AuditRows): StoreCheck {
  const problems = rows.ledger.flatMap(({ seq }, index) =>
    seq === index ? [] : [`entry ${index} is missing: ${seq} stands in its place`],
  );
  const { faults } = verifyLedger(rows.ledger.map(({ line }) => line));
  problems.push(...faults.map(({ line, why }) => `entry ${line} ${why}`));
  if (rows.ledger.length === 0) problems.push('there is no entry');
  return storeCheck(
    incident,
    'ledger.chain',
    problems,
    `${rows.ledger.length} entries are canonical and linked`,
  );
}

async function blobCheck(
  { blobs }: Needs,
  incident: string,
  rows: AuditRows,
  tell: (detail: string) => void,
): Promise<StoreCheck> {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { number, description, withdrawn } of rows.evidence) {
    if (withdrawn !== null) continue;
    const item = evidenceItemSchema.safeParse(parseOrNull(description)).data;
    if (item === undefined) {
      problems.push(`the description of evidence ${number} cannot be read`);
      continue;
    }
    for (const { sha256, sizeBytes } of [...item.pages, ...(item.commitments ?? [])]) {
      if (seen.has(sha256)) continue;
      seen.add(sha256);
      tell(`${item.id}, ${seen.size} files`);
      const problem = await blobProblem(blobs, sha256, sizeBytes);
      if (problem !== null) problems.push(`${item.id}: ${sha256} ${problem}`);
    }
  }
  return storeCheck(
    incident,
    'evidence.blobs',
    problems,
    `${seen.size} files of standing evidence have their digests`,
  );
}

async function blobProblem(
  blobs: Context['blobs'],
  sha256: string,
  sizeBytes: number,
): Promise<string | null> {
  try {
    const { byteLength } = await blobs.get(sha256);
    return byteLength === sizeBytes ? null : `has ${byteLength} bytes, its description says ${sizeBytes}`;
  } catch (cause) {
    if (!(cause instanceof RcaError)) throw cause;
    if (cause.code === 'BLOB_MISSING') return 'is missing';
    if (cause.code === 'BLOB_DAMAGED') return 'was changed';
    throw cause;
  }
}

function checkpointCheck(
  incident: string,
  check: StoreCheckId,
  lines: readonly string[],
  notes: readonly Named[],
  asked: { readonly key: PublicKey | null; readonly strict: boolean },
): StoreCheck {
  if (notes.length === 0)
    return { incident, check, ok: null, detail: 'there is no checkpoint to compare with' };
  const heads = notes.map(({ note }) => readCheckpoint(note));
  const roots = rootsAt(
    lines,
    heads.flatMap((head) => head?.size ?? []),
  );
  const problems = notes.flatMap(({ name, note }, index) => {
    const head = heads[index];
    if (head === undefined) return [`${name} cannot be read`];
    if (head.origin !== originOf(incident, lines)) return [`${name} is of ${head.origin}`];
    return [
      ...contradiction(name, head, lines.length, roots),
      ...(asked.key === null ? [] : signatureProblem(name, note, head, asked.key, asked.strict)),
    ];
  });
  const latest = Math.max(...heads.map((head) => head?.size ?? 0));
  return storeCheck(
    incident,
    check,
    problems,
    `${notes.length} checkpoints agree with the ledger, up to entry ${latest - 1} of ${lines.length - 1}`,
  );
}

function contradiction(
  name: string,
  head: Checkpoint,
  size: number,
  roots: ReadonlyMap<number, string>,
): readonly string[] {
  switch (relationTo(head, (asked) => roots.get(asked))) {
    case 'consistent':
      return [];
    case 'shorter':
      return [`the ledger was rolled back: it has ${size} lines, ${name} is of ${head.size}`];
    case 'forked':
      return [`the ledger was rewritten: its first ${head.size} of ${size} lines are not those of ${name}`];
  }
}

/** Unless asked for strictly, checkpoints may be unsigned or by a key that was in use before. */
function signatureProblem(
  name: string,
  note: string,
  head: Checkpoint,
  key: PublicKey,
  strict: boolean,
): readonly string[] {
  const signature = signatureOf(note, head, key);
  if (signature === 'valid') return [];
  if (signature === 'not valid') return [`the signature of ${name} is not valid`];
  if (!strict) return [];
  return [
    signature === 'unsigned'
      ? `${name} is not signed`
      : `${name} is signed by another key than the given one`,
  ];
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
