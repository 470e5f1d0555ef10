import { family } from './entry.ts';

/** What monitoring tells people. */
export const alert = family(
  { facets: { subject: ['alert.name'] }, attributes: ['*'] },
  {
    'alert.fired': { one: 'alert fired', many: 'alerts fired', titles: ['alert {alert.name} fired'] },
    /** Somebody took it on. */
    'alert.acknowledged': {
      one: 'alert acknowledged',
      many: 'alerts acknowledged',
      titles: ['alert {alert.name} acknowledged'],
    },
    'alert.resolved': {
      one: 'alert resolved',
      many: 'alerts resolved',
      titles: ['alert {alert.name} resolved'],
    },
  },
);
