import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, scratch } from '../helpers/cli.ts';
import { kmsServer } from '../pack/kms.ts';
import { holder, timestampAuthority } from '../pack/pki.ts';

const DAY_MS = 86_400_000;

test('doctor checks the seal: key against certificate, days left, timestamp authority', async (t) => {
  const home = await scratch();
  t.after(() => home.clear());
  const own = await holder('Signer', { validMs: [Date.now() - DAY_MS, Date.now() + 9.5 * DAY_MS] });
  const over = await holder('Over', { validMs: [Date.now() - 2 * DAY_MS, Date.now() - DAY_MS] });
  const kms = await kmsServer(t, own.keyPem);
  const { url } = await timestampAuthority(t, await holder('Times', { timestamps: true }), new Date());
  const env = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_KMS: kms.url };
  const doctor = async (pem: string, timestampUrl: string) => {
    await writeFile(join(home.dir, 'cert.pem'), pem);
    const seal = `{ key: "kms:${kms.arn}", certificate: "file:cert.pem", timestampUrl: "${timestampUrl}" }`;
    await writeFile(join(home.dir, 'rca.yaml'), `seal: ${seal}\n`);
    const argv = [
      'doctor',
      '--home',
      join(home.dir, 'home'),
      '--config',
      join(home.dir, 'rca.yaml'),
      '--json',
    ];
    const said = await runCli(argv, { env });
    const { checks } = JSON.parse(said.stdout) as Shapes['doctor'];
    return checks
      .filter(({ check }) => check.startsWith('seal'))
      .map(({ ok, detail }) => [ok, detail] as const);
  };
  const good = await doctor(own.pem, url);
  assert.deepEqual(
    good.map(([ok]) => ok),
    [true, true, true],
  );
  assert.match(good[0]?.[1] ?? '', /1234abcd/);
  assert.match(good[1]?.[1] ?? '', /: 9 days left/);
  const bad = await doctor(over.pem, 'http://127.0.0.1:9/');
  assert.deepEqual(
    bad.map(([ok]) => ok),
    [false, false, false],
  );
  assert.match(bad[0]?.[1] ?? '', /not the one of the key/);
});
