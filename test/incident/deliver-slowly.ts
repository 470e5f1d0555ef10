import type { Destination } from '../../src/deliver/destination.ts';
import { folderDestination } from '../../src/deliver/folder.ts';
import { s3Destination } from '../../src/deliver/s3.ts';
import { webhookDestination } from '../../src/deliver/webhook.ts';
import { deliverPending } from '../../src/incident/compliance/deliver.ts';
import { openAt } from '../helpers/stores.ts';
import { complianceContext } from './compliance.ts';

export interface Places {
  readonly folder: string;
  readonly webhook: string;
}

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** One of each kind; the S3 server is the one that the environment names. */
export const destinationsAt = ({ folder, webhook }: Places): readonly Destination[] => [
  folderDestination('folder', folder),
  s3Destination(
    's3',
    { bucket: 'evidence', prefix: '', region: 'us-east-1', pathStyle: true, objectLock: null },
    Date.now,
  ),
  webhookDestination('webhook', { url: webhook, secret: SECRET }, Date.now),
];

/** Delivers until a point of a destination, says so, and waits there to be killed. */
if (import.meta.main) {
  const [place = '', incident = '', point = '', places = '{}'] = process.argv.slice(2);
  const opened = await openAt({ ...JSON.parse(place), remove: async () => undefined });
  const halt = async (at: string): Promise<void> => {
    if (at !== point) return;
    process.stdout.write(`at ${at}\n`);
    await new Promise(() => setInterval(() => undefined, 60_000));
  };
  const destinations = destinationsAt(JSON.parse(places) as Places).map(
    (destination): Destination => ({
      ...destination,
      async deliver(parcel) {
        await halt(`${destination.id} before`);
        const receipt = await destination.deliver(parcel);
        await halt(`${destination.id} arrived`);
        return receipt;
      },
    }),
  );
  const record: typeof opened.record = {
    ...opened.record,
    async delivered(key, receipt, act) {
      await opened.record.delivered(key, receipt, act);
      await halt(`${key.destination} entered`);
    },
  };
  const context = complianceContext(
    { ...opened, record },
    { destinations: new Map(destinations.map((destination) => [destination.id, destination])) },
  );
  await deliverPending(context, incident);
  process.stdout.write('done\n');
}
