import { databaseAttributes, family, trailAttributes } from './entry.ts';

/** What is held: secrets, objects, rows, snapshots. */
export const data = family(
  {
    titles: ['{summary}: {resource.id!}', '{summary}'],
    identity: ['resource.id'],
    facets: { subject: ['resource.id'], actor: ['user.name'], client: ['client.address'] },
    attributes: [...trailAttributes, ...databaseAttributes, 'data.kind', 'data.version', 'db.query.text'],
    listing: 'few',
  },
  {
    'data.read': { one: 'reading of data', many: 'readings of data' },
    'data.written': { one: 'writing of data', many: 'writings of data' },
    'data.deleted': { one: 'deletion of data', many: 'deletions of data' },
  },
);
