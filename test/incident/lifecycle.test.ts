import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { advance, cancel, merge, rename, reopen } from '../../src/incident/lifecycle.ts';
import { editSection, withdrawSection, writeSection } from '../../src/incident/sections.ts';
import { act, incidentDraft } from '../evidence/samples.ts';
import { type OpenStore, pglite } from '../helpers/stores.ts';

let opened: OpenStore;
before(async () => {
  opened = await pglite.open();
});
after(() => opened.close());

const POLICY = new URL('../../templates/policy.yaml', import.meta.url);

type Context = Parameters<typeof reopen>[0];

/** What these use cases work with; the rest of a context is not touched by them. */
const context = (): Context =>
  ({
    store: opened.store,
    redactor: (incident: string) =>
      createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' }),
    policy: loadPolicy(readFileSync(POLICY, 'utf8'), 'policy.yaml'),
    nowMs: () => Date.parse('2026-01-27T13:00:00.000Z'),
  }) as Partial<Context> as Context;

const start = async () => (await opened.store.startIncident(incidentDraft(), act)).id;
const latestNotes = async (incident: string) =>
  new Map((await opened.store.notes(incident)).map((note) => [note.id, note]));
const phasesSet = async (incident: string) =>
  [...(await latestNotes(incident)).values()].flatMap(({ phase }) => phase ?? []);
const now = { atMs: null, text: null };

test('steps place their phases, and a repeated step moves the phase only', async () => {
  const id = await start();
  await advance(context(), id, 'mitigated', { atMs: Date.parse(act.at), text: 'Set to block' }, 'cli:a', 'm');
  await advance(context(), id, 'mitigated', { atMs: Date.parse(act.at), text: 'Set to block' }, 'cli:a', 'm');
  const resolved = await advance(context(), id, 'resolved', now, 'cli:a');
  assert.equal(resolved.status, 'resolved');
  assert.equal((await advance(context(), id, 'resolved', now, 'cli:a')).status, 'resolved');
  assert.deepEqual(await phasesSet(id), ['mitigated', 'resolved', 'resolved']);
  await assert.rejects(advance(context(), id, 'mitigated', now, 'cli:a'), { code: 'STATUS_REFUSED' });
});

test('an incident that is opened again begins another cycle, and the notes of the first stay', async () => {
  const id = await start();
  await advance(context(), id, 'mitigated', now, 'cli:a');
  await advance(context(), id, 'resolved', now, 'cli:a');
  const open = await reopen(context(), id, 'errors are back', 'cli:a', 'r');
  assert.equal(open.status, 'open');
  assert.deepEqual(open.cycles, ['2026-01-27T13:00:00.000Z']);
  assert.deepEqual(await phasesSet(id), ['mitigated', 'resolved']);
  const texts = [...(await latestNotes(id)).values()].map(({ text }) => text);
  assert.deepEqual(texts.slice(-1), ['Opened again: errors are back']);
  assert.equal(texts.length, 3);
  await advance(context(), id, 'mitigated', now, 'cli:a');
  assert.equal((await reopen(context(), id, 'errors are back', 'cli:a', 'r')).status, 'mitigated');
  await assert.rejects(reopen(context(), await start(), 'why', 'cli:a'), { code: 'STATUS_REFUSED' });
});

test('what was merged or cancelled is closed as that, and the target tells of it once', async () => {
  const [part, whole, mistake] = [await start(), await start(), await start()];
  for (const _ of ['once', 'again']) {
    const merged = await merge(context(), part, whole, 'cli:a', 'k');
    assert.deepEqual([merged.status, merged.closing], ['closed', { as: 'merged', into: whole }]);
  }
  assert.equal((await opened.store.notes(whole)).length, 1);
  await assert.rejects(merge(context(), mistake, mistake, 'cli:a'), { code: 'MERGE_REFUSED' });
  await assert.rejects(merge(context(), mistake, part, 'cli:a'), { code: 'MERGE_REFUSED' });
  assert.deepEqual((await cancel(context(), mistake, 'load test', 'cli:a')).closing, { as: 'cancelled' });
  await assert.rejects(cancel(context(), mistake, 'again', 'cli:a'), { code: 'STATUS_REFUSED' });
});

test('a title and an entry are redacted before they are stored', async () => {
  const id = await start();
  const renamed = await rename(context(), id, 'Login of mallory@example.com', 'cli:a');
  assert.match(renamed.title, /^Login of \[email:[A-Z2-7]{10}\]$/);
  const { entry } = await writeSection(
    context(),
    id,
    {
      kind: 'control',
      text: 'Tell mallory@example.com',
      owner: 'mallory@example.com',
      eta: '2026-03-01',
      mitigation: 'ask mallory@example.com',
    },
    'cli:a',
  );
  assert.doesNotMatch(JSON.stringify(entry), /mallory/);
  const gone = await withdrawSection(context(), id, entry.id, 'by mallory@example.com', 'cli:a');
  assert.match(gone.body.withdrawn ?? '', /^by \[email:/);
  assert.doesNotMatch(JSON.stringify(await opened.store.sections(id)), /mallory/);
});

test('an entry says what makes its state checkable, or is refused', async () => {
  const id = await start();
  const write = (input: Parameters<typeof writeSection>[2]) => writeSection(context(), id, input, 'cli:a');
  await assert.rejects(write({ kind: 'lesson', text: '  ' }), { code: 'ENTRY_EMPTY' });
  await assert.rejects(write({ kind: 'action', text: 'x', state: 'done' }), { code: 'ENTRY_INCOMPLETE' });
  await assert.rejects(write({ kind: 'control', text: 'x' }), { code: 'ENTRY_INCOMPLETE' });
  await assert.rejects(write({ kind: 'control', text: 'x', state: 'risk-accepted', acceptedBy: 'ciso' }), {
    code: 'ENTRY_INCOMPLETE',
  });
  await assert.rejects(write({ kind: 'lesson', text: 'x', evidence: ['E-0001'] }), {
    code: 'EVIDENCE_UNKNOWN',
  });
  await assert.rejects(write({ kind: 'lesson', text: 'x'.repeat(4_001) }), { code: 'ENTRY_TOO_LONG' });
  assert.deepEqual(await opened.store.sections(id), []);
});

test('an edit keeps what it does not name, and wording that blames is told but kept', async () => {
  const id = await start();
  const { entry } = await writeSection(
    context(),
    id,
    { kind: 'action', text: 'Alert on count mode', owner: 'platform lead', due: '2026-02-14' },
    'cli:a',
  );
  const edited = await editSection(
    context(),
    id,
    entry.id,
    { kind: 'action', text: 'The engineer failed to enable it' },
    'cli:b',
  );
  assert.deepEqual(edited.entry.body, { ...entry.body, text: 'The engineer failed to enable it' });
  assert.deepEqual([edited.entry.version, edited.entry.author], [2, 'cli:b']);
  assert.deepEqual(
    edited.blame.map(({ phrase }) => phrase),
    ['engineer failed to'],
  );
  await assert.rejects(editSection(context(), id, entry.id, { kind: 'lesson', text: 'x' }, 'cli:a'), {
    code: 'ENTRY_UNKNOWN',
  });
});
