import { z } from 'zod';
import { independenceSchema } from './independence.ts';
import type { LedgerEntry } from './ledger.ts';
import {
  currentDocument,
  type DocumentRef,
  documentKinds,
  documentRefSchema,
  documentsIn,
} from './signed-documents.ts';

export const signoffDecisions = ['requested', 'approved', 'rejected'] as const;
export type SignoffDecision = (typeof signoffDecisions)[number];

/** A role's name stands in the ledger, so it is no place for words. */
export const roleSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 40 at most');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Body of `signoff.requested`, `signoff.approved` and `signoff.rejected`. */
export const signoffBodySchema = z.object({
  /** `S-0001` within its incident. */
  signoff: z.string(),
  role: roleSchema,
  /** Who says that the account has the role: the configuration, or nobody but the account. */
  roleFrom: z.enum(['configuration', 'own-word']),
  document: documentRefSchema,
  /** Null in a request. */
  independence: independenceSchema.nullable(),
  /** To `{reason}`; null when none was given. */
  commitment: sha256.nullable(),
});

/** Body of `signoff.revoked`. */
export const revocationBodySchema = z.object({
  signoff: z.string(),
  revokes: z.string(),
  commitment: sha256.nullable(),
});

export interface Revocation {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly commitment: string | null;
}

/** A request or a decision with what became of it. */
export interface Signoff {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly decision: SignoffDecision;
  readonly role: string;
  readonly roleFrom: 'configuration' | 'own-word';
  readonly document: DocumentRef;
  readonly independence: z.infer<typeof independenceSchema> | null;
  readonly commitment: string | null;
  /** `waiting`, `answered` and `superseded` (there is a later version) are said of requests, `stands` of decisions. */
  readonly state: 'waiting' | 'answered' | 'superseded' | 'stands' | 'revoked';
  readonly revocation: Revocation | null;
}

const TYPES: ReadonlyMap<string, SignoffDecision> = new Map(
  signoffDecisions.map((decision) => [`signoff.${decision}`, decision]),
);

export const isSignoffEntry = ({ type }: { readonly type: string }): boolean =>
  TYPES.has(type) || type === 'signoff.revoked';

/** All sign-offs that the ledger tells of, in order. Entries that are not of this form are left out. */
export function signoffsIn(entries: readonly LedgerEntry[]): readonly Signoff[] {
  const made: Omit<Signoff, 'state' | 'revocation'>[] = [];
  const revocations = new Map<string, Revocation>();
  for (const { seq, at, type, actor, body } of entries) {
    const decision = TYPES.get(type);
    if (decision !== undefined) {
      const parsed = signoffBodySchema.safeParse(body).data;
      if (parsed === undefined) continue;
      const { signoff: id, ...said } = parsed;
      made.push({ id, seq, at, actor, decision, ...said });
    } else if (type === 'signoff.revoked') {
      const parsed = revocationBodySchema.safeParse(body).data;
      if (parsed === undefined || revocations.has(parsed.revokes)) continue;
      revocations.set(parsed.revokes, {
        id: parsed.signoff,
        ...{ seq, at, actor },
        commitment: parsed.commitment,
      });
    }
  }
  const documents = documentsIn(entries);
  const answered = new Map(
    made
      .filter(({ decision, id }) => decision !== 'requested' && !revocations.has(id))
      .map((one) => [subjectOf(one), one.seq]),
  );
  const isAnswered = (request: (typeof made)[number]): boolean =>
    (answered.get(subjectOf(request)) ?? -1) > request.seq;
  const latest = new Map(documentKinds.map((kind) => [kind, currentDocument(documents, kind)?.version ?? 0]));
  const isSuperseded = ({ document }: (typeof made)[number]): boolean =>
    (latest.get(document.kind) ?? 0) > document.version;
  return made.map((signoff) => {
    const revocation = revocations.get(signoff.id) ?? null;
    const open = () =>
      isAnswered(signoff) ? 'answered' : isSuperseded(signoff) ? 'superseded' : ('waiting' as const);
    const state =
      revocation !== null ? 'revoked' : signoff.decision === 'requested' ? open() : ('stands' as const);
    return { ...signoff, state, revocation };
  });
}

/** What a request and the decision that answers it are about. */
const subjectOf = ({ role, document }: Pick<Signoff, 'role' | 'document'>): string =>
  `${role} ${document.kind} ${document.version}`;

/** The words behind a commitment in the ledger, with its salt. */
export interface Reason {
  readonly text: string;
  readonly salt: string;
}

/** A sign-off with the reasons that were given; they stand in rows, the ledger holds commitments to them. */
export type StatedSignoff = Signoff & {
  readonly reason: Reason | null;
  readonly revocationReason: Reason | null;
};

/** The ledger's sign-offs with the words behind their commitments. */
export const stateSignoffs = (
  entries: readonly LedgerEntry[],
  reasons: ReadonlyMap<string, Reason>,
): readonly StatedSignoff[] =>
  signoffsIn(entries).map((signoff) => ({
    ...signoff,
    reason: reasons.get(signoff.id) ?? null,
    revocationReason: signoff.revocation === null ? null : (reasons.get(signoff.revocation.id) ?? null),
  }));
