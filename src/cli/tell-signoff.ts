import { tellIndependence } from '../domain/independence.ts';
import { tellDocument } from '../domain/signed-documents.ts';
import { terminalSafe } from '../domain/visible.ts';
import type { Shapes } from './shapes.ts';

type Shown = Shapes['signoff']['signoff'];

const DECISIONS = { requested: 'asked for', approved: 'APPROVED', rejected: 'REJECTED' } as const;

export const tellSignoffs = ({ signoffs }: Shapes['signoffs']): string =>
  signoffs.length === 0
    ? 'No sign-off was asked for or given: rca signoff request INC --role security\n'
    : signoffs.map(tell).join('');

export const tellSignoff = ({ signoff, added }: Shapes['signoff']): string =>
  `${tell(signoff)}${added ? '' : 'The ledger said so already: nothing was added.\n'}`;

function tell(signoff: Shown): string {
  const { id, decision, role, at, actor, document, state, independence, reason, revocation } = signoff;
  const because = (text: string | null): string => (text === null ? '' : `: ${terminalSafe(text)}`);
  return [
    `${id}  ${DECISIONS[decision]}  as ${role}, ${state}, by ${terminalSafe(actor)} at ${at}${because(reason)}\n`,
    `        ${tellDocument(document)}, sha256 ${document.sha256}\n`,
    independence === null ? '' : `        ${terminalSafe(tellIndependence(independence))}\n`,
    revocation === null
      ? ''
      : `        revoked by ${terminalSafe(revocation.actor)} at ${revocation.at} in ${revocation.id}${because(revocation.reason)}\n`,
  ].join('');
}
