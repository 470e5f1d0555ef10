import type { CaseFile } from '../../domain/case-file.ts';
import { tellIndependence } from '../../domain/independence.ts';
import { tellDocument } from '../../domain/signed-documents.ts';
import type { StatedSignoff } from '../../domain/signoff.ts';
import { oneLine } from '../../domain/visible.ts';
import { count, stampSeconds, words } from './format.ts';

/** Printed rows of the sheet; signoffs.json holds all. */
const ROWS_MAX = 200;
const SHOWN_IN_SUMMARY = 6;
const REASON_CHARACTERS_MAX = 600;

const DECISIONS = { requested: 'Asked for', approved: 'Approved', rejected: 'Rejected' } as const;

/** The sign-off sheet: what was asked, decided and taken back, on earlier versions. */
export function signoffsView({ signoffs }: CaseFile) {
  return {
    rows: signoffs.slice(0, ROWS_MAX).map(rowView),
    waiting: signoffs
      .filter(({ state }) => state === 'waiting' || state === 'superseded')
      .slice(0, ROWS_MAX)
      .map(waitingView),
    omitted:
      signoffs.length > ROWS_MAX
        ? `The first ${count(ROWS_MAX)} of ${count(signoffs.length)} are printed; signoffs.json holds all.`
        : '',
    summary: summary(signoffs.filter(({ state }) => state === 'stands')),
  };
}

function rowView(signoff: StatedSignoff) {
  const { id, seq, at, actor, decision, role, roleFrom, document, independence, revocation } = signoff;
  return {
    id,
    seq: count(seq),
    at: stampSeconds(at),
    actor: oneLine(actor, 80),
    decision: DECISIONS[decision],
    standing: revocation === null ? '' : 'Revoked',
    role: words(role),
    roleFrom:
      roleFrom === 'configuration'
        ? 'The role is given to this account by the configuration.'
        : "The role is the account's own word: no roles were configured.",
    document: capital(tellDocument(document)),
    sha256: document.sha256,
    independence: independence === null ? '' : oneLine(tellIndependence(independence), 900),
    reason: oneLine(signoff.reason?.text ?? '', REASON_CHARACTERS_MAX),
    revocation:
      revocation === null
        ? ''
        : `${revocation.id}: revoked by ${oneLine(revocation.actor, 80)}, ${stampSeconds(revocation.at)} UTC. ${oneLine(signoff.revocationReason?.text ?? '', REASON_CHARACTERS_MAX)}`.trim(),
  };
}

const waitingView = ({ id, at, actor, role, document, state }: StatedSignoff) => ({
  id,
  text: `${words(role)}: ${tellDocument(document)}, asked for by ${oneLine(actor, 80)}, ${stampSeconds(at)} UTC${
    state === 'superseded' ? '; a later version was made before anyone answered' : ''
  }`,
});

function summary(standing: readonly StatedSignoff[]): string {
  const told = standing
    .slice(0, SHOWN_IN_SUMMARY)
    .map(
      ({ id, decision, role, document }) =>
        `${words(role)} ${decision} the ${tellDocument(document)} (${id})`,
    );
  const more = standing.length - SHOWN_IN_SUMMARY;
  return [...told, ...(more > 0 ? [`and ${count(more)} more`] : [])].join('; ');
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
