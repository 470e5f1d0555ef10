import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.ts';
import type { AuditRows } from '../audit-rows.ts';

const planSchema = z.object({
  evidence: z
    .array(z.object({ pages: z.array(z.string()), commitments: z.array(z.string()).default([]) }))
    .default([]),
  unfinished: z.array(z.string()).default([]),
  packs: z.array(z.object({ sha256: z.string() })).default([]),
});
const certificateSchema = z.object({
  blobs: z.object({ removed: z.array(z.string()), keptForOthers: z.array(z.string()) }),
});

/**
 * What the list of destroyed blobs says otherwise than plan and certificate, whose digests are in the ledger: each
 * page and pack of the plan is in it, no other, and its outcome is the certificate's.
 */
export function destroyedBlobProblems({ destructions, destroyedBlobs }: AuditRows): readonly string[] {
  const [destruction] = destructions;
  if (destruction === undefined) return [];
  const plan = planSchema.safeParse(parseJson(destruction.plan)).data;
  if (plan === undefined) return ['the plan of the destruction cannot be read'];
  const planned = new Set([
    ...plan.evidence.flatMap(({ pages, commitments }) => [...pages, ...commitments]),
    ...plan.unfinished,
    ...plan.packs.map(({ sha256 }) => sha256),
  ]);
  const listed = new Map(destroyedBlobs.map(({ sha256, outcome }) => [sha256, outcome]));
  const outcomes = outcomesOf(destruction.certificate);
  return [
    ...[...planned]
      .filter((sha256) => !listed.has(sha256))
      .map((sha256) => `the destroyed blob ${sha256} stands in the plan and not in the store`),
    ...[...listed].flatMap(([sha256, outcome]) => {
      if (!planned.has(sha256))
        return [`the destroyed blob ${sha256} stands in the store and not in the plan`];
      if (outcomes === null || outcomes.get(sha256) === outcome) return [];
      return [`the destroyed blob ${sha256} was changed: it is not what the certificate says`];
    }),
  ];
}

/** Null before there is a certificate. */
function outcomesOf(certificate: string | null): ReadonlyMap<string, string> | null {
  if (certificate === null) return null;
  const blobs = certificateSchema.safeParse(parseJson(certificate)).data?.blobs;
  return new Map([
    ...(blobs?.removed ?? []).map((sha256): [string, string] => [sha256, 'removed']),
    ...(blobs?.keptForOthers ?? []).map((sha256): [string, string] => [sha256, 'kept']),
  ]);
}
