import { archiveMethods } from './archive-rows.ts';
import { auditMethods } from './audit-rows.ts';
import { checkpointMethods } from './checkpoint-rows.ts';
import { databaseClock } from './clock.ts';
import { collectionMethods } from './collection-rows.ts';
import type { Database } from './database.ts';
import { historyMethods } from './history-rows.ts';
import { derivedMethods, incidentMethods } from './incident-rows.ts';
import { itemMethods } from './item-rows.ts';
import { ledgerMethods } from './ledger-rows.ts';
import { noteMethods } from './note-rows.ts';
import { sectionMethods } from './section-rows.ts';
import { signoffMethods } from './signoff-rows.ts';
import type { BlobStore, EvidenceStore } from './store.ts';

/**
 * The store on either database; the promises are in readme.md. With the blobs it notices pages that a destruction
 * has removed while an item was being added. `installation` is what ledgers that begin here name in their origin; null
 * takes the name that the database was made with.
 */
export const createEvidenceStore = (
  database: Database,
  blobs: Pick<BlobStore, 'has'> | null = null,
  installation: string | null = null,
): EvidenceStore => ({
  ...incidentMethods(database, installation),
  ...collectionMethods(database, blobs),
  ...itemMethods(database, blobs),
  ...noteMethods(database),
  ...historyMethods(database),
  ...sectionMethods(database),
  ...signoffMethods(database),
  ...ledgerMethods(database),
  ...checkpointMethods(database),
  ...auditMethods(database),
  ...derivedMethods(database),
  clock: (nowMs) => databaseClock(database, nowMs),
  ...archiveMethods(database),
});
