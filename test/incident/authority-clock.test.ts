import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { custodyShape, tellCustody } from '../../src/cli/tell-custody.ts';
import type { ClockOffset } from '../../src/domain/clock.ts';
import { custodyOf } from '../../src/incident/custody.ts';
import { createSealer } from '../../src/pack/seal/sealer.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { act, incidentDraft, itemDraft } from '../evidence/samples.ts';
import { pglite } from '../helpers/stores.ts';
import { holder, timestampAuthority } from '../pack/pki.ts';
import { sample } from '../pack/sample.ts';
import { newSigningKey } from '../pack/signing-key.ts';
import { bytesOf } from './compliance.ts';

const OURS_MS = Date.parse('2026-02-03T04:05:06.000Z');

/** What is kept and told of a pack that was sealed by our clock, and stamped by an authority's that is apart from it. */
async function sealed(t: TestContext, { apartMs, tookMs }: { apartMs: number; tookMs: number }) {
  const root = await holder('Test root', { authority: true });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url: timestampUrl } = await timestampAuthority(t, authority, new Date(OURS_MS + apartMs));
  const times = [OURS_MS - tookMs / 2, OURS_MS + tookMs / 2];
  const settings = { certified: null, signingKey: newSigningKey(), timestampUrl };
  const sealer = createSealer(settings, () => times.shift() ?? assert.fail('the clock was read once more'));
  const made = await sample();
  t.after(() => rm(made.folder, { recursive: true }));
  const written = await writePack({ ...made.input, sealer }, join(made.folder, 'pack.pdf'));
  const opened = await pglite.open();
  t.after(() => opened.close());
  const { store, record, blobs } = opened;
  const { id: incident } = await store.startIncident(incidentDraft(), act);
  await blobs.put(bytesOf('page'));
  await store.addItem(incident, itemDraft('page'), [], act);
  const pack = { ...written, signer: sealer?.name ?? null };
  const { evidence: _, ...recorded } = pack;
  await record.packWritten(incident, recorded, [], act);
  const custody = await custodyOf({ store }, incident, 'E-0001');
  return { written, custody, told: tellCustody(custodyShape(custody)) };
}

const cases: readonly {
  readonly what: string;
  readonly apartMs: number;
  readonly tookMs: number;
  readonly clock: ClockOffset;
  readonly words: string;
}[] = [
  {
    what: 'ahead by milliseconds that it tells',
    apartMs: 7_250,
    tookMs: 400,
    clock: { offsetMs: 7_250, uncertaintyMs: 201 },
    words: '7250 ms ahead of ours (give or take 201 ms)',
  },
  {
    what: 'behind by a minute and a half, telling whole seconds',
    apartMs: -90_000,
    tookMs: 0,
    clock: { offsetMs: -90_000, uncertaintyMs: 1_000 },
    words: '90000 ms behind ours (give or take 1000 ms)',
  },
];

for (const { what, apartMs, tookMs, clock, words } of cases) {
  test(`a timestamp authority whose clock is ${what} is known by that in ledger and custody`, async (t) => {
    const { written, custody, told } = await sealed(t, { apartMs, tookMs });
    assert.deepEqual(written.authorityClock, clock);
    assert.deepEqual(custody.authorityClock, { ...clock, pack: 1 });
    assert.ok(told.includes(`timestamp authority ${words}, at pack version 1`), told);
    assert.ok(told.includes(`the timestamp authority's clock was ${words}`), told);
  });
}
