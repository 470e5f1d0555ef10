import { family } from './entry.ts';

/** Requests that a service answered. */
export const http = family(
  {},
  {
    'http.request': {
      one: 'request served',
      many: 'requests served',
      facets: { client: ['client.address'], path: ['url.path'], status: ['http.response.status_code'] },
      attributes: ['*'],
      listing: 'few',
    },
  },
);
