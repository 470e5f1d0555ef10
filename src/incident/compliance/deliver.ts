import type { BesideFile, Parcel } from '../../deliver/destination.ts';
import { sha256Hex } from '../../domain/canonical.ts';
import { RcaError, userError } from '../../domain/errors.ts';
import type { Delivery } from '../../domain/record.ts';
import type { DeliveryKey } from '../../evidence/record-store.ts';
import type { Handlers } from '../../jobs/jobs.ts';
import { besidePages } from '../../pack/beside.ts';
import { packManifest } from '../../pack/pack-part.ts';
import { noteOver } from '../checkpoint.ts';
import { act, type Context } from '../context.ts';
import { besideOf } from './beside.ts';
import { parseEntries } from './entries.ts';

type Delivering = Pick<Context, 'record' | 'store' | 'blobs' | 'destinations' | 'sealer' | 'nowMs'>;

/** Tries each delivery of an incident that has not arrived; what fails is recorded, and does not stop the rest. */
export async function deliverPending(context: Delivering, incident: string): Promise<readonly Delivery[]> {
  for (const { version, destination, state } of await context.record.deliveries(incident)) {
    if (state !== 'delivered') await deliverOne(context, { incident, version, destination });
  }
  return context.record.deliveries(incident);
}

/** One attempt; returns the error that was recorded, null when it has arrived. */
async function deliverOne(context: Delivering, key: DeliveryKey): Promise<RcaError | null> {
  try {
    const parcel = await parcelOf(context, key);
    if (parcel === null) return null;
    const destination = context.destinations.get(key.destination) ?? notConfigured(key.destination);
    await context.record.delivered(key, await destination.deliver(parcel), act(context, 'rca'));
    return null;
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    const failure = { code: error.code, words: `${error.code}: ${error.message}` };
    await context.record.deliveryFailed(key, failure, act(context, 'rca'));
    return error;
  }
}

/** Null when there is nothing to deliver any more. */
async function parcelOf(context: Delivering, key: DeliveryKey): Promise<Parcel | null> {
  const { incident, version } = key;
  if ((await context.record.destruction(incident)) !== null) return null;
  const pack = (await context.record.packs(incident)).find((known) => known.version === version);
  if (!pack) return null;
  const { sha256, sizeBytes, manifestSha256, writtenAt } = pack;
  const lines = await context.store.ledger(incident);
  const path = await context.blobs.path(sha256);
  return {
    incident,
    version,
    path,
    sha256,
    sizeBytes,
    manifestSha256,
    writtenAt,
    held: await isHeld(context, incident),
    ledger: { size: lines.length, tip: sha256Hex(lines.at(-1) ?? '') },
    checkpoint: noteOver(context, incident, lines),
    beside: besideOf(parseEntries(lines), version) === null ? [] : await besideFiles(context, path),
  };
}

async function besideFiles({ blobs }: Delivering, packFile: string): Promise<readonly BesideFile[]> {
  const { items } = await packManifest(packFile);
  return Promise.all(
    [...besidePages(items)].map(async ([sha256, sizeBytes]) => ({
      sha256,
      sizeBytes,
      path: await blobs.path(sha256),
    })),
  );
}

export const isHeld = async (context: Pick<Context, 'record'>, incident: string): Promise<boolean> =>
  (await context.record.holds(incident)).some(({ releasedAt }) => releasedAt === null);

/** Brings the legal hold on each delivered copy to where the record has it; what fails is recorded as failed. */
export async function spreadHold(context: Delivering, incident: string): Promise<readonly RcaError[]> {
  const failures: RcaError[] = [];
  const wanted = (await isHeld(context, incident)) ? 'on' : 'off';
  for (const { version, destination, hold, state, place, readBack } of await context.record.deliveries(
    incident,
  )) {
    if (state !== 'delivered' || place === null || hold === null || hold === wanted) continue;
    const key = { incident, version, destination };
    const set = context.destinations.get(destination)?.hold;
    try {
      const parcel = await parcelOf(context, key);
      if (parcel === null) continue;
      if (!set) notConfigured(destination);
      const receipt = { place, readBack: readBack ?? {}, hold: null };
      await context.record.holdShown(key, await set(parcel, receipt, wanted === 'on'));
    } catch (error) {
      if (!(error instanceof RcaError)) throw error;
      await context.record.holdShown(key, 'failed');
      failures.push(error);
    }
  }
  return failures;
}

/** The work behind queued deliveries. A failure is thrown, so that the queue tries again, with back-off. */
export const recordHandlers = (context: Delivering): Handlers => ({
  async 'pack.deliver'(key) {
    const error = await deliverOne(context, key);
    if (error !== null) throw error;
  },
  async 'record.hold'({ incident }) {
    const [error] = await spreadHold(context, incident);
    if (error) throw error;
  },
});

/** Queues what has not arrived; `round` sets it apart from rounds that were given up. */
export async function queueUndelivered(
  context: Pick<Context, 'record' | 'store' | 'jobs'>,
  round: string,
): Promise<void> {
  for (const key of await context.record.undelivered()) {
    await context.jobs.enqueue('pack.deliver', key, [...Object.values(key), round].join('/'));
  }
  for (const { id: incident } of await context.store.incidents()) {
    const deliveries = await context.record.deliveries(incident);
    if (!deliveries.some(({ hold }) => hold === 'failed')) continue;
    await context.jobs.enqueue('record.hold', { incident }, `${incident}/${round}`);
  }
}

function notConfigured(destination: string): never {
  throw userError({
    code: 'DELIVERY_UNCONFIGURED',
    message: `there is no destination "${destination}" any more`,
    where: 'record.deliver',
    mend: 'put it back into the configuration, then: rca record INCIDENT --retry',
  });
}
