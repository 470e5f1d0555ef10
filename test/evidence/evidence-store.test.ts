import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted, window } from './samples.ts';

const digest = sha256Hex('a pack');

forEachStore(({ name, open }) => {
  describe(`evidence store on ${name}`, () => {
    let opened: OpenStore;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    const startIncident = async () => (await opened.store.startIncident(incidentDraft(), act)).id;
    const startCollection = async (incident: string, sources: readonly string[]) =>
      (await opened.store.startCollection(incident, { id: randomUUID(), sources, window }, act)).id;
    const entries = async (incident: string) =>
      (await opened.store.ledger(incident)).map((line) => JSON.parse(line));
    const types = async (incident: string) => (await entries(incident)).map(({ type }) => type);

    test('an incident reads back as it was started', async () => {
      const { store } = opened;
      const incident = await store.startIncident(incidentDraft(), act);
      assert.deepEqual(incident, {
        id: incident.id,
        title: 'Probing of the search',
        severity: 'sev2',
        status: 'open',
        closing: null,
        services: ['search'],
        window,
        startedAt: act.at,
        startedBy: 'cli:root',
      });
      assert.deepEqual(await store.incident(incident.id), incident);
      assert.deepEqual((await store.incidents())[0], incident);
    });

    test('a title is redacted under the id that the incident gets', async () => {
      const seen: string[] = [];
      const title = (id: string) => {
        seen.push(id);
        return redacted(`title of ${id}`);
      };
      const incident = await opened.store.startIncident({ ...incidentDraft(), title }, act);
      assert.deepEqual(seen, [incident.id]);
      assert.equal(incident.title, `title of ${incident.id}`);
    });

    test('incidents started at once get numbers without a hole, from 1 in each year', async () => {
      const later = { ...act, at: '2031-05-01T00:00:00.000Z' };
      const started = await Promise.all(
        Array.from({ length: 12 }, () => opened.store.startIncident(incidentDraft(), later)),
      );
      assert.deepEqual(
        started.map(({ id }) => id).sort(),
        Array.from({ length: 12 }, (_, index) => `INC-2031-${String(index + 1).padStart(4, '0')}`),
      );
    });

    test('the same key starts one incident, also from two callers at once', async () => {
      const { store } = opened;
      const key = randomUUID();
      const [first, second] = await Promise.all([
        store.startIncident(incidentDraft(), act, key),
        store.startIncident(incidentDraft('another title'), act, key),
      ]);
      assert.deepEqual(first, second);
      assert.deepEqual(await store.startIncident(incidentDraft(), act, key), first);
      assert.deepEqual(await types(first.id), ['incident.started']);
    });

    test('an unknown incident is refused by every method that names one', async () => {
      const { store } = opened;
      const unknown = 'INC-1999-0001';
      const calls = [
        store.incident(unknown),
        store.startCollection(unknown, { id: randomUUID(), sources: [], window }, act),
        store.collections(unknown),
        store.addItem(unknown, itemDraft('page'), [], act),
        store.items(unknown),
        store.withdraw(unknown, 'E-0001', redacted('why'), act),
        store.gaps(unknown),
        store.writeNote(unknown, noteDraft('text'), act),
        store.editNote(unknown, 'N-0001', noteDraft('text'), act),
        store.notes(unknown),
        store.record(unknown, 'pack.written', {}, act),
        store.ledger(unknown),
        store.head(unknown),
        store.derived(unknown, 'timeline'),
        store.keepDerived(unknown, 'timeline', 'basis', []),
        store.packVersion(unknown),
      ];
      await Promise.all(
        calls.map((call) => assert.rejects(call, { code: 'INCIDENT_UNKNOWN', fault: 'user' })),
      );
    });

    test('a collection is requested once for its id, and its sources wait in their order', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const request = { id: randomUUID(), sources: ['slis', 'edge-waf', 'trail'], window };
      const collection = await store.startCollection(incident, request, act);
      assert.deepEqual(await store.startCollection(incident, request, act), collection);
      assert.deepEqual(await store.collections(incident), [collection]);
      assert.deepEqual(await store.collection(collection.id), collection);
      const runs = await store.sourceRuns(collection.id);
      assert.deepEqual(
        runs.map(({ source, state }) => [source, state]),
        [
          ['slis', 'waiting'],
          ['edge-waf', 'waiting'],
          ['trail', 'waiting'],
        ],
      );
      assert.deepEqual(await types(incident), ['incident.started', 'collection.requested']);
      await assert.rejects(store.sourceRuns(randomUUID()), { code: 'COLLECTION_UNKNOWN' });
    });

    test('progress shows while a source runs and cannot undo its end', async () => {
      const { store } = opened;
      const collection = await startCollection(await startIncident(), ['edge-waf']);
      const [waiting] = await store.sourceRuns(collection);
      assert.ok(waiting);
      const running = { ...waiting, state: 'running' as const, pages: 7, records: 9, startedAt: act.at };
      await store.progress(collection, running);
      assert.deepEqual(await store.sourceRuns(collection), [running]);
      const done = await store.finishSource(
        collection,
        'edge-waf',
        { items: [], gaps: [], error: null },
        act,
      );
      await store.progress(collection, running);
      assert.deepEqual(await store.sourceRuns(collection), [done]);
      await assert.rejects(store.progress(collection, { ...running, source: 'slis' }), {
        code: 'SOURCE_NOT_COLLECTED',
      });
    });

    test('a source ends once, with its items, gaps and ledger entries together', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const collection = await startCollection(incident, ['edge-waf', 'slis']);
      const result = { items: [itemDraft('one'), itemDraft('two')], gaps: [gapDraft()], error: null };
      const run = await store.finishSource(collection, 'edge-waf', result, act);
      assert.deepEqual(run, {
        source: 'edge-waf',
        state: 'done',
        evidence: ['E-0001', 'E-0002'],
        pages: 2,
        records: 6,
        observations: 4,
        rejected: 2,
        startedAt: act.at,
        finishedAt: act.at,
        error: null,
      });
      const other = { items: [itemDraft('three')], gaps: [], error: 'late' };
      assert.deepEqual(await store.finishSource(collection, 'edge-waf', other, act), run);
      assert.equal((await store.collection(collection)).finishedAt, null);

      const failed = await store.finishSource(
        collection,
        'slis',
        { items: [], gaps: [], error: 'down' },
        act,
      );
      assert.deepEqual([failed.state, failed.error], ['failed', 'down']);
      assert.equal((await store.collection(collection)).finishedAt, act.at);

      const items = await store.items(incident);
      assert.deepEqual(
        items.map(({ item, collection: from }) => [item.id, item.incident, from]),
        [
          ['E-0001', incident, collection],
          ['E-0002', incident, collection],
        ],
      );
      assert.deepEqual(await store.gaps(incident), [gapDraft()]);
      assert.deepEqual(await types(incident), [
        'incident.started',
        'collection.requested',
        'evidence.collected',
        'evidence.collected',
        'gap.recorded',
        'source.finished',
        'source.finished',
      ]);
    });

    test('the ledger holds the digest of each item’s canonical description', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const { stored } = await store.addItem(incident, itemDraft('page'), [], act);
      assert.equal(stored.sha256, sha256Hex(canonicalJson(stored.item)));
      const { type, body } = (await entries(incident))[1];
      assert.equal(type, 'evidence.imported');
      assert.deepEqual(body, {
        evidence: 'E-0001',
        source: 'edge-waf',
        collection: null,
        sha256: stored.sha256,
      });
      assert.deepEqual(await store.items(incident), [stored]);
    });

    test('what reading leaves out of a description is not digested either', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const query = JSON.parse('{"__proto__":"x","logGroup":"prod"}');
      const { stored } = await store.addItem(incident, { ...itemDraft('page'), query }, [], act);
      assert.equal(stored.sha256, sha256Hex(canonicalJson(stored.item)));
      assert.deepEqual(await store.items(incident), [stored]);
    });

    test('the same pull again adds nothing, a withdrawn item can come again', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const first = await store.addItem(incident, itemDraft('page'), [gapDraft()], act);
      const retrievedAt = '2026-01-28T00:00:00.000Z';
      const again = await store.addItem(incident, itemDraft('page', { retrievedAt }), [gapDraft()], act);
      assert.deepEqual(again, { stored: first.stored, added: false });
      assert.deepEqual(await store.gaps(incident), [gapDraft()]);

      const collection = await startCollection(incident, ['edge-waf']);
      const result = { items: [itemDraft('page')], gaps: [gapDraft()], error: null };
      const run = await store.finishSource(collection, 'edge-waf', result, act);
      assert.deepEqual([run.evidence, run.records], [['E-0001'], 3]);

      await store.withdraw(incident, 'E-0001', redacted('wrong file'), act);
      const anew = await store.addItem(incident, itemDraft('page'), [], act);
      assert.deepEqual([anew.added, anew.stored.item.id], [true, 'E-0002']);
      const other = await store.addItem(
        incident,
        itemDraft('page', { query: { logGroup: 'other' } }),
        [],
        act,
      );
      assert.equal(other.stored.item.id, 'E-0003');
      assert.deepEqual(
        (await store.items(incident)).map(({ item, withdrawn }) => [item.id, withdrawn]),
        [
          ['E-0001', 'wrong file'],
          ['E-0002', null],
          ['E-0003', null],
        ],
      );
    });

    test('withdrawing twice keeps the first reason, and an unknown item is refused', async () => {
      const { store } = opened;
      const incident = await startIncident();
      await store.addItem(incident, itemDraft('page'), [], act);
      await store.withdraw(incident, 'E-0001', redacted('first'), act);
      await store.withdraw(incident, 'E-0001', redacted('second'), act);
      assert.equal((await store.items(incident))[0]?.withdrawn, 'first');
      assert.deepEqual(await types(incident), [
        'incident.started',
        'evidence.imported',
        'evidence.withdrawn',
      ]);
      for (const id of ['E-0002', 'E-1', 'N-0001', '', 'E-0001 ', 'E-1e0']) {
        await assert.rejects(store.withdraw(incident, id, redacted('why'), act), {
          code: 'EVIDENCE_UNKNOWN',
        });
      }
    });

    test('a note keeps every version and the digits of its time', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const written = await store.writeNote(incident, noteDraft('saw blocks'), act);
      assert.deepEqual(written, {
        id: 'N-0001',
        version: 1,
        at: '2026-01-27T10:05:00.123456789Z',
        text: 'saw blocks',
        author: 'cli:root',
        writtenAt: act.at,
        phase: 'detected',
      });
      const later = { actor: 'slack:T1/U1', at: '2026-01-27T13:00:00.000Z' };
      const edited = await store.editNote(
        incident,
        'N-0001',
        { ...noteDraft('saw 403s'), phase: null },
        later,
      );
      assert.deepEqual([edited.version, edited.author, edited.phase], [2, 'slack:T1/U1', null]);
      const second = await store.writeNote(incident, noteDraft('mode changed'), act);
      assert.deepEqual(await store.notes(incident), [written, edited, second]);
      await assert.rejects(store.editNote(incident, 'N-0003', noteDraft('text'), act), {
        code: 'NOTE_UNKNOWN',
      });
    });

    test('the same key writes one note, which comes back as it was written', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const note = await store.writeNote(incident, noteDraft('once'), act, 'Ev1');
      await store.editNote(incident, note.id, noteDraft('edited'), act);
      assert.deepEqual(await store.writeNote(incident, noteDraft('twice'), act, 'Ev1'), note);
      assert.equal((await store.notes(incident)).length, 2);
      const elsewhere = await startIncident();
      await store.writeNote(elsewhere, noteDraft('of another incident'), act, 'Ev1');
      assert.equal((await store.notes(elsewhere)).length, 1);
    });

    test('anything recorded is a ledger entry, once for its type and key', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const pack = (version: number) => ({ version, sha256: digest, manifestSha256: digest });
      const rendered = (sha256: string) => ({ documents: [{ format: 'pdf', sha256 }] });
      await store.record(incident, 'pack.written', pack(1), act, 'key');
      await store.record(incident, 'pack.written', pack(2), act, 'key');
      await store.record(incident, 'document.rendered', rendered(digest), act, 'key');
      await store.record(incident, 'document.rendered', rendered(sha256Hex('another')), act);
      const recorded = (await entries(incident)).slice(1);
      assert.deepEqual(
        recorded.map(({ type, actor, at, body }) => [type, actor, at, body]),
        [
          ['pack.written', act.actor, act.at, pack(1)],
          ['document.rendered', act.actor, act.at, rendered(digest)],
          ['document.rendered', act.actor, act.at, rendered(sha256Hex('another'))],
        ],
      );
    });

    test('no words of people stand in the ledger, only commitments that the rows open', async () => {
      const { store } = opened;
      const words = { title: 'Probing seen by Q', note: 'told by Q', why: 'sent by Q' };
      const { id } = await store.startIncident(incidentDraft(words.title), act);
      await store.writeNote(id, noteDraft(words.note), act);
      await store.addItem(id, itemDraft('page'), [], act);
      await store.withdraw(id, 'E-0001', redacted(words.why), act);
      const text = (await store.ledger(id)).join('\n');
      for (const each of Object.values(words)) {
        assert.ok(!text.includes(each), each);
        assert.ok(!text.includes(sha256Hex(each)), `digest of ${each}`);
      }
      const { rows } = await opened.database.db.execute<{ salt: string }>(
        `SELECT salt FROM rca.notes WHERE incident = '${id}'`,
      );
      const { at, phase } = noteDraft('');
      const committed = canonicalJson({ salt: rows[0]?.salt, words: { at, phase, text: words.note } });
      assert.equal((await entries(id))[1].body.commitment, sha256Hex(committed));
    });

    test('U+0000 and lone surrogates, which PostgreSQL cannot hold, are shown', async () => {
      const { store } = opened;
      const hostile = 'a\0b\ud800c';
      const shown = 'a\\u0000b\\uD800c';
      const incident = await store.startIncident(incidentDraft(hostile), act);
      assert.equal(incident.title, shown);
      assert.deepEqual(await store.incident(incident.id), incident);
      const note = await store.writeNote(incident.id, noteDraft(hostile), act);
      assert.deepEqual([note.text, await store.notes(incident.id)], [shown, [note]]);
      const { stored } = await store.addItem(incident.id, itemDraft('p', { query: { hostile } }), [], act);
      assert.deepEqual(await store.items(incident.id), [stored]);
      const collection = await startCollection(incident.id, ['edge-waf']);
      const result = { items: [], gaps: [gapDraft(hostile)], error: hostile };
      assert.equal((await store.finishSource(collection, 'edge-waf', result, act)).error, shown);
      assert.deepEqual(verifyLedger(await store.ledger(incident.id)).faults, []);
    });

    test('a derived value is kept under its name, with the basis that it was computed from', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const value = { entries: [1, 'two', null], nested: { b: 1, a: 2 } };
      assert.equal(await store.derived(incident, 'timeline'), undefined);
      await store.keepDerived(incident, 'timeline', 'basis 1', value);
      assert.equal(
        JSON.stringify(await store.derived(incident, 'timeline')),
        JSON.stringify({ basis: 'basis 1', value }),
      );
      assert.equal(await store.derived(incident, 'gates'), undefined);
      await store.keepDerived(incident, 'timeline', 'basis 2', []);
      assert.deepEqual(await store.derived(incident, 'timeline'), { basis: 'basis 2', value: [] });
    });

    test('packs asked for at once get different versions, from 1', async () => {
      const incident = await startIncident();
      const versions = await Promise.all(Array.from({ length: 5 }, () => opened.store.packVersion(incident)));
      assert.deepEqual(versions.sort(), [1, 2, 3, 4, 5]);
    });

    test('a step that fails on its way leaves neither rows nor ledger entries', async () => {
      const { store } = opened;
      const incident = await startIncident();
      const unwritable = { ...itemDraft('two'), records: Number.NaN };
      const collection = await startCollection(incident, ['edge-waf']);
      const before = await store.head(incident);
      const result = { items: [itemDraft('one'), unwritable], gaps: [gapDraft()], error: null };
      await assert.rejects(store.finishSource(collection, 'edge-waf', result, act), /records/);
      assert.deepEqual(await store.head(incident), before);
      assert.deepEqual(await store.items(incident), []);
      assert.deepEqual(await store.gaps(incident), []);
    });
  });
});
