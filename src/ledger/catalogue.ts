import { clockEntries } from './entries/clock.ts';
import { collectionEntries } from './entries/collections.ts';
import { evidenceEntries } from './entries/evidence.ts';
import { incidentEntries } from './entries/incident.ts';
import { keepingEntries } from './entries/keeping.ts';
import { noteEntries } from './entries/notes.ts';
import { packEntries } from './entries/packs.ts';
import { requestEntries } from './entries/requests.ts';
import { sectionEntries } from './entries/sections.ts';
import { signoffEntries } from './entries/signoffs.ts';
import type { EntryType } from './entry-type.ts';

const entries = {
  ...incidentEntries,
  ...collectionEntries,
  ...evidenceEntries,
  ...noteEntries,
  ...sectionEntries,
  ...packEntries,
  ...signoffEntries,
  ...keepingEntries,
  ...requestEntries,
  ...clockEntries,
};

export type EntryName = keyof typeof entries;

/** Every type of entry that a ledger may hold. */
export const catalogue: ReadonlyMap<string, EntryType> = new Map(Object.entries(entries));
