import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RcaError } from '../../src/domain/errors.ts';
import type { Timeline, TimelineEntry } from '../../src/domain/timeline.ts';
import { choose } from '../../src/timeline/choose.ts';

const entry = (id: string, given: Partial<TimelineEntry>): TimelineEntry => ({
  id,
  at: '2026-01-27T10:00:00Z',
  until: '2026-01-27T10:00:00Z',
  kind: 'waf.blocked',
  title: id,
  count: 1,
  phase: 'started',
  origin: 'source',
  evidence: ['E-0001'],
  version: 1,
  attributes: {},
  ...given,
});

const timeline: Timeline = {
  entries: [
    entry('block', {}),
    entry('late block', { phase: 'detected' }),
    entry('alert', { kind: 'alert.fired', phase: 'detected', evidence: ['E-0002'] }),
    entry('note', { kind: 'note', evidence: [] }),
  ],
  phases: {},
};
const items = [
  { id: 'E-0001', source: 'edge-waf' },
  { id: 'E-0002', source: 'slis' },
];
const chosen = (choice: Parameters<typeof choose>[1]) =>
  choose(timeline, choice, items).entries.map(({ id }) => id);

test('a phase, a kind and a source each leave the entries that fit all of them', () => {
  assert.deepEqual(chosen({}), ['block', 'late block', 'alert', 'note']);
  assert.deepEqual(chosen({ phase: 'detected' }), ['late block', 'alert']);
  assert.deepEqual(chosen({ kind: 'note' }), ['note']);
  assert.deepEqual(chosen({ source: 'edge-waf' }), ['block', 'late block']);
  assert.deepEqual(chosen({ source: 'edge-waf', phase: 'detected' }), ['late block']);
});

test('a source that gave nothing is told with those that did', () => {
  assert.throws(
    () => chosen({ source: 'edge_waf' }),
    ({ code, mend }: RcaError) => code === 'TIMELINE_SOURCE_UNKNOWN' && mend.includes('edge-waf, slis'),
  );
});
