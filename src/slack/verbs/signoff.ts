import { carryOutSignoff } from '../signoff/carry-out.ts';
import { parseSignoff, type SignoffSentence } from '../signoff/sentence.ts';
import { incidentHere } from './incident-here.ts';
import type { SlackVerb } from './verb.ts';

export const signoff: SlackVerb<SignoffSentence> = {
  usage: {
    line: 'signoff [list] | request ROLE [pack|rca] | approve ID [remark] | reject ID WHY | revoke ID WHY',
    does: 'asks for a sign-off of the current pack or RCA by a role, gives it, refuses it or takes it back. A request is about one file, by its digest: when there is a later version, it is told what has changed and nothing is signed.',
    example: '/rca signoff request security',
  },
  parse: parseSignoff,
  ack(given) {
    switch (given.do) {
      case 'list':
        return 'Listing the sign-offs. They appear here.';
      case 'request':
        return `Asking for a sign-off as ${given.role}. The request appears here, with buttons.`;
      case 'approve':
      case 'reject':
      case 'revoke':
        return `Working on ${given.id}. It is said here what the ledger has.`;
    }
  },
  /** What a decision needs depends on the role that its request names, and is checked when that is known. */
  needs: (given) => (given.do === 'request' ? 'respond' : 'read'),
  carryOut: async (given, job, work) => carryOutSignoff(given, await incidentHere(job, work), job, work),
};
