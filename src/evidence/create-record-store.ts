import type { Database } from './database.ts';
import { destructionMethods } from './destruction-rows.ts';
import { holdMethods } from './hold-rows.ts';
import { packMethods } from './pack-rows.ts';
import type { RecordStore } from './record-store.ts';

/** The compliance record on either database. */
export const createRecordStore = (database: Database): RecordStore => ({
  ...packMethods(database),
  ...holdMethods(database),
  ...destructionMethods(database),
});
