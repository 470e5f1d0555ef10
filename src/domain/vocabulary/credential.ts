import { family, trailAttributes } from './entry.ts';

const told = (verb: string): readonly string[] => [`{credential.kind|credential} {credential.id} ${verb}`];

/** What happens to keys, secrets, passwords, certificates and the like. */
export const credential = family(
  {
    facets: { subject: ['credential.id'] },
    attributes: [
      ...trailAttributes,
      'credential.kind',
      'credential.id',
      'credential.holder',
      'credential.version',
      'credential.previous_version',
      'credential.made_current',
      'jwk.*',
    ],
  },
  {
    'credential.created': {
      one: 'credential created',
      many: 'credentials created',
      titles: told('created'),
      change: 'credential',
    },
    'credential.rotation-requested': {
      one: 'rotation requested',
      many: 'rotations requested',
      titles: told('asked to rotate'),
    },
    'credential.rotated': {
      one: 'credential rotated',
      many: 'credentials rotated',
      titles: told('rotated'),
      change: 'credential',
    },
    'credential.rotation-failed': {
      one: 'rotation failed',
      many: 'rotations failed',
      titles: told('did not rotate'),
    },
    'credential.disabled': {
      one: 'credential disabled',
      many: 'credentials disabled',
      titles: told('disabled'),
      change: 'credential',
    },
    'credential.enabled': {
      one: 'credential enabled',
      many: 'credentials enabled',
      titles: told('enabled'),
      change: 'credential',
    },
    'credential.deleted': {
      one: 'credential deleted',
      many: 'credentials deleted',
      titles: told('deleted'),
      change: 'credential',
    },
    'credential.used': {
      one: 'use of a credential',
      many: 'uses of credentials',
      titles: told('used'),
      listing: 'few',
    },
    'credential.changed': {
      one: 'change to a credential',
      many: 'changes to credentials',
      titles: told('changed'),
      change: 'credential',
    },
    /** The credential was published or valid when it was looked at. */
    'credential.present': {
      one: 'credential seen',
      many: 'credentials seen',
      titles: told('published'),
    },
  },
);
