import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ndjson } from '../../src/sources/aws/ndjson.ts';

test('every record is one line that says the same, however its JSON was broken into lines', () => {
  const layout = fc.constantFrom('', '  ', '\t', '\r\n ');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.dictionary(fc.string(), fc.string()), layout)), (records) => {
      const texts = records.map(([record, space]) => JSON.stringify(record, null, space));
      const lines = Buffer.from(ndjson(texts)).toString().split('\n');
      assert.equal(lines.pop(), '');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line)),
        texts.map((text) => JSON.parse(text)),
      );
    }),
  );
});
