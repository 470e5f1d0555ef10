import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { elementOffsets, walkJson } from '../../src/formats/json-walk.ts';

test('each element of a list begins at its offset, whatever stands in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.jsonValue(),
      fc.constantFrom(undefined, 1, '\t'),
      (list, before, space) => {
        const bytes = Buffer.from(JSON.stringify({ before, list }, null, space));
        const found = elementOffsets(bytes, 'list', 0).map((offset) => {
          const end = walkJson(bytes, offset, bytes.length, () => {});
          return JSON.parse(bytes.toString('utf8', offset, end ?? undefined));
        });
        assert.deepEqual(found, JSON.parse(JSON.stringify(list)));
      },
    ),
  );
});

test('of repeated members the last one counts, as for JSON.parse', () => {
  const text = '{"data":{"list":[1,2]},"data":{"list":[3],"list":[4,5,6]}}';
  assert.deepEqual(
    elementOffsets(Buffer.from(text), 'data.list', 0).map((offset) => text[offset]),
    ['4', '5', '6'],
  );
});

test('a value that does not end has no end', () => {
  for (const text of ['{"a":[1,', '"open', '[[', '{"a"', '']) {
    const bytes = Buffer.from(text);
    assert.equal(
      walkJson(bytes, 0, bytes.length, () => {}),
      null,
      text,
    );
  }
});
