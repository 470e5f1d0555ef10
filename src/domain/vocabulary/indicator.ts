import { family } from './entry.ts';

/** Measurements over time. */
export const indicator = family(
  {},
  { 'sli.sample': { one: 'series', many: 'series', attributes: ['*'], listing: 'none' } },
);
