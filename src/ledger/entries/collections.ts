import { z } from 'zod';
import { contentType, type EntryType, entryType } from '../entry-type.ts';
import { count, name, numbered, version, window, words } from '../members.ts';

export const collectionEntries = {
  'collection.requested': contentType(z.strictObject({ collection: name, sources: z.array(name), window }), {
    once: ['collection {collection}'],
    gives: ['{collection} asks {sources*}'],
  }),
  'source.finished': entryType(
    z.strictObject({
      collection: name,
      source: name,
      state: z.enum(['done', 'failed']),
      evidence: z.array(numbered('E')),
      gaps: count,
    }),
    {
      needs: ['{collection} asks {source}', 'evidence {evidence*}'],
      ends: ['{collection} asks {source}'],
    },
  ),
  'probe.sent': entryType(z.strictObject({ collection: name, call: words, attempt: version }), {
    once: ['attempt {attempt} in {collection} of probe {call}'],
    needs: ['collection {collection}'],
  }),
} as const satisfies Record<string, EntryType>;
