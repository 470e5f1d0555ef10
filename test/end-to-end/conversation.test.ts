import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { pglite, postgres, type StorePlace } from '../helpers/stores.ts';
import { outside } from '../pack/outside.ts';
import { openHouse } from './conversation/house.ts';
import { rendered } from './conversation/render.ts';
import { live } from './conversation/story.ts';

const DOCUMENT = new URL('../../docs/conversation.md', import.meta.url);
/** RCA_WRITE_CONVERSATION=1 writes the document anew from what the channel saw. */
const writes = process.env['RCA_WRITE_CONVERSATION'] !== undefined;

const runs: readonly { name: string; place: () => Promise<StorePlace>; mode: 'http' | 'socket' }[] = [
  { name: `${pglite.name}, signed HTTP`, place: pglite.place, mode: 'http' },
  { name: `${postgres.name}, signed HTTP`, place: postgres.place, mode: 'http' },
  { name: `${postgres.name}, Socket Mode`, place: postgres.place, mode: 'socket' },
];

for (const { name, place, mode } of runs) {
  test(`a whole incident in the channel, to the signed pack (${name})`, (t) => lived(t, place, mode));
}

async function lived(
  t: TestContext,
  place: () => Promise<StorePlace>,
  mode: 'http' | 'socket',
): Promise<void> {
  const house = await openHouse(t, await place(), mode);
  const told = await live(house, mode);
  const { slack } = house;

  const verified = await house.run(
    'verify',
    told.pack,
    '--key',
    house.publicKey,
    '--ca',
    house.root,
    '--json',
  );
  const report = JSON.parse(verified.stdout) as Shapes['verify'];
  assert.deepEqual([verified.exit, report.ok, report.signer], [0, true, 'verified'], verified.stdout);
  const signature = outside(t, 'pdfsig', '-nocert', told.pack);
  if (signature !== null) {
    assert.match(signature, /Signature Validation: Signature is Valid/);
    assert.match(signature, /Total document signed/);
  }

  const status = await house.run('status', told.incident, '--json');
  const { status: state, closing } = JSON.parse(status.stdout) as Shapes['status'];
  assert.deepEqual([state, closing?.as], ['closed', 'done']);
  const signed = await house.run('signoff', 'list', told.incident, '--json');
  assert.match(signed.stdout, /"decision": "approved"/);
  const gates = JSON.parse((await house.run('gates', told.incident, '--json')).stdout) as Shapes['gates'];
  assert.equal(gates.gates.find(({ gate }) => gate === 'probes')?.verdict, 'satisfied');

  assert.deepEqual(slack.faults, [], 'no message breaks a limit of Slack');
  assert.ok(!slack.calls.some(({ method }) => method === 'files.sharedPublicURL'));
  for (const secret of house.secrets) assert.ok(!JSON.stringify(slack.calls).includes(secret));

  const page = rendered(told, house);
  if (writes) await writeFile(DOCUMENT, page);
  assert.equal(page, await readFile(DOCUMENT, 'utf8'), 'docs/conversation.md tells another conversation');
}
