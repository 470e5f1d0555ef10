import { createFolderBlobs } from '../src/evidence/blobs.ts';
import { openDatabase } from '../src/evidence/database.ts';
import { createEvidenceStore } from '../src/evidence/evidence-store.ts';
import { exportIncident } from '../src/incident/export.ts';
import { restoreIncident } from '../src/incident/restore.ts';
import { act, incidentDraft, itemDraft } from '../test/evidence/samples.ts';

/**
 * Fills a store with pages of 10 MB, exports its incident, or restores one, in a process of its own; prints the most
 * memory that it held, in bytes.
 */
const [task, folder = '', archive = '', pages = '0'] = process.argv.slice(2);
const PAGE_BYTES = 10_000_000;

const database = await openDatabase(`pglite:${folder}/db`, { onFault: () => undefined });
const blobs = createFolderBlobs(`${folder}/blobs`);
const store = createEvidenceStore(database, blobs);
const context = {
  store,
  blobs,
  sealer: null,
  tool: { name: 'rca', version: '0.1.0' },
  nowMs: Date.now,
} as const;

if (task === 'fill') {
  const { id } = await store.startIncident(incidentDraft(), act);
  for (let page = 0; page < Number(pages); page++) {
    const line = `{"timestamp":${page},"action":"BLOCK","uri":"/api/v1/search","args":"q=${page}"}\n`;
    const bytes = Buffer.alloc(PAGE_BYTES, line) as Uint8Array as Parameters<typeof blobs.put>[0];
    const { sha256 } = await blobs.put(bytes);
    await store.addItem(
      id,
      itemDraft('', { pages: [{ sha256, sizeBytes: PAGE_BYTES, records: 3 }] }),
      [],
      act,
    );
  }
} else if (task === 'export') {
  const [incident] = await store.incidents();
  const target = { kind: 'file', path: archive } as const;
  await exportIncident(context, incident?.id ?? '', target, 'cli:bench', () => undefined);
} else if (task === 'restore') {
  const { restored, faults } = await restoreIncident(context, archive, null, () => undefined);
  if (!restored) throw new Error(`not restored: ${JSON.stringify(faults)}`);
}
await database.close();
process.stdout.write(String(process.resourceUsage().maxRSS * 1024));
