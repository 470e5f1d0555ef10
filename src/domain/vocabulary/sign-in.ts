import { databaseAttributes, family, trailAttributes } from './entry.ts';

/** Somebody proves who they are, or does not. */
export const signIn = family(
  {
    facets: { client: ['client.address'], error: ['error.type'] },
    attributes: [...trailAttributes, ...databaseAttributes],
    listing: 'few',
  },
  {
    'auth.failed': { one: 'failed authentication', many: 'failed authentications' },
    'auth.succeeded': { one: 'successful authentication', many: 'successful authentications' },
  },
);
