import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chain, emptyHead } from '../../src/domain/ledger.ts';
import { installationOf, originOf } from '../../src/domain/origin.ts';

const firstLine = (body: Readonly<Record<string, unknown>>): string =>
  chain(emptyHead, { at: '2026-01-27T12:00:00.000Z', type: 'incident.started', actor: 'cli:test', body })
    .line;

test('the origin is the installation that the first line names, and the incident', () => {
  const line = firstLine({ installation: 'rca.example.com' });
  assert.equal(originOf('INC-2026-0001', [line, 'whatever']), 'rca.example.com/INC-2026-0001');
});

test('a ledger without a name, as older ones are, keeps the origin that it had', () => {
  for (const lines of [[firstLine({})], ['no JSON'], []])
    assert.equal(originOf('INC-2026-0001', lines), 'rca/INC-2026-0001');
});

test('a name that would read as another origin or note is none', () => {
  for (const name of ['', 'a/b', 'a b', 'a\nb', 'a+b', 'A', '.a', 'a-', 'x'.repeat(81), 7])
    assert.equal(installationOf(firstLine({ installation: name })), undefined, String(name));
});
