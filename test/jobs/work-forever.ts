import { createJobs } from '../../src/jobs/create-jobs.ts';
import { openAt } from '../helpers/stores.ts';

/** Takes the job of the place named, says so, and never ends it. */
const [place = ''] = process.argv.slice(2);
const { database } = await openAt({ ...JSON.parse(place), remove: async () => undefined });
const onFault = ({ cause }: { readonly cause: unknown }) => {
  throw cause;
};
await createJobs(database, { onFault }).work({
  'collect.source': ({ source }) => {
    process.stdout.write(`${source}\n`);
    return new Promise(() => undefined);
  },
});
