import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observed } from './observing.ts';

test('every rejected record is counted, and the first 20 say why', () => {
  const lines = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'garbage' : '{}'));
  const { tally } = observed('aws.waf-log', [Buffer.from(lines.join('\n'))]);
  assert.deepEqual([tally.records, tally.rejected, tally.rejects.length], [50, 50, 20]);
  assert.equal(tally.rejects.at(-1)?.record, 19);
});
