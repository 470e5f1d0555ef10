import { userError } from '../domain/errors.ts';
import { independenceOf } from '../domain/independence.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Redacted } from '../domain/redacted.ts';
import {
  currentDocument,
  type DocumentKind,
  type DocumentRef,
  documentKindWords,
  documentRefSchema,
  documentsIn,
  type RecordedDocument,
  tellChanges,
  tellDocument,
} from '../domain/signed-documents.ts';
import { roleSchema, type Signoff, signoffsIn } from '../domain/signoff.ts';
import type { SignoffDecided } from '../evidence/store.ts';

/** Who may sign off in which role; null: nobody is configured, and the account's own word counts. */
export type SignoffRoles = Readonly<Record<string, { readonly accounts: readonly string[] }>> | null;

/** What every decision is made with. */
export interface Deciding {
  readonly incident: string;
  readonly actor: string;
  readonly roles: SignoffRoles;
  /** Whether it is known already that the account has the role. */
  readonly entitled: boolean;
  readonly reason: Redacted<string> | null;
}

/** Asks for a sign-off of the current document of a kind, once. */
export function requestOf(
  { incident, roles, reason }: Deciding,
  role: string,
  kind: DocumentKind,
  entries: readonly LedgerEntry[],
): SignoffDecided {
  checkRole(role, roles);
  const document = currentDocument(documentsIn(entries), kind);
  if (document === undefined) {
    throw userError({
      code: 'SIGNOFF_NO_DOCUMENT',
      message: `${incident} has no ${documentKindWords(kind)} that could be signed off`,
      mend: `make one first: rca ${kind === 'rca' ? `draft ${incident} --out DIR` : `pack ${incident}`}`,
    });
  }
  const standing = signoffsIn(entries).find(
    (one) =>
      one.decision === 'requested' && one.state === 'waiting' && one.role === role && isOf(one, document),
  );
  if (standing) return { standing: standing.id };
  return {
    type: 'signoff.requested',
    body: { role, roleFrom: roleFrom(roles), document: refOf(document), independence: null },
    reason,
  };
}

/** Approves or rejects the current document, which the reviewer names by its digest. */
export function decisionOf(
  { incident, actor, roles, entitled, reason }: Deciding,
  decision: 'approved' | 'rejected',
  role: string,
  sha256: string,
  entries: readonly LedgerEntry[],
): SignoffDecided {
  checkRole(role, roles);
  if (!entitled) checkAccount(actor, role, roles);
  const document = documentNamed(incident, sha256, entries);
  const standing = signoffsIn(entries).find(
    (one) =>
      one.decision !== 'requested' &&
      one.state === 'stands' &&
      one.role === role &&
      one.actor === actor &&
      one.document.kind === document.kind &&
      one.document.sha256 === document.sha256,
  );
  if (standing?.decision === decision) return { standing: standing.id };
  if (standing) {
    throw userError({
      code: 'SIGNOFF_STANDS',
      message: `${actor} has ${standing.decision} this document as ${role} in ${standing.id}`,
      where: incident,
      mend: `revoke that first: rca signoff revoke ${incident} ${standing.id} --reason "…"`,
    });
  }
  return {
    type: `signoff.${decision}`,
    body: {
      role,
      roleFrom: roleFrom(roles),
      document: refOf(document),
      independence: independenceOf(entries, actor),
    },
    reason,
  };
}

/** Takes a sign-off back by a new entry. */
export function revocationOf(
  { incident, actor, roles, entitled, reason }: Deciding,
  id: string,
  entries: readonly LedgerEntry[],
): SignoffDecided {
  const target = signoffsIn(entries).find((one) => one.id === id);
  if (target === undefined) {
    throw userError({
      code: 'SIGNOFF_UNKNOWN',
      message: `${incident} has no sign-off ${id}`,
      mend: `list them with: rca signoff list ${incident}`,
    });
  }
  if (target.revocation !== null) return { standing: target.revocation.id };
  if (!entitled && target.actor !== actor && roles?.[target.role]?.accounts.includes(actor) !== true) {
    throw userError({
      code: 'SIGNOFF_NOT_ALLOWED',
      message: `${actor} may not revoke what ${target.actor} said`,
      where: id,
      mend: `ask ${target.actor}, or an account that the configuration names for the role ${target.role}`,
    });
  }
  return { type: 'signoff.revoked', body: { revokes: id }, reason };
}

const isOf = ({ document }: Signoff, { kind, version }: RecordedDocument): boolean =>
  document.kind === kind && document.version === version;

const refOf = (document: RecordedDocument): DocumentRef => documentRefSchema.parse(document);

const roleFrom = (roles: SignoffRoles) => (roles === null ? 'own-word' : 'configuration');

function checkRole(role: string, roles: SignoffRoles): void {
  const known = roles === null ? null : Object.keys(roles);
  if (known === null ? roleSchema.safeParse(role).success : known.includes(role)) return;
  throw userError({
    code: 'SIGNOFF_ROLE_UNKNOWN',
    message: `"${role}" is not a role that signs off`,
    where: '--role',
    mend:
      known === null
        ? 'write it like security or incident-lead: lower-case letters, digits and hyphens'
        : `use one of ${known.join(', ')}, or add it to signoff.roles in the configuration`,
  });
}

function checkAccount(actor: string, role: string, roles: SignoffRoles): void {
  if (roles === null || roles[role]?.accounts.includes(actor)) return;
  throw userError({
    code: 'SIGNOFF_NOT_ALLOWED',
    message: `${actor} may not sign off as ${role}`,
    where: '--role',
    mend: `an account that signoff.roles.${role}.accounts in the configuration names may, or add this one there`,
  });
}

/** The current document with this digest; throws what has changed when it is another one. */
function documentNamed(incident: string, sha256: string, entries: readonly LedgerEntry[]): RecordedDocument {
  const documents = documentsIn(entries);
  const named = documents.findLast((document) => document.sha256 === sha256.toLowerCase());
  const where = '--sha256';
  if (named === undefined) {
    const current = currentDocument(documents, 'evidence-pack');
    throw userError({
      code: 'SIGNOFF_DOCUMENT_UNKNOWN',
      message: `no document of ${incident} has this digest`,
      where,
      mend:
        current === undefined
          ? `make a document first: rca pack ${incident}`
          : `take the digest of the file that was read, with sha256sum; the current one is the ${tellCurrent(current)}`,
    });
  }
  const current = currentDocument(documents, named.kind, named.format) ?? named;
  if (current.version === named.version) return named;
  throw userError({
    code: 'SIGNOFF_SUPERSEDED',
    message: `this is the ${tellDocument(named)}; the current one is version ${current.version}; ${tellChanges(entries, named.seq, current.seq)}`,
    where,
    mend: `read the current one, then sign it off by its digest: ${current.sha256}`,
  });
}

const tellCurrent = (document: RecordedDocument): string =>
  `${tellDocument(document)}, sha256 ${document.sha256}`;
