import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { recordShape } from '../../src/cli/record-shapes.ts';
import { tellRecord } from '../../src/cli/record-text.ts';
import { folderDestination } from '../../src/deliver/folder.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { deliverPending } from '../../src/incident/compliance/deliver.ts';
import { fetchPack } from '../../src/incident/compliance/fetch.ts';
import { complianceRecord } from '../../src/incident/compliance/report.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { act, incidentDraft } from '../evidence/samples.ts';
import { pglite } from '../helpers/stores.ts';
import { sampleOf } from '../pack/sample.ts';
import { bytesOf, complianceContext } from './compliance.ts';

const policyFile = new URL('../../templates/policy.yaml', import.meta.url);

test('evidence beside a pack is delivered and fetched with it, and record and receipt say so', async (t) => {
  const opened = await pglite.open();
  t.after(() => opened.close());
  const { store, record, blobs } = opened;
  const pages = ['a first page\n', 'a second, longer page\n', 'a third page\n'];
  const items = [{ mediaType: 'text/plain', pages: pages.map((page) => Buffer.from(page)) }];
  const made = await sampleOf([...items, ...items]);
  t.after(() => rm(made.folder, { recursive: true }));
  for (const page of pages) await blobs.put(bytesOf(page));
  const { id: incident } = await store.startIncident(incidentDraft(), act);
  const written = await writePack({ ...made.input, attachedBytesMax: 15 }, join(made.folder, 'pack.pdf'));
  assert.deepEqual(written.beside, { files: 3, sizeBytes: pages.join('').length });
  await blobs.putFile(written.path);
  await store.packVersion(incident);
  const { evidence: _, ...pack } = written;
  await record.packWritten(incident, { ...pack, signer: null }, [{ id: 'folder', kind: 'folder' }], act);
  const archive = join(made.folder, 'archive');
  const folder = folderDestination('folder', archive);
  const controls = async () => ({
    mapping: { version: 1 as const, frameworks: [] },
    text: '',
    sha256: sha256Hex(''),
  });
  const policy = loadPolicy(await readFile(policyFile, 'utf8'), 'policy.yaml');
  const context = complianceContext(opened, {
    policy,
    policyText: '',
    policySha256: sha256Hex(''),
    sources: new Map(),
    tool: { name: 'rca', version: '0.1.0' },
    destinations: new Map([['folder', folder]]),
    controls,
  });

  // A page that is gone from the store, then a place that is taken: both are shown, and neither leaves a PDF alone.
  const lost = sha256Hex(String(pages[2]));
  await blobs.remove(lost);
  const failed = async () => {
    const [{ state, error, attempts } = assert.fail()] = await deliverPending(context, incident);
    return [state, error?.split(':')[0], attempts];
  };
  assert.deepEqual(await failed(), ['failed', 'BLOB_MISSING', 1]);
  await blobs.put(bytesOf(String(pages[2])));
  const taken = join(archive, `evidence-pack-${incident}-v1.pdf.evidence`);
  await mkdir(archive);
  await writeFile(taken, '');
  assert.deepEqual(await failed(), ['failed', 'DELIVERY_UNWRITABLE', 2]);
  assert.match(
    tellRecord(recordShape(await complianceRecord(context, incident)), 100),
    /DELIVERY_UNWRITABLE/,
  );
  assert.deepEqual(
    (await record.undelivered()).map(({ destination }) => destination),
    ['folder'],
  );
  await rm(taken);

  const [delivery] = await deliverPending(context, incident);
  const words = `3 files, ${pages.join('').length} bytes`;
  assert.equal(delivery?.readBack?.['beside'], words);
  assert.deepEqual(await textsIn(`${delivery?.place}.evidence`), pages.toSorted());
  assert.equal(await besideVerdict(String(delivery?.place)), true);
  const said = await complianceRecord(context, incident);
  assert.deepEqual(said.packs[0]?.beside, written.beside);
  assert.match(
    tellRecord(recordShape(said), 100),
    new RegExp(`evidence beside the pack: ${words}; NOT in the PDF`),
  );

  const fetched = join(made.folder, 'fetched.pdf');
  await fetchPack(context, incident, 1, fetched, 'cli:root');
  assert.deepEqual(await textsIn(`${fetched}.evidence`), pages.toSorted());
  assert.equal(await besideVerdict(fetched), true);

  const stored = await blobs.path(written.sha256);
  await chmod(stored, 0o600);
  await writeFile(stored, 'another');
  const again = join(made.folder, 'again.pdf');
  await assert.rejects(fetchPack(context, incident, 1, again, 'cli:root'), { code: 'BLOB_DAMAGED' });
  assert.deepEqual(
    (await readdir(made.folder)).filter((name) => name.includes('again')),
    [],
  );
});

const textsIn = async (folder: string): Promise<string[]> =>
  (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).toSorted();

const besideVerdict = async (pack: string) =>
  (await verifyPack(pack)).checks.find(({ check }) => check === 'evidence.beside')?.ok;
