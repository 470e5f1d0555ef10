import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timelineCsv, timelineMarkdown } from '../../src/cli/timeline-text.ts';
import type { Timeline } from '../../src/domain/timeline.ts';
import { noteDraft } from '../../src/timeline/notes.ts';

test('an export holds all that a person wrote, however long', () => {
  const text = `Canary stopped${', and then the pool was drained'.repeat(12)}.`;
  const at = '2026-01-27T12:40:00.000Z';
  const draft = noteDraft({
    id: 'N-0001',
    version: 1,
    text,
    at,
    phase: null,
    author: 'cli:tester',
    writtenAt: at,
  });
  assert.ok(draft.title.length < text.length, 'the title alone is cut');
  const { kind, until, title, count, evidence, attributes } = draft;
  const entry = {
    id: 'N-0001',
    at,
    until,
    kind,
    title,
    count,
    evidence,
    attributes,
    phase: null,
    version: 1,
  };
  const timeline: Timeline = { entries: [{ ...entry, origin: 'human' }], phases: {} };
  assert.ok(timelineCsv(timeline).includes(text));
  assert.ok(timelineMarkdown(timeline).replaceAll('\\', '').includes(text));
});
