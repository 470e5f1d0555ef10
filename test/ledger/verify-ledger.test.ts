import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { emptyHead } from '../../src/domain/ledger.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { changedWalks, type Draft, linesOf, walks } from './walks.ts';

const ledger = walks.map(linesOf);

test('what chain wrote is whole, and its head is the chain’s', () => {
  fc.assert(
    fc.property(ledger, (lines) => {
      assert.deepEqual(verifyLedger(lines), {
        head: { size: lines.length, tip: sha256Hex(lines.at(-1) ?? '') },
        faults: [],
      });
    }),
  );
  assert.deepEqual(verifyLedger([]), { head: emptyHead, faults: [] });
});

const draft = (type: string, body: object, at = '2026-01-27T10:00:00Z'): Draft => ({
  at,
  type,
  actor: 'rca',
  body: { ...body },
});
const started = draft('incident.started', { incident: 'INC-2026-0001' });
const note = (version: number, at?: string) =>
  draft(
    version === 1 ? 'note.written' : 'note.edited',
    { note: 'N-0001', version, commitment: sha256Hex('a') },
    at,
  );
const faultsOf = (...drafts: readonly Draft[]) => verifyLedger(linesOf(drafts)).faults;

test('a member called __proto__ is a member like any other: one that the type has not', () => {
  const body = JSON.parse('{"incident":"INC-2026-0001","__proto__":{"a":1}}');
  const [line = ''] = linesOf([{ ...started, body }]);
  assert.match(line, /"__proto__":/);
  assert.equal(verifyLedger([line]).faults.length, 1);
});

test('a line that was changed, dropped, doubled or moved is found where it stands', () => {
  fc.assert(
    fc.property(ledger, fc.nat(), (lines, pick) => {
      fc.pre(lines.length > 2);
      const at = pick % (lines.length - 1);
      const line = lines[at] ?? '';
      const changed = line.replace('"v":1', '"v":1 ');
      const rewritten = line.replace(/"actor":"cli:root"/, '"actor":"cli:rood"');
      assert.equal(verifyLedger(lines.with(at, changed)).faults[0]?.line, at);
      assert.equal(verifyLedger(lines.with(at, rewritten)).faults[0]?.line, at + 1);
      assert.equal(verifyLedger(lines.toSpliced(at, 1)).faults[0]?.line, at);
      assert.equal(verifyLedger(lines.toSpliced(at, 0, line)).faults[0]?.line, at + 1);
      assert.equal(verifyLedger(lines.toSpliced(at, 2, lines[at + 1] ?? '', line)).faults[0]?.line, at);
    }),
  );
});

test('each fault is said by its name', () => {
  const [first = '', second = ''] = linesOf([started, note(1)]);
  const why = (...lines: string[]) => verifyLedger(lines).faults.map((fault) => fault.why);
  assert.deepEqual(why(second), [
    'has sequence number 1',
    'does not link to the line before',
    '(note.written) needs what no entry before it gives: the incident',
  ]);
  assert.deepEqual(why(` ${first}`), ['is not canonical JSON']);
  assert.deepEqual(why(first.replace('"seq"', '"extra":1,"seq"')), ['is not a ledger entry of version 1']);
  assert.deepEqual(why(first.replace('"v":1', '"v":2')), ['is not a ledger entry of version 1']);
  assert.deepEqual(why('no JSON'), ['is not a ledger entry of version 1']);
});

test('a member written twice is not canonical', () => {
  const [line = ''] = linesOf([started]);
  assert.deepEqual(verifyLedger([line.replace('"actor"', '"actor":"cli:root","actor"')]).faults, [
    { line: 0, why: 'is not canonical JSON' },
  ]);
});

const collected = (evidence: string, digest: string) =>
  draft('evidence.imported', { evidence, source: 'import', collection: null, sha256: sha256Hex(digest) });
const sha256 = sha256Hex('a');
const held = { hold: 'H-0001', commitment: sha256 };
const pack = (digest: string) =>
  draft('pack.written', { version: 1, sha256: sha256Hex(digest), manifestSha256: sha256 });
const signoff = draft('signoff.requested', {
  signoff: 'S-0001',
  role: 'security',
  roleFrom: 'own-word',
  document: { kind: 'evidence-pack', format: 'pdf', version: 1, sha256: sha256Hex('one') },
  independence: null,
  commitment: null,
});

const TWICE: readonly (readonly [what: string, drafts: readonly Draft[], why: RegExp])[] = [
  ['an item', [collected('E-0001', 'one'), collected('E-0001', 'two')], /again .*: evidence E-0001$/],
  ['a note’s version', [note(1), note(2), note(2)], /again .*: note N-0001 version 2$/],
  ['a pack’s version', [pack('one'), pack('two')], /again .*: pack version 1$/],
  ['a sign-off', [pack('one'), signoff, signoff], /again .*: sign-off S-0001$/],
  ['the incident', [started], /again .*: the incident$/],
];

test('what is stated once is named when it is stated again', () => {
  for (const [what, drafts, why] of TWICE) {
    const faults = faultsOf(started, ...drafts);
    assert.equal(faults[0]?.line, drafts.length, what);
    assert.match(faults[0]?.why ?? '', why, what);
  }
});

const UNFOUNDED: readonly (readonly [what: string, drafts: readonly Draft[], why: RegExp])[] = [
  ['a later version of no note', [note(2)], /needs .*: note N-0001 version 1$/],
  ['a release of no hold', [draft('hold.released', held)], /needs .*: a hold stands: H-0001$/],
  ['a sign-off of no document', [signoff], /needs .*: document [0-9a-f]{64}$/],
  [
    'a destruction under a hold',
    [draft('hold.placed', held), draft('destruction.begun', { plan: sha256 })],
    /may not stand where a hold stands$/,
  ],
  [
    'a note after a destruction',
    [draft('destruction.begun', { plan: sha256 }), note(1)],
    /may not stand where a destruction was begun$/,
  ],
  [
    'a certificate of no destruction',
    [draft('evidence.destroyed', { certificate: sha256 })],
    /needs .*: a destruction was begun$/,
  ],
  [
    'a type that nobody knows',
    [draft('evidence.forgotten', {})],
    /^is of the unknown type "evidence.forgotten"$/,
  ],
  ['a body without its members', [draft('note.written', {})], /^is no note.written: note: /],
  [
    'a body with another member',
    [draft('note.written', { ...note(1).body, text: 'words' })],
    /^is no note.written: .*text/,
  ],
  ['a day that the month has not', [note(1, '2026-02-30T10:00:00Z')], /^has no time that exists/],
  [
    'a time long before an earlier one',
    [note(1, '2026-01-27T09:54:59Z')],
    /^is of .*, before an earlier entry of /,
  ],
];

test('what may not stand where it is is named with its rule', () => {
  for (const [what, drafts, why] of UNFOUNDED) {
    const faults = faultsOf(started, ...drafts);
    assert.deepEqual([what, faults.length, faults[0]?.line], [what, 1, drafts.length]);
    assert.match(faults[0]?.why ?? '', why, what);
  }
});

test('times of several machines in an older ledger are tolerated, in one that is written none', () => {
  const lines = linesOf([started, note(1, '2026-01-27T09:56:00Z')]);
  assert.deepEqual(verifyLedger(lines).faults, []);
  assert.equal(verifyLedger(lines, 0).faults.length, 1);
});

test('whatever is changed in a ledger is judged by line and reason', () => {
  fc.assert(
    fc.property(changedWalks, (drafts) => {
      const { head, faults } = verifyLedger(linesOf(drafts));
      assert.equal(head.size, drafts.length);
      for (const { line, why } of faults) assert.ok(line < drafts.length && why !== '');
    }),
  );
});
