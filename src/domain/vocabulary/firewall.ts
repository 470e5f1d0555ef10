import { family } from './entry.ts';

const counts = {
  ruleset: ['security_rule.ruleset.name'],
  label: ['waf.labels'],
  client: ['client.address'],
  path: ['url.path'],
};
const deciding = ['security_rule.name', 'security_rule.ruleset.name'];

const request = {
  attributes: [
    'clock.zone',
    'client.*',
    'cloud.*',
    'error.*',
    'http.*',
    'network.*',
    'security_rule.*',
    'server.*',
    'tls.*',
    'url.*',
    'user_agent.original',
    'waf.*',
  ],
  listing: 'clusters',
} as const;

/** Verdicts of a web application firewall. */
export const firewall = family(
  { ...request, facets: { rule: deciding, ...counts } },
  {
    'waf.blocked': { one: 'request blocked by the firewall', many: 'requests blocked by the firewall' },
    'waf.challenged': {
      one: 'request challenged by the firewall',
      many: 'requests challenged by the firewall',
    },
    'waf.counted': {
      one: 'request matched firewall rules and was let through',
      many: 'requests matched firewall rules and were let through',
      // None of them decided: the request is counted under all that matched.
      facets: { rule: ['waf.counted_rules'], ...counts },
    },
    'waf.allowed': { one: 'request allowed by the firewall', many: 'requests allowed by the firewall' },
    'waf.detected': {
      one: 'request detected, not stopped, by the firewall',
      many: 'requests detected, not stopped, by the firewall',
    },
    /** A match and an answer that do not settle who gave it. */
    'waf.undecided': {
      one: 'request of which the log does not tell whether the firewall stopped it',
      many: 'requests of which the log does not tell whether the firewall stopped them',
    },
    /** A total that the source counted itself, to set beside our own count. */
    'waf.total': {
      one: 'total counted by the source',
      many: 'totals counted by the source',
      facets: {},
      attributes: ['count', 'waf.action', 'security_rule.name'],
      listing: 'none',
    },
  },
);
