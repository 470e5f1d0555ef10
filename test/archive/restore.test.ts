import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../db/schema.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { originOf } from '../../src/domain/origin.ts';
import { incidentTables, leftBehind } from '../../src/evidence/incident-tables.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import { signNote } from '../../src/pack/seal/signed-note.ts';
import { readSigner } from '../../src/pack/seal/signing-key.ts';
import { act, incidentDraft, noteDraft } from '../evidence/samples.ts';
import { scratch } from '../helpers/cli.ts';
import { forEachStore, type OpenStore, pglite, postgres } from '../helpers/stores.ts';
import { outside } from '../pack/outside.ts';
import { newSigningKey } from '../pack/signing-key.ts';
import {
  exportTo,
  fill,
  forgeManifests,
  INCIDENT,
  readMembers,
  restoreFrom,
  told,
  writeMembers,
} from './archives.ts';

describe('an incident that goes from PGlite to PostgreSQL and back', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  let origin: OpenStore;
  let server: OpenStore;
  let back: OpenStore;
  before(async () => {
    folder = await scratch();
    [origin, server, back] = [await pglite.open(), await postgres.open(), await pglite.open()];
  });
  after(async () => {
    for (const opened of [origin, server, back]) await opened.close();
    await folder.clear();
  });

  test('is the same: rows, ledger line for line, pages, and archive byte for byte', async (t) => {
    await fill(origin);
    const first = join(folder.dir, 'first.tar');
    const exported = await exportTo(origin, first);
    const before = await told(origin);
    assert.match(before.ledger.at(-1) ?? '', /"type":"incident.exported"/);
    assert.ok(before.ledger.at(-1)?.includes(exported.manifestSha256));

    const restored = await restoreFrom(server, first);
    assert.deepEqual([restored.restored, restored.faults], [true, []]);
    assert.deepEqual(await told(server), before);

    const second = join(folder.dir, 'second.tar');
    await exportTo(server, second);
    assert.deepEqual(await readFile(second), await readFile(first));
    assert.deepEqual((await told(server)).ledger, before.ledger, 'the same export is not recorded twice');

    assert.equal((await restoreFrom(back, second)).restored, true);
    assert.deepEqual(await told(back), before);
    assert.equal((await stat(first)).mode & 0o077, 0, 'others can read the archive');

    outside(t, 'tar', '-xf', first, '-C', folder.dir);
    const bag = join(folder.dir, INCIDENT);
    outside(t, 'sh', '-c', `cd '${bag}' && sha256sum --strict -c manifest-sha256.txt tagmanifest-sha256.txt`);
    const retarred = join(folder.dir, 'retarred.tar');
    outside(t, 'tar', '-cf', retarred, '-C', folder.dir, INCIDENT);
    const again = await restoreFrom(back, retarred);
    assert.deepEqual([again.wasThere, again.faults], [true, []]);
  });

  test('goes on: the store gives the next numbers and answers repeated requests', async () => {
    const repeated = await server.store.startIncident(incidentDraft('Another'), act, 'request-1');
    assert.equal(repeated.id, INCIDENT);
    assert.equal((await server.store.startIncident(incidentDraft('Another'), act)).id, 'INC-2026-0002');
    assert.equal((await server.store.writeNote(INCIDENT, noteDraft('later'), act)).id, 'N-0002');
    assert.equal(await server.store.packVersion(INCIDENT), 2);
    const third = join(folder.dir, 'third.tar');
    await exportTo(server, third);
    assert.notDeepEqual(await readFile(third), await readFile(join(folder.dir, 'first.tar')));
  });
});

forEachStore(({ name, open }) => {
  describe(`restoring on ${name}`, () => {
    let folder: Awaited<ReturnType<typeof scratch>>;
    let archive: string;
    let opened: OpenStore;
    before(async () => {
      folder = await scratch();
      archive = join(folder.dir, 'archive.tar');
      opened = await open();
      await fill(opened);
      await exportTo(opened, archive);
    });
    after(async () => {
      await opened.close();
      await folder.clear();
    });

    test('every table is exported or left behind by name, behind those that it refers to', async () => {
      const exported = (await incidentTables(opened.database.db)).map((table) => table.name);
      const declared = Object.values(schema).filter((table) => is(table, PgTable));
      assert.deepEqual(
        [...exported, ...Object.keys(leftBehind)].sort(),
        declared.map((table) => getTableConfig(table).name).sort(),
      );
      const place = (table: string) => exported.indexOf(table);
      assert.ok(place('incidents') < place('collections') && place('collections') < place('source_runs'));
      const members = await readMembers(archive);
      for (const table of exported) assert.ok(members.has(`data/rows/${table}.ndjson`), table);
    });

    test('where it is already, with all of it, changes nothing', async () => {
      const before = await told(opened);
      const result = await restoreFrom(opened, archive);
      assert.deepEqual([result.restored, result.wasThere], [false, true]);
      assert.deepEqual(await told(opened), before);
    });

    const ed25519 = () => readSigner(newSigningKey(), 'test');

    test('agrees with a checkpoint that left the origin, and refuses one of another history', async () => {
      const lines = await opened.store.ledger(INCIDENT);
      const head = (chosen: readonly string[]) =>
        checkpointBody(originOf(INCIDENT, lines), {
          size: chosen.length,
          root: Buffer.from(merkleRoot(chosen)).toString('hex'),
        });
      for (const size of [1, 5, lines.length]) {
        assert.deepEqual((await restoreFrom(opened, archive, head(lines.slice(0, size)))).faults, []);
      }
      const [signer, stranger] = [ed25519(), ed25519()];
      const earlier = head(lines.slice(0, 5));
      const signed = signNote(earlier, originOf(INCIDENT, lines), signer);
      assert.deepEqual((await restoreFrom(opened, archive, signed, signer.publicKey)).faults, []);
      for (const [note, key, told] of [
        [earlier, signer.publicKey, 'is not signed'],
        [signed, stranger.publicKey, 'is signed by another key than the given one'],
        [signed.replace(/.{8}\n$/, 'AAAAAAAA\n'), signer.publicKey, 'has a signature that is not valid'],
      ] as const) {
        const { faults } = await restoreFrom(opened, archive, note, key);
        assert.deepEqual(faults, [
          { check: 'ledger.given-checkpoint', detail: `the given checkpoint ${told}` },
        ]);
      }
      for (const other of [head(['{}']), head([...lines, '{}']), head(lines).replace('0001', '0002'), 'x']) {
        const { faults } = await restoreFrom(opened, archive, other);
        assert.deepEqual(
          faults.map(({ check }) => check),
          ['ledger.given-checkpoint'],
        );
      }
    });

    test('refuses an incident that is here with another ledger, or with the beginning of this one', async () => {
      const other = await open();
      await other.store.startIncident(incidentDraft('Something else'), act);
      await assert.rejects(restoreFrom(other, archive), {
        code: 'INCIDENT_EXISTS',
        message: /line 0 differs/,
      });
      const early = join(folder.dir, 'early.tar');
      const third = await open();
      const fourth = await open();
      await fill(third);
      await exportTo(third, early);
      assert.equal((await restoreFrom(fourth, early)).restored, true);
      await third.store.writeNote(INCIDENT, noteDraft('later'), act);
      await exportTo(third, early);
      await assert.rejects(restoreFrom(fourth, early), { code: 'INCIDENT_EXISTS', message: /extending/ });
      await third.store.record(INCIDENT, 'destruction.begun', { plan: sha256Hex('plan') }, act);
      await third.store.record(
        INCIDENT,
        'evidence.destroyed',
        { certificate: sha256Hex('certificate') },
        act,
      );
      await assert.rejects(restoreFrom(third, early), { code: 'INCIDENT_DESTROYED' });
      for (const store of [other, third, fourth]) await store.close();
    });

    test('refuses what another incident of the store has, and leaves nothing', async () => {
      const other = await open();
      const { id } = await other.store.startIncident(
        { ...incidentDraft(), title: () => 'x' as ReturnType<ReturnType<typeof incidentDraft>['title']> },
        { ...act, at: '2025-01-01T00:00:00.000Z' },
        'request-1',
      );
      assert.equal(id, 'INC-2025-0001');
      await assert.rejects(restoreFrom(other, archive), { code: 'RESTORE_COLLIDES' });
      assert.deepEqual(
        (await other.store.incidents()).map((incident) => incident.id),
        ['INC-2025-0001'],
      );
      await other.close();
    });

    test('refuses an archive of a later version, and what is no archive', async () => {
      for (const field of ['Rca-Archive-Format', 'Rca-Schema']) {
        const members = await readMembers(archive);
        const info = members.get('bag-info.txt');
        assert.ok(info);
        info.data = Buffer.from(
          info.data.toString().replace(new RegExp(`^${field}: .*$`, 'm'), `${field}: 999`),
        );
        forgeManifests(members);
        const path = await writeMembers(members, folder.dir);
        await assert.rejects(restoreFrom(opened, path), { code: 'ARCHIVE_NEWER' });
      }
      const whole = await readFile(archive);
      for (const bytes of [
        Buffer.alloc(0),
        Buffer.from('no tar'),
        whole.subarray(0, whole.length / 2),
        whole.subarray(0, 700),
      ]) {
        const path = join(folder.dir, 'broken.tar');
        await writeFile(path, bytes);
        await assert.rejects(restoreFrom(opened, path), { code: 'ARCHIVE_UNREADABLE' });
      }
    });

    test('does not export a page that is missing or damaged, nor a page that a note only names', async () => {
      const other = await open();
      const foreign = await other.blobs.put(Buffer.from('foreign') as never);
      await fill(other);
      await other.store.writeNote(INCIDENT, noteDraft(foreign.sha256), act);
      await other.store.writeNote(INCIDENT, noteDraft(`{"sha256":"${foreign.sha256}"}`), act);
      const path = join(folder.dir, 'other.tar');
      await exportTo(other, path);
      assert.ok(!(await readMembers(path)).has(`data/blobs/${foreign.sha256}`));
      const page = await other.blobs.path(sha256Hex('one'));
      await chmod(page, 0o600);
      await writeFile(page, 'ONE');
      await assert.rejects(exportTo(other, path), { code: 'BLOB_DAMAGED' });
      await rm(page);
      await assert.rejects(exportTo(other, path), { code: 'BLOB_MISSING' });
      await other.close();
    });
  });
});
