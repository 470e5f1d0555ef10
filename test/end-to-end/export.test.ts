import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import type { Shapes } from '../../src/cli/shapes.ts';
import { exportTo, fill, INCIDENT, readMembers, restoreFrom, told } from '../archive/archives.ts';
import { runCli, scratch, startCli } from '../helpers/cli.ts';
import { freshHome, openAt, pglite, postgres } from '../helpers/stores.ts';
import { times } from '../helpers/times.ts';

const parsed = async <Verb extends 'export' | 'restore'>(
  verb: Verb,
  stdout: string,
): Promise<Shapes[Verb]> => {
  const schema = await readFile(new URL(`../../docs/schema/${verb}.schema.json`, import.meta.url), 'utf8');
  const value: unknown = JSON.parse(stdout);
  assert.ok(new Ajv2020({ strict: false }).validate(JSON.parse(schema), value), stdout);
  return value as Shapes[Verb];
};

test('the demo incident moves to a PostgreSQL: same answers, and the same bytes of pack', async (t) => {
  const [origin, elsewhere] = [await freshHome(), await scratch()];
  const place = await postgres.place();
  t.after(async () => {
    await place.remove();
    await origin.clear();
    await elsewhere.clear();
  });
  const config = join(elsewhere.dir, 'rca.yaml');
  await writeFile(
    config,
    stringify({
      store: { url: place.url, migrationUrl: place.migrationUrl },
      blobs: { url: `file:${place.blobsDirectory}` },
    }),
  );
  const here = (...argv: string[]) => runCli([...argv, '--home', origin.dir, '--json']);
  const there = (...argv: string[]) =>
    runCli([...argv, '--home', elsewhere.dir, '--config', config, '--json'], {
      env: { TZ: 'Asia/Kolkata' },
    });

  const demo = await here('demo', '--anchor', '2026-01-27T14:00:00Z');
  assert.equal(demo.exit, 0, demo.stderr);
  const { incident } = JSON.parse(demo.stdout) as Shapes['demo'];
  const archive = join(origin.dir, 'incident.tar');
  const exported = await here('export', incident, '--out', archive);
  assert.equal(exported.exit, 0, exported.stderr);
  assert.equal((await parsed('export', exported.stdout)).export.sizeBytes, (await readFile(archive)).length);
  const piped = await runCli(['export', incident, '--home', origin.dir, '--out', '-']);
  assert.deepEqual([piped.exit, piped.stdout.slice(0, INCIDENT.length)], [0, incident]);
  assert.equal((await here('export', incident, '--out', '-')).exit, 2);

  // No secret leaves: the redaction key, and the words behind tokens, are not in it.
  const key = await readFile(join(origin.dir, 'redaction.key'));
  const bytes = await readFile(archive);
  assert.ok(
    !bytes.includes(key.toString().trim()) && !bytes.includes(Buffer.from(key.toString().trim(), 'hex')),
  );

  const restored = await there('restore', archive);
  assert.equal(restored.exit, 0, restored.stderr);
  assert.equal((await parsed('restore', restored.stdout)).restored, true);
  assert.equal((await parsed('restore', (await there('restore', archive)).stdout)).wasThere, true);

  for (const verb of ['status', 'timeline', 'gates', 'gaps', 'evidence', 'rebuild']) {
    const [one, other] = [await here(verb, incident), await there(verb, incident)];
    assert.equal(one.exit, 0, one.stderr);
    assert.equal(other.stdout, one.stdout, verb);
  }
  const packs = [join(origin.dir, 'here.pdf'), join(elsewhere.dir, 'there.pdf')] as const;
  const [packed, packedThere] = [
    await here('pack', incident, '--out', packs[0]),
    await there('pack', incident, '--out', packs[1]),
  ];
  assert.equal(packedThere.exit, 0, packedThere.stderr);
  const sha256 = (said: { stdout: string }) => (JSON.parse(said.stdout) as Shapes['pack']).pack.sha256;
  assert.equal(sha256(packedThere), sha256(packed));
  const verified = await runCli(['verify', packs[1], '--json']);
  assert.equal((JSON.parse(verified.stdout) as Shapes['verify']).intact, true);

  const damaged = join(origin.dir, 'damaged.tar');
  bytes[bytes.length - 20_000] = (bytes[bytes.length - 20_000] ?? 0) ^ 1;
  await writeFile(damaged, bytes);
  const refused = await there('restore', damaged);
  assert.equal(refused.exit, 1);
  assert.ok((await parsed('restore', refused.stdout)).faults.length > 0);
});

const KILLS = times(5);

for (const { name, place: newPlace } of [pglite, postgres]) {
  test(`kill -9 of a restore leaves all rows or none, and restoring again works (${name})`, async (t) => {
    const home = await scratch();
    const origin = await pglite.open();
    t.after(async () => {
      await origin.close();
      await home.clear();
    });
    const pages = Array.from({ length: 30 }, (_, index) => `page ${index} ${'x'.repeat(50_000)}`);
    await fill(origin, pages);
    const archive = join(home.dir, 'archive.tar');
    await exportTo(origin, archive);
    const before = await told(origin);
    const blobs = [...(await readMembers(archive)).keys()].filter((member) =>
      member.startsWith('data/blobs/'),
    );

    const place = await newPlace();
    t.after(() => place.remove());
    const config = join(home.dir, 'rca.yaml');
    await writeFile(
      config,
      stringify({
        store: { url: place.url, ...(place.migrationUrl ? { migrationUrl: place.migrationUrl } : {}) },
        blobs: { url: `file:${place.blobsDirectory}` },
      }),
    );
    await (await openAt(place)).close();
    let interrupted = 0;
    let done = false;
    for (let kill = 0; kill < KILLS && !done; kill++) {
      await rm(place.blobsDirectory, { recursive: true, force: true });
      const child = startCli(['restore', archive, '--home', home.dir, '--config', config]);
      const ended = once(child, 'exit');
      // Among the blobs at first, then behind the last one, where the transaction is.
      const blobsBefore = Math.min(blobs.length, 1 + kill * Math.ceil(blobs.length / 2));
      while (child.exitCode === null && (await stored(place.blobsDirectory)) < blobsBefore) await sleep(2);
      if (kill > 2) await sleep((kill - 2) * 15);
      child.kill('SIGKILL');
      const [code] = await ended;
      if (code === null) interrupted += 1;
      const opened = await openAt(place);
      done = (await opened.store.incidents()).length > 0;
      if (done) assert.deepEqual(await told(opened), before);
      await opened.close();
    }
    t.diagnostic(`${interrupted} restores were killed before their end`);
    assert.ok(interrupted > 0);
    const last = await openAt(place);
    try {
      const result = await restoreFrom(last, archive);
      assert.ok(result.restored || result.wasThere, JSON.stringify(result.faults));
      assert.deepEqual(await told(last), before);
    } finally {
      await last.close();
    }
  });
}

async function stored(directory: string): Promise<number> {
  try {
    return (await readdir(directory, { recursive: true })).filter((file) => /[0-9a-f]{64}$/.test(file))
      .length;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw cause;
  }
}
