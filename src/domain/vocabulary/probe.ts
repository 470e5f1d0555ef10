import { family } from './entry.ts';

/** Requests that we send to see how they are answered. */
export const probe = family(
  {},
  {
    /** What a synthetic request was answered with. */
    'probe.result': {
      one: 'synthetic probe',
      many: 'synthetic probes',
      titles: ['probe {probe.check} of {probe.target} answered {probe.seen}, expected {probe.expected}'],
      facets: { subject: ['probe.outcome'], path: ['probe.target'] },
      attributes: ['*'],
    },
  },
);
