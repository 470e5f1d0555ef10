import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain } from '../../src/domain/ledger.ts';
import { openDatabase } from '../../src/evidence/database.ts';
import { readMigrations } from '../../src/evidence/migrations.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { startChild } from '../helpers/child.ts';
import { scratch } from '../helpers/cli.ts';
import { layEarlierHome } from '../helpers/earlier-home.ts';
import { asOwner } from '../helpers/raw-sql.ts';
import { forEachStore, openAt, optionsOf, pglite, postgres, type StorePlace } from '../helpers/stores.ts';
import { act, noteDraft } from './samples.ts';

const opener = fileURLToPath(import.meta.resolve('./open-store.ts'));

const openElsewhere = (t: TestContext, { url, migrationUrl }: StorePlace) =>
  startChild(t, opener, migrationUrl === undefined ? [url] : [url, migrationUrl]);

forEachStore(({ name, emptyPlace: newPlace }) => {
  describe(`migrations on ${name}`, () => {
    async function migratedPlace(t: TestContext): Promise<StorePlace> {
      const place = await newPlace();
      t.after(() => place.remove());
      await (await openAt(place)).close();
      return place;
    }

    test('each runs once, however often the store is opened', async (t) => {
      const place = await migratedPlace(t);
      await (await openAt(place)).close();
      assert.deepEqual(
        await asOwner(place, 'SELECT id, name, sha256 FROM rca.migrations ORDER BY id'),
        (await readMigrations()).map(({ id, name, sha256 }) => ({ id, name, sha256 })),
      );
    });

    test('one that was edited after it ran is refused', async (t) => {
      const place = await migratedPlace(t);
      await asOwner(place, `UPDATE rca.migrations SET sha256 = repeat('0', 64) WHERE id = 1`);
      await assert.rejects(openAt(place), {
        code: 'MIGRATION_EDITED',
        where: 'db/migrations/0001_evidence.sql',
      });
    });

    test('a database newer than the code is refused and left as it is', async (t) => {
      const place = await migratedPlace(t);
      await asOwner(
        place,
        `DELETE FROM rca.migrations WHERE id = (SELECT max(id) FROM rca.migrations);
         INSERT INTO rca.migrations VALUES (9999, '9999_later', repeat('0', 64))`,
      );
      const before = await asOwner(place, 'SELECT id FROM rca.migrations');
      await assert.rejects(openAt(place), { code: 'DATABASE_NEWER', fault: 'outside' });
      assert.deepEqual(await asOwner(place, 'SELECT id FROM rca.migrations'), before);
    });
  });
});

test('first starts of several processes at once all find PostgreSQL migrated', async (t) => {
  const place = await postgres.emptyPlace();
  t.after(() => place.remove());
  const children = Array.from({ length: 3 }, () => openElsewhere(t, place));
  assert.deepEqual(await Promise.all(children.map((child) => child.nextLine())), ['open', 'open', 'open']);
  for (const child of children) await child.kill();
  assert.equal(
    (await asOwner(place, 'SELECT id FROM rca.migrations')).length,
    (await readMigrations()).length,
  );
});

test('of several processes that open one folder at once one gets it', async (t) => {
  const place = await pglite.place();
  t.after(() => place.remove());
  const children = Array.from({ length: 3 }, () => openElsewhere(t, place));
  const said = await Promise.all(children.map((child) => child.nextLine()));
  assert.deepEqual(said.sort(), ['STORE_LOCKED', 'STORE_LOCKED', 'open']);
  await assert.rejects(openAt(place), { code: 'STORE_LOCKED', fault: 'user' });
  for (const child of children) await child.kill();
  await (await openAt(place)).close();
});

test('the program’s role cannot migrate, and says what it lacks', async (t) => {
  const place = await postgres.emptyPlace();
  t.after(() => place.remove());
  const { onFault } = optionsOf(place);
  await assert.rejects(openDatabase(place.url, { onFault }), { code: 'STORE_DENIED', fault: 'outside' });
});

test('a server that does not answer, a wrong password and a missing database are told apart from our faults', async (t) => {
  const place = await postgres.emptyPlace();
  t.after(() => place.remove());
  const { onFault } = optionsOf(place);
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(place.url);
    change(url);
    return openDatabase(url.href, { onFault });
  };
  const closedPort = wrong((url) => {
    url.port = '1';
  });
  await assert.rejects(closedPort, {
    code: 'STORE_UNREACHABLE',
    where: `127.0.0.1:1${new URL(place.url).pathname}`,
  });
  const password = wrong((url) => {
    url.password = 'guessed-wrongly';
  });
  await assert.rejects(password, (error: Error) => {
    assert.match(String(error), /password/);
    assert.ok(!JSON.stringify(error).includes('guessed-wrongly'));
    return 'code' in error && error.code === 'STORE_DENIED';
  });
  const database = wrong((url) => {
    url.pathname = '/nowhere';
  });
  await assert.rejects(database, { code: 'STORE_DENIED' });
});

test('a server that ends our connections while we close them is no fault', async () => {
  for (let round = 0; round < 20; round += 1) {
    const place = await postgres.emptyPlace();
    await (await openAt(place)).close();
    await place.remove();
  }
});

test('a URL of another kind is the user’s mistake', async () => {
  const onFault = () => undefined;
  for (const url of ['mysql://localhost/rca', 'rca.db', '', 'postgres://[bad']) {
    await assert.rejects(openDatabase(url, { onFault }), { code: 'STORE_URL_INVALID', fault: 'user' });
  }
});

test('ledgers of an earlier home stand in the facts of the trigger as they are, one that breaks the rules too', async (t) => {
  const { dir, clear } = await scratch();
  await layEarlierHome(dir);
  const place: StorePlace = {
    url: `pglite:${join(dir, 'db')}`,
    migrationUrl: undefined,
    adminUrl: undefined,
    blobsDirectory: join(dir, 'blobs'),
    remove: clear,
  };
  const [{ incident, line, seq } = {}] = await asOwner(
    place,
    `SELECT incident, line, seq FROM rca.ledger WHERE line LIKE '%"note.written"%' ORDER BY incident, seq LIMIT 1`,
  );
  const lines = await asOwner(
    place,
    `SELECT line FROM rca.ledger WHERE incident = '${incident}' ORDER BY seq`,
  );
  const again = chain(
    { size: lines.length, tip: sha256Hex(String(lines.at(-1)?.['line'])) },
    JSON.parse(String(line)),
  );
  await asOwner(
    place,
    `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${incident}', ${lines.length}, '${again.line}')`,
  );
  const { store, close } = await openAt(place);
  t.after(async () => {
    await close();
    await clear();
  });
  const { faults } = verifyLedger(await store.ledger(String(incident)));
  assert.ok(faults.some((fault) => fault.line === lines.length && /states again/.test(fault.why)));
  assert.ok(Number(seq) < lines.length);
  const { id } = await store.writeNote(String(incident), noteDraft('later'), {
    ...act,
    at: '2027-01-01T00:00:00Z',
  });
  assert.match(id, /^N-/);
});
