import { z } from 'zod';
import { contentType, type EntryType, entryType } from '../entry-type.ts';
import { count, name, sha256, version } from '../members.ts';

const delivery = { version, destination: name };

export const packEntries = {
  'document.rendered': entryType(
    z.strictObject({
      documents: z.array(z.strictObject({ format: z.enum(['pdf', 'markdown', 'html']), sha256 })).min(1),
    }),
    { gives: ['document {documents*.sha256}'] },
  ),
  'pack.written': contentType(
    z.strictObject({
      version,
      sha256,
      manifestSha256: sha256,
      /** Ids; missing in older ledgers, as the members behind it may be. */
      destinations: z.array(name).optional(),
      beside: z.strictObject({ files: count, sizeBytes: count }).optional(),
      authorityClock: z.strictObject({ offsetMs: z.number(), uncertaintyMs: z.number().min(0) }).optional(),
    }),
    {
      once: ['pack version {version}'],
      gives: ['pack version {version} is {sha256}', 'document {sha256}'],
    },
  ),
  'pack.delivered': entryType(
    z.strictObject({ ...delivery, sha256: sha256.optional(), receipt: sha256.optional() }),
    {
      once: ['delivery of version {version} to {destination}'],
      needs: ['pack version {version}', 'pack version {version} is {sha256}'],
    },
  ),
  'delivery.failed': entryType(z.strictObject({ ...delivery, code: name }), {
    once: ['failure {code} of version {version} to {destination}'],
    needs: ['pack version {version}'],
    bars: ['delivery of version {version} to {destination}'],
  }),
  'pack.fetched': entryType(z.strictObject({ version, sha256 }), {
    needs: ['pack version {version} is {sha256}'],
  }),
} as const satisfies Record<string, EntryType>;
