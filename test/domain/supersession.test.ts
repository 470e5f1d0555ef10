import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import type { EvidenceItem } from '../../src/domain/evidence-item.ts';
import { partGaps, supersededItems } from '../../src/domain/supersession.ts';

const whole = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };
const half = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T11:00:00.000Z' };

const item = (id: string, more: Partial<EvidenceItem>): EvidenceItem => ({
  v: 1,
  id,
  incident: 'INC-2026-0001',
  source: 'slis',
  sourceType: 'prometheus',
  format: 'prometheus.query',
  mediaType: 'application/json',
  query: { name: 'db_pool', expr: 'vector(0.1)' },
  asked: whole,
  answered: null,
  retrievedAt: `2026-01-27T12:00:${id.slice(-2)}.000Z`,
  clockOffsetMs: null,
  coverage: { state: 'complete' },
  proof: [],
  fidelity: 'wire',
  pages: [],
  records: 0,
  observations: 0,
  rejected: 0,
  rejects: [],
  redactions: {},
  ruleSetSha256: '',
  collector: 'test',
  tool: { name: 'rca', version: 'test' },
  original: null,
  ...more,
});

const failed = item('E-0001', {
  coverage: { state: 'failed', error: 'parse error' },
  query: { name: 'db_pool', expr: 'vector(0.1' },
});

test('a failed answer is superseded by a later whole one to the same question, in whichever words', () => {
  const mended = item('E-0002', {});
  assert.deepEqual([...supersededItems([failed, mended])], [['E-0001', 'E-0002']]);
  assert.deepEqual([...supersededItems([mended, failed])], [['E-0001', 'E-0002']]);
});

test('nothing supersedes that is earlier, narrower, another question, or not whole itself', () => {
  for (const other of [
    item('E-0000', {}),
    item('E-0002', { asked: half }),
    item('E-0002', { query: { name: 'latency_p95' } }),
    item('E-0002', { source: 'other' }),
    item('E-0002', { query: { name: 'db_pool', end: '2026-01-27T10:00:00.000Z' } }),
    item('E-0002', { coverage: { state: 'truncated', why: 'x', limit: null } }),
  ]) {
    assert.deepEqual([...supersededItems([failed, other])], [], canonicalJson(other));
  }
});

const gap = { source: 'slis', window: whole, why: 'parse error', mend: 'mend the query' };
const late = { source: 'slis', window: half, why: 'late', mend: 'collect again' };
const recorded = (of: typeof gap) => ({
  type: 'gap.recorded',
  at: '',
  body: { source: of.source, window: of.window, sha256: sha256Hex(canonicalJson(of)) },
});
const requested = (collection: string, window = whole) => ({
  type: 'collection.requested',
  at: '',
  body: { collection, sources: ['slis'], window },
});
const finished = (collection: string, gaps: number, state = 'done') => ({
  type: 'source.finished',
  at: `end of ${collection}`,
  body: { collection, source: 'slis', state, evidence: [], gaps },
});
const collected = { type: 'evidence.collected', at: '', body: {} };
const first = [requested('C-1'), collected, recorded(gap), finished('C-1', 1, 'failed')];

test('a later whole reading of the window lifts the gap, and says until when it was missing', () => {
  const { standing, lifted } = partGaps([gap], [...first, requested('C-2'), collected, finished('C-2', 0)]);
  assert.deepEqual(standing, []);
  assert.deepEqual(lifted, [{ gap, until: 'end of C-2', collection: 'C-2' }]);
});

test('a gap that the later reading finds itself stands, and the earlier one goes', () => {
  const again = [requested('C-2'), collected, recorded(late), finished('C-2', 1)];
  assert.deepEqual(partGaps([gap, late], [...first, ...again]).standing, [late]);
});

test('a gap stands while the later reading failed, was narrower, or met an earlier gap again', () => {
  for (const later of [
    [requested('C-2'), finished('C-2', 0, 'failed')],
    [requested('C-2', half), finished('C-2', 0)],
    // Found again, and so not recorded a second time.
    [requested('C-2'), finished('C-2', 1)],
    [],
  ]) {
    assert.deepEqual(partGaps([gap], [...first, ...later]).standing, [gap]);
  }
  const apart = [recorded(gap), requested('C-1'), collected, finished('C-1', 0)];
  assert.deepEqual(partGaps([gap], apart).standing, [gap], 'recorded apart from any reading');
});
