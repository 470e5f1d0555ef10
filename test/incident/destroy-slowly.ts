import { destroy } from '../../src/incident/compliance/destroy.ts';
import { openAt } from '../helpers/stores.ts';
import { complianceContext } from './compliance.ts';

/** Destroys an incident until a point, says so, and waits there to be killed. */
const [place = '', incident = '', point = '', home = ''] = process.argv.slice(2);
const opened = await openAt({ ...JSON.parse(place), remove: async () => undefined });
const { record, blobs } = opened;
const halt = async (at: number): Promise<void> => {
  if (String(at) !== point) return;
  process.stdout.write(`at ${at}\n`);
  await new Promise(() => setInterval(() => undefined, 60_000));
};
const context = complianceContext(
  {
    ...opened,
    record: {
      ...record,
      async beginDestruction(...args) {
        await halt(0);
        await record.beginDestruction(...args);
        await halt(1);
      },
      async emptyRows(id) {
        await halt(2);
        await record.emptyRows(id);
        await halt(3);
      },
      removeBlobs: (id, remove) =>
        record.removeBlobs(id, async (sha256) => {
          await remove(sha256);
          await halt(4);
        }),
      async finishDestruction(...args) {
        await halt(5);
        await record.finishDestruction(...args);
      },
    },
    blobs,
  },
  { home },
);
// A point that an earlier run has passed is waited at here.
await destroy(context, incident, 'cli:root');
process.stdout.write(`done\n`);
