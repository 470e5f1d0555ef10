import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { rowProblems } from '../../src/evidence/agreement/rows-agree.ts';
import { destroy } from '../../src/incident/compliance/destroy.ts';
import { placeHold, releaseHold } from '../../src/incident/compliance/holds.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted } from '../evidence/samples.ts';
import { startChild } from '../helpers/child.ts';
import { asOwner, onServer } from '../helpers/raw-sql.ts';
import { forEachStore, type OpenStore, openAt, postgres, type StorePlace } from '../helpers/stores.ts';
import { bytesOf, complianceContext, MARK } from './compliance.ts';

const killed = fileURLToPath(import.meta.resolve('./destroy-slowly.ts'));
const SHARED = 'the same bytes in two incidents';

/** Two incidents; the first has everything that an incident can have, one page of it is the second's too. */
async function fill(opened: OpenStore, dir: string): Promise<readonly [string, string]> {
  const { store, record, blobs } = opened;
  const first = (await store.startIncident(incidentDraft(`title ${MARK}`), act)).id;
  const second = (await store.startIncident(incidentDraft('another'), act)).id;
  const own = `${MARK} page`;
  for (const page of [own, SHARED]) await blobs.put(bytesOf(page));
  await store.startCollection(first, { id: 'C-1', sources: ['edge-waf'], window: noteWindow }, act);
  const failed = { items: [], gaps: [gapDraft(`why ${MARK}`)], error: `error ${MARK}` };
  await store.finishSource('C-1', 'edge-waf', failed, act);
  await store.addItem(first, itemDraft(own, { query: { words: MARK } }), [], act);
  await store.addItem(first, itemDraft(SHARED), [], act);
  await store.addItem(second, itemDraft(SHARED), [], act);
  await store.withdraw(first, 'E-0001', redacted(`mistake ${MARK}`), act);
  await store.writeNote(first, noteDraft(`note ${MARK}`), act);
  await store.keepDerived(first, 'findings', 'basis', { words: MARK });
  const path = join(dir, 'pack.pdf');
  await writeFile(path, `%PDF ${MARK}`);
  const { sha256, sizeBytes } = await blobs.putFile(path);
  const pack = {
    version: 1,
    sha256,
    sizeBytes,
    manifestSha256: sha256,
    signer: null,
    authorityClock: null,
    beside: { files: 0, sizeBytes: 0 },
    path,
  };
  await store.packVersion(first);
  await record.packWritten(first, pack, [{ id: 'folder', kind: 'folder' }], act);
  const error = { code: 'DELIVERY_REFUSED', words: `refused ${MARK}` };
  await record.deliveryFailed({ incident: first, version: 1, destination: 'folder' }, error, act);
  return [first, second];
}

const noteWindow = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };

async function filled(t: TestContext, newPlace: () => Promise<StorePlace>) {
  const place = await newPlace();
  const dir = await mkdtemp(join(tmpdir(), 'rca-destroy-'));
  t.after(async () => {
    await place.remove();
    await rm(dir, { recursive: true, force: true });
  });
  const opened = await openAt(place);
  const [first, second] = await fill(opened, dir);
  return { place, opened, first, second, dir };
}

/** Every row of every table, as text. */
async function dump(place: StorePlace): Promise<string> {
  const tables = await asOwner(
    place,
    `SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = 'rca'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  const rows = tables.map(({ name }) => `SELECT r::text AS row FROM ${name} r`).join(' UNION ALL ');
  return (await asOwner(place, rows)).map(({ row }) => row).join('\n');
}

async function blobTexts(place: StorePlace): Promise<string> {
  const files = await readdir(place.blobsDirectory, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

forEachStore(({ name, place: newPlace }) => {
  describe(`destruction on ${name}`, () => {
    test('leaves no content in any table or blob, a whole ledger, a certificate, and the other incident', async (t) => {
      const { place, opened, first, second } = await filled(t, newPlace);
      assert.match(await blobTexts(place), new RegExp(MARK));
      const before = await opened.store.ledger(first);
      const context = complianceContext(opened);
      const hold = await placeHold(context, first, `case ${MARK}`, 'cli:root');
      await releaseHold(context, first, hold.id, `closed ${MARK}`, 'cli:root');
      const itemsBefore = (await opened.store.auditRows(first)).evidence;
      const done = await destroy(context, first, 'cli:root');
      assert.equal(done.state, 'done');
      const lines = await opened.store.ledger(first);
      assert.deepEqual(lines.slice(0, before.length), before);
      assert.deepEqual(verifyLedger(lines).faults, []);
      const last = JSON.parse(lines.at(-1) ?? '');
      assert.equal(last.type, 'evidence.destroyed');
      assert.equal(last.body.certificate, sha256Hex(done.certificate ?? ''));
      const certificate = JSON.parse(done.certificate ?? '');
      assert.deepEqual(certificate.blobs.keptForOthers, [sha256Hex(SHARED)]);
      assert.equal(certificate.blobs.removed.length, 2);
      assert.equal(certificate.evidence.length, 2);
      assert.equal(certificate.notes[0].note, 'N-0001');
      assert.equal((await opened.store.items(second)).length, 1);
      await opened.blobs.get(sha256Hex(SHARED));
      const kept = await opened.record.keptBlobs();
      assert.deepEqual(
        kept.map(({ incident, sha256 }) => [incident, sha256]),
        [[second, sha256Hex(SHARED)]],
      );
      const audited = await opened.store.auditRows(first);
      assert.deepEqual(rowProblems(audited), []);
      for (const [forged, told] of [
        [{ incident: { ...audited.incident, title: 'nothing happened' } }, /the incident was changed/],
        [
          { holds: audited.holds.map((row) => ({ ...row, reason: 'x', salt: 'y' })) },
          /hold H-0001 was changed/,
        ],
        [{ packs: [] }, /pack version 1 stands in the ledger and not/],
        [
          { destructions: audited.destructions.map((row) => ({ ...row, plan: '{}' })) },
          /the plan .* changed/,
        ],
        [{ deliveries: [] }, /the delivery of pack version 1 to folder stands in the ledger and not/],
        [
          { destroyedBlobs: audited.destroyedBlobs.slice(1) },
          /the destroyed blob [0-9a-f]{64} stands in the plan and not in the store/,
        ],
        [
          { destroyedBlobs: audited.destroyedBlobs.map((row) => ({ ...row, sha256: sha256Hex('x') })) },
          /the destroyed blob [0-9a-f]{64} stands in the store and not in the plan/,
        ],
        [
          { destroyedBlobs: audited.destroyedBlobs.map((row) => ({ ...row, outcome: 'kept' as const })) },
          /the destroyed blob [0-9a-f]{64} was changed: it is not what the certificate says/,
        ],
        [{ evidence: itemsBefore }, /evidence E-0002 was destroyed, says the ledger, and stands/],
      ] as const) {
        assert.match(rowProblems({ ...audited, ...forged }).join('; '), told);
      }
      // Again changes nothing.
      assert.deepEqual(await destroy(context, first, 'cli:other'), done);
      assert.equal((await opened.store.ledger(first)).length, lines.length);
      await assert.rejects(opened.store.writeNote(first, noteDraft('late'), act), {
        code: 'INCIDENT_DESTROYED',
      });
      await assert.rejects(placeHold(context, first, 'late', 'cli:root'), { code: 'INCIDENT_DESTROYED' });
      await opened.close();
      assert.doesNotMatch(await dump(place), new RegExp(MARK));
      assert.doesNotMatch(await blobTexts(place), new RegExp(MARK));
    });

    test('is refused before its time, and while a hold stands, by the database itself', async (t) => {
      const { place, opened, first } = await filled(t, newPlace);
      const early = complianceContext(opened, { retention: { default: '7y' } });
      await assert.rejects(destroy(early, first, 'cli:root'), { code: 'RETENTION_STANDS' });
      const context = complianceContext(opened);
      const hold = await placeHold(context, first, 'a case', 'cli:root');
      await assert.rejects(destroy(context, first, 'cli:root'), { code: 'HOLD_STANDS' });
      assert.equal(await opened.record.destruction(first), null);
      await opened.record.beginDestruction(first, '{}', [], act).then(
        () => assert.fail('it began'),
        () => undefined,
      );
      // A hold that comes after the beginning stops it too.
      await releaseHold(context, first, hold.id, 'over', 'cli:root');
      await opened.record.beginDestruction(first, '{}', [], act);
      await placeHold(context, first, 'another case', 'cli:root');
      await assert.rejects(opened.record.emptyRows(first), { code: 'HOLD_STANDS' });
      assert.equal((await opened.store.items(first)).length, 2);
      await opened.close();
      // A row that says otherwise is refused, and would not help: the ledger is asked.
      const url = place.url.startsWith('pglite:') ? null : place.url;
      const run = (statement: string) =>
        url === null ? asOwner(place, statement) : onServer(url, statement);
      await assert.rejects(
        run(`UPDATE rca.holds SET released_at = '2026-01-27T12:00:00Z' WHERE released_at IS NULL`),
        { code: 'RCA05' },
      );
      await assert.rejects(run(`SELECT rca.destroy_content('${first}')`), { code: 'RCA02' });
      assert.match(await dump(place), new RegExp(MARK));
    });

    test('survives kill -9 at any point, and is carried out once', async (t) => {
      const { place, opened, first, dir } = await filled(t, newPlace);
      await opened.close();
      for (let point = 0; point < 6; point += 1) {
        const child = startChild(t, killed, [JSON.stringify(place), first, String(point), dir]);
        assert.equal(await child.nextLine(), `at ${point}`);
        await child.kill();
      }
      const again = await openAt(place);
      const done = await destroy(complianceContext(again, { home: dir }), first, 'cli:root');
      assert.equal(done.state, 'done');
      const types = (await again.store.ledger(first)).map((line) => JSON.parse(line).type);
      for (const type of ['destruction.begun', 'evidence.destroyed']) {
        assert.equal(types.filter((one) => one === type).length, 1, type);
      }
      assert.equal(JSON.parse(done.certificate ?? '').blobs.removed.length, 2);
      await again.close();
      assert.doesNotMatch(await dump(place), new RegExp(MARK));
      assert.doesNotMatch(await blobTexts(place), new RegExp(MARK));
    });

    test('makes a page that is stored meanwhile for another incident a mistake that is told', async (t) => {
      const { opened, first, second } = await filled(t, newPlace);
      const page = `${MARK} page`;
      await destroy(complianceContext(opened), first, 'cli:root');
      await assert.rejects(opened.store.addItem(second, itemDraft(page), [], act), { code: 'BLOB_REMOVED' });
      await opened.blobs.put(bytesOf(page));
      await opened.store.addItem(second, itemDraft(page), [], act);
      await opened.close();
    });
  });
});

test('the program’s role can remove content by a destruction that is in the ledger, and in no other way', async (t) => {
  const { place, opened, first } = await filled(t, postgres.place);
  await opened.close();
  await assert.rejects(onServer(place.url, `SELECT rca.destroy_content('${first}')`), { code: 'RCA03' });
  for (const statement of [
    `INSERT INTO rca.destructions VALUES ('${first}', 'begun', '{}', '2026-01-27T12:00:00Z', 'x')`,
    'DELETE FROM rca.packs',
    'DELETE FROM rca.holds',
    `UPDATE rca.holds SET reason = NULL`,
    'DELETE FROM rca.deliveries',
    'DELETE FROM rca.destructions',
    'DELETE FROM rca.sections',
    'DELETE FROM rca.incident_versions',
    `UPDATE rca.packs SET sha256 = repeat('0', 64)`,
    `UPDATE rca.destructions SET plan = '{}'`,
    'ALTER TABLE rca.notes DISABLE TRIGGER notes_not_after_destruction',
  ]) {
    await assert.rejects(onServer(place.url, statement), { code: '42501' }, statement);
  }
});
