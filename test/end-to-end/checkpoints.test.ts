import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, scratch } from '../helpers/cli.ts';
import { asOwner, onServer } from '../helpers/raw-sql.ts';
import { startServing } from '../helpers/serving.ts';
import { forEachStore, postgres, type StorePlace } from '../helpers/stores.ts';

/** An installation of its own: processes of `rca` on a store, with a key that signs checkpoints. */
async function installed(t: TestContext, place: StorePlace, settings: object = {}) {
  const home = await scratch();
  t.after(() => home.clear());
  const at = (name: string): string => join(home.dir, name);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const store = {
    url: place.url,
    ...(place.migrationUrl === undefined ? {} : { migrationUrl: place.migrationUrl }),
  };
  const seal = { signingKey: 'file:signing.pem' };
  const blobs = { url: `file:${place.blobsDirectory}` };
  await writeFile(at('rca.yaml'), stringify({ store, blobs, seal, serve: { port: 0 }, ...settings }));
  const common = (name = 'home') => ['--home', at(name), '--config', at('rca.yaml')];
  const run = (...argv: string[]) => runCli([...argv, ...common()]);
  const start = async (): Promise<string> => {
    const said = await run('start', '--title', 'Probing', '--since', '1h', '--no-collect', '--json');
    assert.equal(said.exit, 0, said.stderr);
    return (JSON.parse(said.stdout) as Shapes['start']).incident;
  };
  return { at, common, run, start };
}

forEachStore(({ name, place: newPlace }) => {
  test(`on ${name} rca checkpoint prints a head that rca verify --store holds the store against, as processes`, async (t) => {
    const place = await newPlace();
    t.after(() => place.remove());
    const { at, run, start } = await installed(t, place, { installation: 'rca.example.com' });
    const incident = await start();
    const printed = await run('checkpoint', incident);
    assert.deepEqual([printed.exit, printed.stderr], [0, '']);
    assert.match(
      printed.stdout,
      new RegExp(`^rca\\.example\\.com/${incident}\\n1\\n[A-Za-z0-9+/]{43}=\\n\\n— rca\\.example`),
    );
    await writeFile(at('mailed'), printed.stdout);
    const told = JSON.parse((await run('checkpoint', incident, '--json')).stdout) as Shapes['checkpoint'];
    assert.deepEqual([told.note, told.size], [printed.stdout, 1]);

    assert.equal((await run('note', incident, 'Canary stopped')).exit, 0);
    const later = await run('checkpoint', incident);
    const proof = await run('checkpoint', incident, '--prove', '1');
    await writeFile(at('proof.json'), proof.stdout);
    const proven = await runCli(['verify', '--proof', at('proof.json'), '--key', at('public.pem')]);
    assert.equal(proven.exit, 0, proven.stdout);

    const verify = async (...more: string[]) => {
      const said = await run('verify', '--store', '--json', ...more);
      const { ok, checks } = JSON.parse(said.stdout) as Shapes['verify-store'];
      assert.equal(said.exit, ok ? 0 : 1, said.stderr);
      return Object.fromEntries(checks.map((check) => [check.check, check]));
    };
    const asked = ['--checkpoint', at('mailed'), '--key', at('public.pem')];
    const good = await verify(...asked);
    assert.deepEqual([good['checkpoints.given']?.ok, good['checkpoints.folder']?.ok], [true, true]);
    await writeFile(at('elsewhere'), later.stdout.replaceAll('rca.example.com/', 'rca.example.org/'));
    assert.match(
      (await verify('--checkpoint', at('elsewhere')))['store.incidents']?.detail ?? '',
      /elsewhere is of rca\.example\.org\/INC-\d+-0001, which is not in the store/,
    );
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    await writeFile(at('stranger.pem'), stranger);
    const other = await verify('--checkpoint', at('mailed'), '--key', at('stranger.pem'));
    assert.match(other['checkpoints.given']?.detail ?? '', /mailed is signed by another key/);

    await asOwner(
      place,
      `ALTER TABLE rca.ledger DISABLE TRIGGER ledger_append_only;
       UPDATE rca.ledger SET line = replace(line, 'cli:', 'cli:not-');
       ALTER TABLE rca.ledger ENABLE TRIGGER ledger_append_only`,
    );
    const rewritten = await verify(...asked);
    for (const check of ['ledger.chain', 'checkpoints.store', 'checkpoints.folder', 'checkpoints.given'])
      assert.equal(rewritten[check]?.ok, false, check);
    const refused = await run('checkpoint', incident);
    assert.deepEqual([refused.exit, refused.stdout], [3, '']);
    assert.match(refused.stderr, /LEDGER_CONTRADICTED/);
  });
});

test('two running rca serve make checkpoints by themselves: one job a slot, each ledger that grew', async (t) => {
  const place = await postgres.place();
  t.after(() => place.remove());
  const { at, common, run, start } = await installed(t, place, {
    checkpoints: { every: '1m', folder: 'kept' },
  });
  const incident = await start();
  const file = (size: number) => readFile(join(at('kept'), incident, `${size}.checkpoint`), 'utf8');
  // Not at the end of a minute: both are to begin in the same slot.
  await sleep(Math.max(0, (Date.now() % 60_000) - 45_000) * 2);
  for (const replica of ['one', 'two']) await startServing(t, ['serve', ...common(replica)]);
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    const deadlineMs = Date.now() + 90_000;
    while (!(await what())) {
      assert.ok(Date.now() < deadlineMs, 'nothing came in time');
      await sleep(250);
    }
  };
  const thereIs = (size: number) => file(size).then(Boolean, () => false);
  await until(() => thereIs(1));
  assert.equal((await run('note', incident, 'Canary stopped')).exit, 0);
  await until(() => thereIs(2));

  const jobs = () =>
    onServer(
      place.url,
      `SELECT data, state FROM pgboss.job WHERE name = 'ledger.checkpoint' ORDER BY data #>> '{slot}'`,
    );
  await until(async () => (await jobs()).every(({ state }) => state === 'completed'));
  const slots = (await jobs()).map(({ data }) => JSON.stringify(data));
  assert.equal(new Set(slots).size, slots.length, `a slot has two jobs: ${slots}`);
  assert.ok(slots.length >= 2, `${slots}`);
  const kept = await onServer(place.url, 'SELECT size, note FROM rca.checkpoints ORDER BY size');
  assert.deepEqual(kept, [
    { size: 1, note: await file(1) },
    { size: 2, note: await file(2) },
  ]);
});
