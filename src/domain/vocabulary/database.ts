import { databaseAttributes, family } from './entry.ts';

/** Statements of a data base, and what they do to its roles. */
export const database = family(
  { attributes: [...databaseAttributes, 'db.*', 'outcome'] },
  {
    'db.statement': {
      one: 'database statement',
      many: 'database statements',
      facets: { binding: ['db.binding'], sqlstate: ['db.response.status_code'] },
      listing: 'few',
    },
    'db.role-changed': {
      one: 'database role statement',
      many: 'database role statements',
      titles: ['{db.operation.name|role statement} {db.role.name}: {outcome}'],
      facets: { subject: ['db.role.name'] },
      change: 'credential',
    },
    /** The server had no room for another connection, or was not up. */
    'db.connection-refused': {
      one: 'connection refused by the data base',
      many: 'connections refused by the data base',
      facets: { sqlstate: ['db.response.status_code'], client: ['client.address'] },
      listing: 'few',
    },
    /** An error of which the log does not name the statement. */
    'db.error': {
      one: 'error of the data base',
      many: 'errors of the data base',
      facets: { sqlstate: ['db.response.status_code'] },
      listing: 'few',
    },
  },
);
