import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical.ts';
import { independenceOf } from '../../domain/independence.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { documentsIn } from '../../domain/signed-documents.ts';
import { isSignoffEntry, type Signoff, signoffsIn } from '../../domain/signoff.ts';
import { commitment } from '../../evidence/commitment.ts';
import { SIGNOFFS } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import { utf8 } from '../utf8.ts';
import { ledgerLines } from './ledger-checks.ts';

/** Each takes a walk over the ledger to judge. */
const JUDGED_MAX = 1_000;

const entrySchema = z.object({
  v: z.literal(1),
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  body: z.record(z.string(), z.unknown()),
  prev: z.string(),
});

const reasonSchema = z.object({ text: z.string(), salt: z.string() }).nullable();
const sheetSchema = z.object({
  signoffs: z.array(z.looseObject({ id: z.string(), reason: reasonSchema, revocationReason: reasonSchema })),
});

/**
 * What the pack says of sign-offs is what its ledger says: none is missing or added, each was bound to a document
 * that the ledger tells of, the reviewer's independence follows from the ledger, and reasons are those committed to.
 */
export function checkSignoffs(pack: ReadPack): Check {
  const entries = (ledgerLines(pack) ?? [])
    .map((line) => entrySchema.safeParse(parseJson(line)).data)
    .filter((entry): entry is LedgerEntry => entry !== undefined);
  const told = entries.filter(isSignoffEntry).length;
  const attachment = pack.attachments.get(SIGNOFFS);
  if (told === 0 && attachment === undefined) {
    return notJudged('ledger.signoffs', 'the ledger tells of no sign-off');
  }
  if (told > JUDGED_MAX)
    return notJudged('ledger.signoffs', `not checked: more than ${JUDGED_MAX} sign-offs`);
  const sheet = sheetSchema.safeParse(parseJson(utf8(attachment?.bytes) ?? '')).data;
  if (sheet === undefined) return judged('ledger.signoffs', [`${SIGNOFFS} is missing or cannot be read`], '');
  const signoffs = signoffsIn(entries);
  const revoked = signoffs.filter(({ revocation }) => revocation !== null).length;
  const problems = [
    ...(signoffs.length + revoked === told
      ? []
      : ['the ledger has an entry about sign-offs that cannot be read']),
    ...contradictions(signoffs, sheet.signoffs),
    ...signoffs.flatMap((signoff) => unfounded(signoff, entries)),
  ];
  return judged('ledger.signoffs', problems, `${signoffs.length} sign-offs are those of the ledger`);
}

function contradictions(
  signoffs: readonly Signoff[],
  stated: z.infer<typeof sheetSchema>['signoffs'],
): readonly string[] {
  const byId = new Map(stated.map((one) => [one.id, one]));
  const added = stated.filter(({ id }) => !signoffs.some((one) => one.id === id));
  const twice = byId.size === stated.length ? [] : [`${SIGNOFFS} has a sign-off twice`];
  return [
    ...twice,
    ...added.map(({ id }) => `${SIGNOFFS} tells of ${id}, the ledger does not`),
    ...signoffs.flatMap((signoff) => {
      const one = byId.get(signoff.id);
      if (one === undefined) return [`${SIGNOFFS} does not tell of ${signoff.id}`];
      const { reason, revocationReason, ...rest } = one;
      return [
        ...(canonicalJson(rest) === canonicalJson(signoff)
          ? []
          : [`${signoff.id} is told otherwise than in the ledger`]),
        ...(isBound(reason, signoff.commitment)
          ? []
          : [`${signoff.id}: its reason is not the one that was given`]),
        ...(isBound(revocationReason, signoff.revocation?.commitment ?? null)
          ? []
          : [`${signoff.id}: the reason of its revocation is not the one that was given`]),
      ];
    }),
  ];
}

/** A reason may be absent, after its destruction; one that is there is the one committed to. */
const isBound = (reason: z.infer<typeof reasonSchema>, committed: string | null): boolean =>
  reason === null || commitment(reason.salt, { reason: reason.text }) === committed;

function unfounded(
  { id, seq, actor, document, independence }: Signoff,
  entries: readonly LedgerEntry[],
): string[] {
  const before = entries.filter((entry) => entry.seq < seq);
  const isMade = documentsIn(before).some(
    (made) =>
      made.kind === document.kind && made.version === document.version && made.sha256 === document.sha256,
  );
  const isDerived =
    independence === null || canonicalJson(independence) === canonicalJson(independenceOf(before, actor));
  return [
    ...(isMade ? [] : [`${id}: the ledger does not tell of the document that it is about`]),
    ...(isDerived ? [] : [`${id}: the reviewer's part in the incident is not what the ledger tells`]),
  ];
}
