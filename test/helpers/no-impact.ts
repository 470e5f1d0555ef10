import type { Impact } from '../../src/domain/impact.ts';

/** What is said of impact where no evidence is. */
export const noImpact: Impact = {
  requests: {
    total: null,
    failed: null,
    refused: null,
    method: null,
    boundsLow: null,
    boundsHigh: null,
    atLeast: false,
  },
  users: null,
  durationMs: null,
  stillOpen: false,
  availabilityLowest: null,
  budgetSpentRatio: null,
  services: [],
  data: { state: 'not-confirmed', checked: [] },
  reasons: [],
  evidence: [],
};
