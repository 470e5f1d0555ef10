import { z } from 'zod';
import { independenceSchema } from '../../domain/independence.ts';
import { documentRefSchema } from '../../domain/signed-documents.ts';
import { contentType, type EntryType } from '../entry-type.ts';
import { count, numbered, sha256, version } from '../members.ts';

const id = numbered('S');
const decided = contentType(
  z.strictObject({
    signoff: id,
    role: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    roleFrom: z.enum(['configuration', 'own-word']),
    document: z.strictObject({ ...documentRefSchema.shape, version, sha256 }),
    independence: z
      .strictObject({
        ...independenceSchema.shape,
        acts: z.record(z.string(), version),
        entries: z.array(count).max(20),
      })
      .nullable(),
    commitment: sha256.nullable(),
  }),
  {
    once: ['sign-off {signoff}'],
    needs: ['document {document.sha256}'],
    gives: ['sign-off {signoff} stands'],
  },
);

export const signoffEntries = {
  'signoff.requested': decided,
  'signoff.approved': decided,
  'signoff.rejected': decided,
  'signoff.revoked': contentType(
    z.strictObject({ signoff: id, revokes: id, commitment: sha256.nullable() }),
    {
      once: ['sign-off {signoff}'],
      needs: ['sign-off {revokes} stands'],
      ends: ['sign-off {revokes} stands'],
    },
  ),
} as const satisfies Record<string, EntryType>;
