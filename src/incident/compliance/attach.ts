import type { Delivery } from '../../domain/record.ts';
import type { WrittenPack } from '../../pack/input.ts';
import { act, type Context } from '../context.ts';
import { deliverPending } from './deliver.ts';

/**
 * Attaches a written pack to the compliance record and delivers it. It is in the record before the first delivery
 * is tried, so what fails or is killed there is found again.
 */
export async function attachToRecord(
  context: Context,
  incident: string,
  written: WrittenPack,
  actor: string,
): Promise<readonly Delivery[]> {
  const { sha256, sizeBytes } = await context.blobs.putFile(written.path);
  const { version, manifestSha256, path, authorityClock, beside } = written;
  const signer = context.sealer?.name ?? null;
  const destinations = [...context.destinations.values()].map(({ id, kind }) => ({ id, kind }));
  await context.record.packWritten(
    incident,
    { version, sha256, sizeBytes, manifestSha256, signer, path, authorityClock, beside },
    destinations,
    act(context, actor),
  );
  const deliveries = (await deliverPending(context, incident)).filter(
    (delivery) => delivery.version === version,
  );
  for (const { destination, state } of deliveries) {
    if (state === 'delivered') continue;
    // For a running rca serve: its own look at what has not arrived comes each quarter of an hour only.
    const key = { incident, version, destination };
    await context.jobs.enqueue('pack.deliver', key, `${incident}/${version}/${destination}`);
  }
  return deliveries;
}
