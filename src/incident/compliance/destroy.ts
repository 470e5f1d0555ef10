import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../domain/canonical.ts';
import { userError } from '../../domain/errors.ts';
import type { Destruction } from '../../domain/record.ts';
import { digestOfFile } from '../../pack/beside.ts';
import { certificateOf, type DestructionPlan, planOf } from '../../record/certificate.ts';
import { isDue, type Retention, retentionOf } from '../../record/retention.ts';
import { historyBlobs } from '../capture/history.ts';
import { act, type Context } from '../context.ts';
import { isHeld } from './deliver.ts';
import { entriesOf } from './entries.ts';

/**
 * Destroys the content of an incident whose retention has ended and on which no hold stands, and makes the
 * certificate. Each step is durable and may be repeated: after a kill, calling it again goes on where it was.
 */
export async function destroy(context: Context, incident: string, actor: string): Promise<Destruction> {
  if ((await context.record.destruction(incident)) === null) await begin(context, incident, actor);
  return carryOn(context, incident, actor);
}

/** Goes on with what earlier processes began. One that a hold has stopped waits for its release. */
export async function resumeDestructions(context: Context): Promise<void> {
  for (const incident of await context.record.unfinishedDestructions()) {
    const held = (await context.record.holds(incident)).some(({ releasedAt }) => releasedAt === null);
    if (!held) await carryOn(context, incident, 'rca');
  }
}

/** Asks for a destruction that another account is to confirm. It stands until it is confirmed, or a hold comes after it. */
export async function requestDestruction(context: Context, incident: string, actor: string): Promise<string> {
  const { until } = await dueRetention(context, incident);
  if (await isHeld(context, incident)) throw holdStands(incident);
  await context.store.record(incident, 'destruction.requested', { keptUntil: until }, act(context, actor));
  return until;
}

async function dueRetention(context: Context, incident: string): Promise<Retention> {
  const entries = await entriesOf(context, incident);
  const retention = retentionOf(await context.store.incident(incident), entries, context.retention);
  if (!isDue(retention, context.nowMs())) throw retentionStands(incident, retention.until);
  return retention;
}

async function begin(context: Context, incident: string, actor: string): Promise<void> {
  const { store, record } = context;
  const entries = await entriesOf(context, incident);
  const retention = await dueRetention(context, incident);
  const ordered = act(context, actor);
  const items = await store.items(incident);
  const packs = await record.packs(incident);
  const plan = planOf({
    incident,
    ordered: { at: ordered.at, by: ordered.actor },
    retention,
    evidence: items.map(({ item, sha256 }) => ({
      id: item.id,
      sha256,
      pages: item.pages.map((page) => page.sha256),
      commitments: (item.commitments ?? []).map((list) => list.sha256),
    })),
    unfinished: await unfinishedBlobs(context, incident),
    packs,
    deliveries: await record.deliveries(incident),
    entries,
    ledger: await store.head(incident),
  });
  const blobs = new Set([
    ...plan.evidence.flatMap(({ pages, commitments }) => [...pages, ...commitments]),
    ...plan.unfinished,
    ...packs.map(({ sha256 }) => sha256),
  ]);
  await record.beginDestruction(incident, canonicalJson(plan), [...blobs].sort(), ordered);
}

/** Pages of histories that are kept and may be in no item yet. */
async function unfinishedBlobs(context: Context, incident: string): Promise<readonly string[]> {
  const blobs = new Set<string>();
  for (const { id } of await context.store.collections(incident)) {
    for (const sha256 of await historyBlobs(context, id)) blobs.add(sha256);
  }
  return [...blobs].sort();
}

async function carryOn(context: Context, incident: string, actor: string): Promise<Destruction> {
  const { store, record, jobs } = context;
  const begun = await stateOf(context, incident);
  if (begun.state === 'done') return begun;
  const plan = JSON.parse(begun.plan) as DestructionPlan;
  if (begun.state === 'begun') {
    const collections = (await store.collections(incident)).map(({ id }) => id);
    await jobs.forget({ incident, collections, channels: await record.slackChannels(incident) });
    await record.emptyRows(incident);
  }
  await record.removeBlobs(incident, (sha256) => context.blobs.remove(sha256));
  await removeOwnCopies(context, plan);
  const { at } = act(context, actor);
  const { json, sha256 } = certificateOf(plan, await record.blobOutcomes(incident), at);
  const signature = context.sealer?.signingKey?.sign(Buffer.from(json)).toString('base64') ?? null;
  await record.finishDestruction(incident, { certificate: json, signature, sha256 }, { actor, at });
  return stateOf(context, incident);
}

async function stateOf(context: Context, incident: string): Promise<Destruction> {
  const found = await context.record.destruction(incident);
  if (found === null) throw new Error(`the destruction of ${incident} is not in the record`);
  return found;
}

/** Packs that were written without --out lie in the home folder: they are ours to remove. */
async function removeOwnCopies(context: Context, plan: DestructionPlan): Promise<void> {
  for (const { path, sha256 } of plan.copies.files) {
    if (!path.startsWith(join(context.home, 'packs', '/'))) continue;
    const found = await digestOfFile(path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw cause;
    });
    if (found !== sha256) continue;
    await rm(`${path}.evidence`, { recursive: true, force: true });
    await rm(path, { force: true });
  }
}

const retentionStands = (incident: string, until: string) =>
  userError({
    code: 'RETENTION_STANDS',
    message: `${incident} is to be kept until ${until}`,
    where: 'retention',
    mend: 'rca retention lists what is due; how long records are kept is set by retention in rca.yaml',
  });

const holdStands = (incident: string) =>
  userError({
    code: 'HOLD_STANDS',
    message: `a legal hold stands on ${incident}: nothing is destroyed`,
    mend: 'see the hold with rca record INCIDENT; who may release it does so with rca hold release',
  });
