import { userError } from '../domain/errors.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { DocumentKind } from '../domain/signed-documents.ts';
import { type StatedSignoff, stateSignoffs } from '../domain/signoff.ts';
import type { SignoffDecided } from '../evidence/store.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { act, type Context } from './context.ts';
import { type Deciding, decisionOf, requestOf, revocationOf } from './sign-off-rules.ts';

export type SignoffContext = Pick<Context, 'store' | 'redactor' | 'signoffRoles' | 'nowMs'>;

export interface SignoffResult {
  /** The request, the decision, or what was revoked. */
  readonly signoff: StatedSignoff;
  /** False when the ledger said the same already: a repeated request, a double click. */
  readonly added: boolean;
}

export interface SignoffWords {
  /** As it was typed; redacted before it is stored. */
  readonly reason: string | null;
}

export interface SignoffRight {
  /**
   * An entry has found that the account has the role by the configuration, in a Slack user group for one: the
   * configured accounts are not asked then.
   */
  readonly entitled?: boolean;
}

/** Each call is one entry at most, decided on the ledger as it stands while nobody else changes the incident. */
export interface Signoffs {
  /** Asks for a sign-off of the current document. Anyone may. */
  requestSignoff(
    incident: string,
    input: SignoffWords & { readonly role: string; readonly document: DocumentKind },
    actor: string,
    key?: string,
  ): Promise<SignoffResult>;
  /**
   * Approves or rejects the document with this digest. Throws `SIGNOFF_SUPERSEDED` when a later version is
   * current, and `SIGNOFF_NOT_ALLOWED` when the configuration gives the account no such role.
   */
  decideSignoff(
    incident: string,
    input: SignoffWords &
      SignoffRight & {
        readonly decision: 'approved' | 'rejected';
        readonly role: string;
        readonly sha256: string;
      },
    actor: string,
    key?: string,
  ): Promise<SignoffResult>;
  /** By a new entry: what was said stays. */
  revokeSignoff(
    incident: string,
    id: string,
    input: SignoffRight & { readonly reason: string },
    actor: string,
    key?: string,
  ): Promise<SignoffResult>;
  /** In order of the ledger. */
  signoffs(incident: string): Promise<readonly StatedSignoff[]>;
}

export function createSignoffs(context: SignoffContext): Signoffs {
  const decide = async (
    incident: string,
    { reason: said, entitled = false }: SignoffWords & SignoffRight,
    actor: string,
    key: string | undefined,
    rule: (deciding: Deciding, entries: readonly LedgerEntry[]) => SignoffDecided,
  ): Promise<SignoffResult> => {
    const reason = said === null ? null : context.redactor(incident).redactText(said);
    const deciding = { incident, actor, roles: context.signoffRoles, entitled, reason };
    const made = await context.store.signOff(
      incident,
      (entries) => rule(deciding, entries),
      act(context, actor),
      key,
    );
    const all = await statedSignoffs(context, incident);
    const signoff = all.find(({ id, revocation }) => id === made.id || revocation?.id === made.id);
    if (signoff === undefined) throw new Error(`the ledger of ${incident} does not tell of ${made.id}`);
    return { signoff, added: made.added };
  };
  return {
    requestSignoff: (incident, { role, document, reason }, actor, key) =>
      decide(incident, { reason }, actor, key, (deciding, entries) =>
        requestOf(deciding, role, document, entries),
      ),
    decideSignoff(incident, { decision, role, sha256, ...said }, actor, key) {
      if (decision === 'rejected') checkReason(said.reason);
      return decide(incident, said, actor, key, (deciding, entries) =>
        decisionOf(deciding, decision, role, sha256, entries),
      );
    },
    revokeSignoff(incident, id, said, actor, key) {
      checkReason(said.reason);
      return decide(incident, said, actor, key, (deciding, entries) => revocationOf(deciding, id, entries));
    },
    signoffs: (incident) => statedSignoffs(context, incident),
  };
}

function checkReason(reason: string | null): void {
  if (reason !== null && reason.trim() !== '') return;
  throw userError({
    code: 'SIGNOFF_NO_REASON',
    message: 'a rejection or revocation needs a reason',
    where: '--reason',
    mend: 'say in a sentence what is wrong',
  });
}

async function statedSignoffs(
  { store }: Pick<Context, 'store'>,
  incident: string,
): Promise<readonly StatedSignoff[]> {
  const lines = await store.ledger(incident);
  return stateSignoffs(readEntries(lines), await store.signoffReasons(incident));
}
