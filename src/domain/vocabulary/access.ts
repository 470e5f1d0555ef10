import { family, trailAttributes } from './entry.ts';

/** Who may do what, who does, and who is refused. */
export const access = family(
  {
    titles: ['{summary}: {resource.id!}', '{summary}'],
    identity: ['resource.id'],
    facets: { action: ['event.name'], actor: ['user.name'], client: ['client.address'] },
    attributes: [...trailAttributes, 'access.granted_to', 'access.right', 'credential.refused'],
  },
  {
    /** An identity, a role or a policy was made, changed or taken away. */
    'role.changed': {
      one: 'change of an identity or a role',
      many: 'changes of identities and roles',
      change: 'access',
    },
    /** A right was given. */
    'access.granted': {
      one: 'right given',
      many: 'rights given',
      titles: [
        '{summary}: {access.right!} to {access.granted_to!}',
        '{summary}: {resource.id!}',
        '{summary}',
      ],
      change: 'access',
    },
    'access.revoked': {
      one: 'right taken away',
      many: 'rights taken away',
      titles: [
        '{summary}: {access.right!} from {access.granted_to!}',
        '{summary}: {resource.id!}',
        '{summary}',
      ],
      change: 'access',
    },
    /** Tried, and refused for want of a right or of a valid credential. */
    'access.refused': {
      one: 'action refused',
      many: 'actions refused',
      titles: ['{summary}'],
      listing: 'few',
    },
    /** A session began with rights that were lent: a role was assumed, a token was given. */
    'session.started': { one: 'session begun', many: 'sessions begun', listing: 'few' },
    /** A call that reads how things are set up and changes nothing: it tells who was there. */
    'api.called': { one: 'call that only reads', many: 'calls that only read', listing: 'none' },
    /** A call that failed for another reason than a right. */
    'api.failed': {
      one: 'call that failed',
      many: 'calls that failed',
      titles: ['{summary}'],
      listing: 'few',
    },
  },
);
