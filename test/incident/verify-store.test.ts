import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import type { SectionBody } from '../../src/domain/section.ts';
import { rowProblems } from '../../src/evidence/agreement/rows-agree.ts';
import { createCheckpointFolder } from '../../src/evidence/checkpoint-folder.ts';
import { checkpoint, checkpointHandlers } from '../../src/incident/checkpoint.ts';
import { verifyStore } from '../../src/incident/verify-store.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted, window } from '../evidence/samples.ts';
import { asOwner, pastGuards } from '../helpers/raw-sql.ts';
import { forEachStore, type OpenStore, openAt, type StorePlace } from '../helpers/stores.ts';
import { describeAnew, rebuilt, rewrite } from './rewrite.ts';

const PAGE = 'a page';
const INCIDENT = 'INC-2026-0001';

const action: SectionBody = {
  kind: 'action',
  text: 'Alert on count mode',
  evidence: ['E-0001'],
  withdrawn: null,
  type: 'preventive',
  owner: 'platform lead',
  due: '2026-02-14',
  state: 'open',
};

const packDraft = {
  version: 1,
  sha256: sha256Hex('pack'),
  sizeBytes: 4,
  manifestSha256: sha256Hex('manifest'),
  signer: null,
  authorityClock: null,
  beside: { files: 0, sizeBytes: 0 },
  path: '/packs/pack.pdf',
};

const folderOf = (place: StorePlace): string => join(dirname(place.blobsDirectory), 'checkpoints');

const contextOf = (place: StorePlace, { store, record, blobs }: OpenStore) => ({
  store,
  record,
  blobs,
  checkpoints: createCheckpointFolder(folderOf(place)),
  sealer: null,
  nowMs: () => Date.parse(act.at),
});
type Context = ReturnType<typeof contextOf>;

/** Works on the place while it is open. */
async function at<T>(place: StorePlace, work: (context: Context) => Promise<T>): Promise<T> {
  const opened = await openAt(place);
  try {
    return await work(contextOf(place, opened));
  } finally {
    await opened.close();
  }
}

/** An incident with one of everything that the ledger tells of; its checkpoint after that, and one note more. */
async function fill(t: TestContext, newPlace: () => Promise<StorePlace>) {
  const place = await newPlace();
  t.after(() => place.remove());
  const made = await at(place, async (context) => {
    const { store, record, blobs } = context;
    await store.startIncident(incidentDraft(), act);
    for (const page of [PAGE, 'another', 'a third'])
      await blobs.put(Buffer.from(page) as Uint8Array as never);
    await store.addItem(INCIDENT, itemDraft(PAGE), [gapDraft()], act);
    await store.addItem(INCIDENT, itemDraft('another'), [], act);
    await store.withdraw(INCIDENT, 'E-0002', redacted('wrong file'), act);
    await store.startCollection(INCIDENT, { id: 'c-1', sources: ['edge-waf', 'slis'], window }, act);
    await store.finishSource(
      'c-1',
      'edge-waf',
      { items: [itemDraft('a third')], gaps: [], error: null },
      act,
    );
    const note = await store.writeNote(INCIDENT, noteDraft('Canary stopped'), act);
    await store.editNote(INCIDENT, note.id, noteDraft('Canary stopped early'), act);
    await store.changeIncident(INCIDENT, () => ({ type: 'incident.mitigated', status: 'mitigated' }), act);
    await store.changeIncident(
      INCIDENT,
      () => ({ type: 'incident.merged', status: 'closed', closing: { as: 'merged', into: 'INC-2026-0009' } }),
      act,
    );
    const written = await store.writeSection(INCIDENT, action, act);
    await store.editSection(
      INCIDENT,
      written.id,
      { ...action, text: 'Alert on count mode, everywhere' },
      act,
    );
    await store.packVersion(INCIDENT);
    const destinations = (['folder', 's3', 'webhook'] as const).map((kind) => ({ id: kind, kind }));
    await record.packWritten(INCIDENT, packDraft, destinations, act);
    const receipt = { place: '/mnt/packs/pack.pdf', readBack: { sha256: packDraft.sha256 }, hold: null };
    const delivery = (destination: string) => ({ incident: INCIDENT, version: 1, destination });
    const refused = { code: 'DELIVERY_REFUSED', words: 'the webhook answered 500' };
    await record.deliveryFailed(delivery('folder'), refused, act);
    await record.delivered(delivery('folder'), receipt, act);
    await record.deliveryFailed(delivery('webhook'), refused, act);
    const decided = {
      type: 'signoff.rejected',
      reason: redacted('not yet'),
      body: {
        role: 'sre',
        roleFrom: 'own-word',
        document: { kind: 'evidence-pack', format: 'pdf', version: 1, sha256: packDraft.sha256 },
        independence: null,
      },
    };
    await store.signOff(INCIDENT, () => decided as never, act);
    const hold = await record.placeHold(INCIDENT, redacted('a case'), act);
    await record.releaseHold(INCIDENT, hold.id, redacted('over'), act);
    await store.record(
      INCIDENT,
      'incident.exported',
      { manifestSha256: packDraft.sha256, files: 1, sizeBytes: 1 },
      act,
    );
    const kept = await checkpoint(context, INCIDENT);
    await store.writeNote(INCIDENT, noteDraft('later'), act);
    return kept;
  });
  return { place, made };
}

const verify = (place: StorePlace, given: readonly { name: string; note: string }[] = []) =>
  at(place, (context) => verifyStore(context, { given, key: null, onProgress: () => undefined }));

/** Details of the failed checks. */
async function failed(...asked: Parameters<typeof verify>): Promise<Record<string, string>> {
  const { ok, checks } = await verify(...asked);
  const found = Object.fromEntries(
    checks.filter((each) => each.ok === false).map(({ check, detail }) => [check, detail]),
  );
  assert.equal(ok, Object.keys(found).length === 0);
  return found;
}

const ledgerOf = (place: StorePlace) => at(place, ({ store }) => store.ledger(INCIDENT));

forEachStore(({ name, place: newPlace }) => {
  test(`on ${name} a store that nobody touched agrees with itself and with its checkpoints`, async (t) => {
    const { place, made } = await fill(t, newPlace);
    const { checks } = await verify(place, [{ name: 'mailed', note: made.note }]);
    assert.deepEqual(
      checks.map(({ check, ok }) => [check, ok]),
      [
        ...['store.guard', 'store.incidents', 'ledger.chain', 'ledger.rows', 'evidence.blobs'],
        ...['checkpoints.store', 'checkpoints.folder', 'checkpoints.given'],
      ].map((check) => [check, true]),
    );
  });

  test(`on ${name} an owner who rewrote ledger, rows and checkpoints table is found by each checkpoint outside of it`, async (t) => {
    const { place, made } = await fill(t, newPlace);
    const [item] = await at(place, ({ store }) => store.items(INCIDENT));
    const forged = { ...item?.item, records: 2 };
    const lines = rebuilt(await ledgerOf(place), ({ body }) =>
      body['evidence'] === 'E-0001' ? { body: { ...body, sha256: sha256Hex(canonicalJson(forged)) } } : {},
    );
    await rewrite(place, INCIDENT, lines, [describeAnew(INCIDENT, 1, forged)]);

    const inFolder = await failed(place);
    assert.deepEqual(Object.keys(inFolder), ['checkpoints.folder']);
    const size = made.size;
    assert.match(
      inFolder['checkpoints.folder'] ?? '',
      new RegExp(`rewritten: its first ${size} of ${size + 1} lines`),
    );
    await assert.rejects(
      at(place, (context) => checkpoint(context, INCIDENT)),
      { code: 'LEDGER_CONTRADICTED' },
    );

    // With the folder gone as well nothing inside can tell: what left the house is all that is left.
    await rm(folderOf(place), { recursive: true });
    assert.deepEqual(await failed(place), {});
    assert.deepEqual(await failed(place, [{ name: 'mailed', note: made.note }]), {
      'checkpoints.given': `the ledger was rewritten: its first ${size} of ${size + 1} lines are not those of mailed`,
    });
  });

  test(`on ${name} a ledger that was rolled back, and an incident that was deleted, are told as that`, async (t) => {
    const { place, made } = await fill(t, newPlace);
    const lines = await ledgerOf(place);
    await rewrite(place, INCIDENT, lines.slice(0, 1));
    const found = await failed(place, [{ name: 'mailed', note: made.note }]);
    assert.equal(
      found['checkpoints.given'],
      `the ledger was rolled back: it has 1 lines, mailed is of ${made.size}`,
    );
    assert.match(found['ledger.rows'] ?? '', /evidence E-0001 stands in the store and not in the ledger/);

    const other = { name: 'mailed', note: made.note.replace(INCIDENT, 'INC-2026-0007') };
    assert.match(
      (await failed(place, [other]))['store.incidents'] ?? '',
      /mailed is of rca-[0-9a-f-]+\/INC-2026-0007/,
    );
  });

  test(`on ${name} each row that says otherwise than the ledger is named`, async (t) => {
    const { place } = await fill(t, newPlace);
    const rows: readonly (readonly [string, RegExp])[] = [
      [`UPDATE rca.incidents SET title = 'another'`, /the incident was changed/],
      [`UPDATE rca.incidents SET severity = 'sev4'`, /the incident was changed/],
      [`UPDATE rca.incidents SET packs = 0`, /counts 0 packs, the ledger tells of version 1/],
      [
        `UPDATE rca.evidence SET description = replace(description, '"records":3', '"records":4') WHERE number = 1`,
        /evidence E-0001 was changed/,
      ],
      [
        `DELETE FROM rca.evidence WHERE number = 3`,
        /evidence E-0003 stands in the ledger and not in the store/,
      ],
      [
        `UPDATE rca.evidence SET withdrawn = NULL, withdrawn_salt = NULL`,
        /the withdrawal of E-0002 stands in the ledger and not/,
      ],
      [
        `UPDATE rca.evidence SET withdrawn = 'x', withdrawn_salt = 'y' WHERE number = 1`,
        /the withdrawal of E-0001 stands in the store and not/,
      ],
      [
        `UPDATE rca.evidence SET withdrawn = 'another' WHERE number = 2`,
        /the withdrawal of E-0002 was changed/,
      ],
      [
        `UPDATE rca.gaps SET gap = replace(gap, 'two hours', 'one hour')`,
        /the gap \w+ stands in the store and not/,
      ],
      [`DELETE FROM rca.gaps`, /the gap \w+ stands in the ledger and not/],
      [`UPDATE rca.notes SET text = 'another' WHERE version = 2`, /note N-0001 version 2 was changed/],
      [`UPDATE rca.notes SET author = 'cli:else' WHERE version = 2`, /note N-0001 version 2 was changed/],
      [
        `DELETE FROM rca.notes WHERE number = 1 AND version = 1`,
        /note N-0001 version 1 stands in the ledger and not/,
      ],
      [
        `UPDATE rca.incident_versions SET status = 'open' WHERE version = 2`,
        /version 2 of the incident was changed/,
      ],
      [
        `UPDATE rca.incident_versions SET merged_into = 'INC-2026-0008' WHERE version = 3`,
        /version 3 of the incident was changed/,
      ],
      [
        `DELETE FROM rca.incident_versions WHERE version = 3`,
        /version 3 of the incident stands in the ledger and not/,
      ],
      [
        `UPDATE rca.sections SET body = replace(body, 'count', 'block') WHERE version = 1`,
        /action \S+ version 1 was changed/,
      ],
      [`DELETE FROM rca.sections WHERE version = 2`, /action \S+ version 2 stands in the ledger and not/],
      [`UPDATE rca.collections SET window_to = '2026-01-27T11:00:00Z'`, /collection c-1 was changed/],
      [
        `UPDATE rca.source_runs SET state = 'failed' WHERE source = 'edge-waf'`,
        /the end of edge-waf in c-1 was changed/,
      ],
      [
        `UPDATE rca.source_runs SET state = 'done', finished_at = '2026-01-27T12:00:00Z' WHERE source = 'slis'`,
        /the end of slis in c-1 stands in the store and not/,
      ],
      [`UPDATE rca.signoffs SET reason = 'another'`, /the reason of sign-off S-0001 was changed/],
      [`UPDATE rca.signoffs SET reason = NULL, salt = NULL`, /the reason of sign-off S-0001 was changed/],
      [`DELETE FROM rca.signoffs`, /the reason of sign-off S-0001 stands in the ledger and not/],
      [`UPDATE rca.packs SET sha256 = repeat('a', 64)`, /pack version 1 was changed/],
      [`UPDATE rca.packs SET written_by = 'cli:else'`, /pack version 1 was changed/],
      [`DELETE FROM rca.deliveries; DELETE FROM rca.packs`, /pack version 1 stands in the ledger and not/],
      [
        `DELETE FROM rca.deliveries WHERE destination = 's3'`,
        /the delivery of pack version 1 to s3 stands in the ledger and not in the store/,
      ],
      [`UPDATE rca.holds SET reason = 'another'`, /hold H-0001 was changed/],
      [`UPDATE rca.holds SET release_reason = 'another'`, /the release of hold H-0001 was changed/],
      [
        `UPDATE rca.holds SET released_at = NULL, released_by = NULL, release_reason = NULL, release_salt = NULL`,
        /the release of hold H-0001 stands in the ledger and not/,
      ],
    ];
    const tables = [
      'incidents',
      'collections',
      'source_runs',
      'evidence',
      'gaps',
      'notes',
      'sections',
      'incident_versions',
      'signoffs',
      'packs',
      'holds',
      'deliveries',
    ];
    await asOwner(
      place,
      tables.map((table) => `CREATE TABLE rca.before_${table} AS TABLE rca.${table}`).join(';'),
    );
    const restore = [
      'DELETE FROM rca.deliveries',
      'UPDATE rca.incidents i SET title = b.title, severity = b.severity, packs = b.packs FROM rca.before_incidents b',
      'UPDATE rca.collections c SET window_to = b.window_to FROM rca.before_collections b',
      ...tables
        .slice(2)
        .map(
          (table) => `DELETE FROM rca.${table}; INSERT INTO rca.${table} SELECT * FROM rca.before_${table}`,
        ),
    ].join(';');
    for (const [change, told] of rows) {
      await asOwner(place, pastGuards(change));
      const found = await failed(place);
      assert.match(found['ledger.rows'] ?? '', told, change);
      await asOwner(place, pastGuards(restore));
    }
    assert.deepEqual(await failed(place), {});
  });

  test(`on ${name} each delivery that is forged, deleted or reset is named`, async (t) => {
    const { place } = await fill(t, newPlace);
    const rows = await at(place, ({ store }) => store.auditRows(INCIDENT));
    const with1 = (destination: string, forged: Partial<(typeof rows.deliveries)[number]> | null) =>
      rowProblems({
        ...rows,
        deliveries: rows.deliveries.flatMap((row) =>
          row.destination !== destination ? [row] : forged === null ? [] : [{ ...row, ...forged }],
        ),
      });
    for (const id of ['folder', 's3', 'webhook']) {
      const name = `the delivery of pack version 1 to ${id}`;
      assert.deepEqual(with1(id, {}), []);
      assert.deepEqual(with1(id, null), [`${name} stands in the ledger and not in the store`]);
      assert.deepEqual(with1(id, { destination: 'vault' }), [
        `${name} stands in the ledger and not in the store`,
        'the delivery of pack version 1 to vault stands in the store and not in the ledger',
      ]);
      const states = { folder: 'failed', s3: 'delivered', webhook: 'waiting' } as const;
      assert.deepEqual(with1(id, { state: states[id as keyof typeof states] }), [
        `${name} was changed: it is not what the ledger says`,
      ]);
    }
    for (const forged of [
      { place: '/elsewhere' },
      { receipt: '{"sha256":"other"}' },
      { receipt: 'no JSON' },
      { kind: 's3' },
      { triedAt: '2020-01-01T00:00:00.000Z' },
    ] as const)
      assert.equal(with1('folder', forged).length, 1, JSON.stringify(forged));
  });

  test(`on ${name} a hole in the ledger, a missing trigger and a missing page are named`, async (t) => {
    const { place } = await fill(t, newPlace);
    await asOwner(
      place,
      'ALTER TABLE rca.ledger DISABLE TRIGGER ledger_append_only; DELETE FROM rca.ledger WHERE seq = 2',
    );
    const sha256 = sha256Hex(PAGE);
    await rm(join(place.blobsDirectory, sha256.slice(0, 2), sha256));
    const found = await failed(place);
    assert.match(found['store.guard'] ?? '', /rca\.ledger/);
    assert.match(found['ledger.chain'] ?? '', /entry 2 is missing: 3 stands in its place/);
    assert.equal(found['evidence.blobs'], `E-0001: ${sha256} is missing`);
  });

  test(`on ${name} the interval’s job makes one checkpoint a head, in store and folder, by whoever comes first`, async (t) => {
    const { place } = await fill(t, newPlace);
    await at(place, async (context) => {
      const run = () => checkpointHandlers(context)['ledger.checkpoint']?.({ slot: 1 });
      await Promise.all([run(), run(), run()]);
      await run();
      const { size } = await context.store.head(INCIDENT);
      assert.deepEqual(
        (await context.store.checkpoints(INCIDENT)).map((each) => each.size),
        [size - 1, size],
      );
      assert.equal((await context.checkpoints.list(INCIDENT)).length, 2);
      assert.deepEqual(await context.store.withoutCheckpoint(), []);
    });
  });
});
