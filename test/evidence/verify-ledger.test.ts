import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain, emptyHead } from '../../src/domain/ledger.ts';
import { verifyLedger } from '../../src/evidence/verify-ledger.ts';

const entry = fc.record({
  at: fc.constant('2026-01-27T10:00:00.000Z'),
  type: fc.constantFrom('note.written', 'evidence.collected'),
  actor: fc.string(),
  body: fc.dictionary(fc.string(), fc.jsonValue()),
});

function linesOf(entries: readonly Parameters<typeof chain>[1][]): string[] {
  let head = emptyHead;
  return entries.map((each) => {
    const next = chain(head, each);
    head = next.head;
    return next.line;
  });
}

const ledger = fc.array(entry, { minLength: 2, maxLength: 12 }).map(linesOf);

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

test('a member called __proto__ is a member like any other', () => {
  const body = JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":2}}');
  const lines = linesOf([{ at: '2026-01-27T10:00:00Z', type: 'a', actor: 'rca', body }]);
  assert.match(lines[0] ?? '', /"__proto__":2/);
  assert.deepEqual(verifyLedger(lines).faults, []);
});

test('a line that was changed, dropped, doubled or moved is found where it stands', () => {
  fc.assert(
    fc.property(ledger, fc.nat(), (lines, pick) => {
      const at = pick % (lines.length - 1);
      const line = lines[at] ?? '';
      const changed = line.replace('"v":1', '"v":1 ');
      const rewritten = line.replace('10:00:00.000Z', '10:00:00.001Z');
      assert.equal(verifyLedger(lines.with(at, changed)).faults[0]?.line, at);
      assert.equal(verifyLedger(lines.with(at, rewritten)).faults[0]?.line, at + 1);
      assert.equal(verifyLedger(lines.toSpliced(at, 1)).faults[0]?.line, at);
      assert.equal(verifyLedger(lines.toSpliced(at, 0, line)).faults[0]?.line, at + 1);
      assert.equal(verifyLedger(lines.toSpliced(at, 2, lines[at + 1] ?? '', line)).faults[0]?.line, at);
    }),
  );
});

test('each fault is said by its name', () => {
  const [first = '', second = ''] = linesOf(
    ['a', 'b'].map((type) => ({ at: '2026-01-27T10:00:00Z', type, actor: 'rca', body: {} })),
  );
  const why = (...lines: string[]) => verifyLedger(lines).faults.map((fault) => fault.why);
  assert.deepEqual(why(second), ['has sequence number 1', 'does not link to the line before']);
  assert.deepEqual(why(` ${first}`), ['is not canonical JSON']);
  assert.deepEqual(why(first.replace('"seq"', '"extra":1,"seq"')), ['is not a ledger entry of version 1']);
  assert.deepEqual(why(first.replace('"v":1', '"v":2')), ['is not a ledger entry of version 1']);
  assert.deepEqual(why('no JSON'), ['is not a ledger entry of version 1']);
});

test('a member written twice is not canonical', () => {
  const [line = ''] = linesOf([{ at: '2026-01-27T10:00:00Z', type: 'a', actor: 'rca', body: {} }]);
  assert.deepEqual(verifyLedger([line.replace('"actor"', '"actor":"cli:root","actor"')]).faults, [
    { line: 0, why: 'is not canonical JSON' },
  ]);
});
