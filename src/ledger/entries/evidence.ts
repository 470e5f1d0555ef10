import { z } from 'zod';
import { contentType, type EntryType } from '../entry-type.ts';
import { name, numbered, sha256, window } from '../members.ts';

const id = numbered('E');
const STANDS = ['evidence {evidence} stands'];

export const evidenceEntries = {
  'evidence.collected': contentType(
    z.strictObject({
      evidence: id,
      source: name,
      /** Missing where a pack was made by other means. */
      collection: name.optional(),
      sha256,
    }),
    { once: ['evidence {evidence}'], gives: STANDS, needs: ['{collection} asks {source}'] },
  ),
  'evidence.imported': contentType(
    z.strictObject({ evidence: id, source: name, collection: z.null(), sha256 }),
    { once: ['evidence {evidence}'], gives: STANDS },
  ),
  'evidence.withdrawn': contentType(z.strictObject({ evidence: id, commitment: sha256 }), {
    needs: STANDS,
    ends: STANDS,
  }),
  'gap.recorded': contentType(z.strictObject({ source: name, window, sha256 }), { once: ['gap {sha256}'] }),
} as const satisfies Record<string, EntryType>;
