import { z } from 'zod';
import { sectionLetters } from '../../domain/section.ts';
import { contentType, type EntryType } from '../entry-type.ts';
import { laterVersion, numbered, sha256 } from '../members.ts';

const kinds = Object.keys(sectionLetters) as [string, ...string[]];
const named = {
  entry: numbered(Object.values(sectionLetters).join('')),
  section: z.enum(kinds),
  commitment: sha256,
};
const later = contentType(z.strictObject({ ...named, version: laterVersion }), {
  once: ['{section} {entry} version {version}'],
  needs: ['{section} {entry} version {version-1}'],
});

export const sectionEntries = {
  'section.written': contentType(z.strictObject({ ...named, version: z.literal(1) }), {
    once: ['{section} {entry} version {version}'],
  }),
  'section.edited': later,
  'section.withdrawn': later,
} as const satisfies Record<string, EntryType>;
