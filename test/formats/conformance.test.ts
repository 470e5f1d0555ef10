import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { FormatId } from '../../src/domain/formats.ts';
import { formatIds } from '../../src/domain/formats.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { entryOf, kinds } from '../../src/domain/vocabulary/index.ts';
import { canYield } from '../../src/domain/yields.ts';
import type { RecordOutcome } from '../../src/formats/format.ts';
import { formatOf } from '../../src/formats/registry.ts';
import { times } from '../helpers/times.ts';
import { fixture, fixtures, observed, outcomesOf } from './observing.ts';

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,9}Z$/;
const WHY_CHARS_MAX = 200;
/** Any file could be of these. */
const UNGUESSED: ReadonlySet<FormatId> = new Set(['text', 'binary']);

/** What holds for whatever bytes a format is given. */
function assertLawful(id: FormatId, pages: readonly Uint8Array[], outcomes: readonly RecordOutcome[]): void {
  outcomes.forEach((outcome, index) => {
    const { record } = outcome;
    assert.equal(record.index, index, 'indices are contiguous from 0');
    const page = pages[record.page];
    assert.ok(page !== undefined, 'the page exists');
    assert.ok(record.byteOffset >= 0 && record.byteOffset < page.length, 'the record stands in its page');
    if (outcome.outcome === 'rejected') {
      assert.ok(
        outcome.why.length > 0 && outcome.why.length <= WHY_CHARS_MAX,
        'the reason is short and given',
      );
    }
    if (outcome.outcome === 'observed') {
      assert.ok(outcome.observations.length > 0, 'an observed record has observations');
      for (const observation of outcome.observations) assertObservation(id, observation, outcome);
    }
  });
}

function assertObservation(id: FormatId, observation: Observation, { record }: RecordOutcome): void {
  assert.match(observation.at, UTC);
  assert.ok(Number.isFinite(Date.parse(observation.at)));
  if (observation.until !== undefined) assert.match(observation.until, UTC);
  assert.ok(kinds.includes(observation.kind));
  assert.ok(canYield(id, observation.kind), `${id} declares that it can give ${observation.kind}`);
  assertDeclared(observation);
  assert.equal(observation.format, id);
  assert.deepEqual(observation.record, record);
  assert.ok(observation.summary.length > 0 && observation.summary.length <= WHY_CHARS_MAX);
  assert.ok(Object.values(observation.attributes).every((value) => value !== undefined));
  assert.equal(Object.getPrototypeOf(observation.attributes), Object.prototype);
}

/** What a kind's records bear stands in the vocabulary. */
function assertDeclared({ kind, attributes }: Observation): void {
  const { attributes: declared } = entryOf(kind);
  for (const name of Object.keys(attributes)) {
    const known = declared.some((one) =>
      one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name,
    );
    assert.ok(known, `${kind} declares ${name}`);
  }
}

/** The same without positions: those tell how the bytes were cut. */
const said = (outcomes: readonly RecordOutcome[]): unknown =>
  outcomes.map((outcome) =>
    outcome.outcome === 'observed'
      ? outcome.observations.map(({ record: _, ...rest }) => rest)
      : { ...outcome, record: null },
  );

test('every format has a fixture, and every fixture is detected as its format alone', () => {
  assert.deepEqual(new Set(fixtures.map(({ id }) => id)), new Set(formatIds));
  for (const { id, name } of fixtures) {
    const head = Buffer.from(fixture(id, name)).toString();
    const detected = formatIds.filter((other) => formatOf(other).detect(head));
    assert.deepEqual(detected, UNGUESSED.has(id) ? [] : [id], `${id}/${name}`);
  }
});

for (const { id, name } of fixtures) {
  describe(`${id} of ${name}`, () => {
    const bytes = fixture(id, name);
    const pagesOf = (ends: readonly number[]): readonly Uint8Array[] =>
      [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
    const lineEnds = [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);

    test('keeps the laws of a format, and accounts for each record', () => {
      const outcomes = outcomesOf(id, [bytes]);
      assertLawful(id, [bytes], outcomes);
      const { tally, observations } = observed(id, [bytes]);
      assert.equal(tally.records, outcomes.length);
      assert.equal(tally.routine + tally.notCovered + tally.notUnderstood, tally.silent);
      assert.equal(tally.observed + tally.silent + tally.rejected, tally.records);
      for (const which of ['notCovered', 'notUnderstood'] as const) {
        const counts = Object.values(tally.names[which]);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          tally[which],
          `${which} by name`,
        );
      }
      assert.equal(tally.observations, observations.length);
    });

    test('says the same of the same bytes twice', () => {
      assert.deepEqual(outcomesOf(id, [bytes]), outcomesOf(id, [bytes]));
    });

    test('knows where each record begins', () => {
      let before = -1;
      for (const { outcome, record } of outcomesOf(id, [bytes])) {
        const first = String.fromCharCode(bytes[record.byteOffset] ?? 0);
        if (!UNGUESSED.has(id) && outcome === 'observed') assert.match(first, /[{[]/);
        assert.ok(record.byteOffset > before, 'records follow each other');
        before = record.byteOffset;
      }
    });

    if (formatOf(id).framing === 'lines' && !/wrapped/.test(name)) {
      test('says the same however its lines are dealt over pages', () => {
        const whole = said(outcomesOf(id, [bytes]));
        fc.assert(
          fc.property(fc.subarray(lineEnds), (ends) => {
            const pages = pagesOf(ends);
            const outcomes = outcomesOf(id, pages);
            assertLawful(id, pages, outcomes);
            assert.deepEqual(said(outcomes), whole);
          }),
          { numRuns: times(20) },
        );
      });
    }

    test('survives damage', () => {
      const damage = fc.record({
        at: fc.nat(Math.max(0, bytes.length - 1)),
        drop: fc.nat(40),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc
            .constantFrom(
              'null',
              '{}',
              '[]',
              '"',
              '\\',
              '{"__proto__":1}',
              '-1e999',
              '\n',
              '\u0000',
              '[[[[[[',
            )
            .map((text) => new Uint8Array(Buffer.from(text))),
        ),
      });
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
          const damaged = damages.reduce<Uint8Array>(
            (before, { at, drop, insert }) =>
              new Uint8Array(Buffer.concat([before.subarray(0, at), insert, before.subarray(at + drop)])),
            bytes,
          );
          formatOf(id).detect(Buffer.from(damaged).toString());
          assertLawful(id, [damaged], outcomesOf(id, [damaged]));
        }),
        { numRuns: times(200) },
      );
    });

    test('survives being cut short anywhere', () => {
      fc.assert(
        fc.property(fc.nat(bytes.length), (length) => {
          const cut = bytes.subarray(0, length);
          assertLawful(id, [cut], outcomesOf(id, [cut]));
        }),
        { numRuns: times(40) },
      );
    });
  });
}

for (const id of formatIds) {
  test(`${id} survives bytes that are no text and JSON that is another's`, () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json({ maxDepth: 5 }).map((json) => new Uint8Array(Buffer.from(json))),
      fc.constantFrom(...fixtures).map((other) => fixture(other.id, other.name)),
    );
    fc.assert(
      fc.property(any, (bytes) => {
        formatOf(id).detect(Buffer.from(bytes).toString());
        assertLawful(id, [bytes], outcomesOf(id, [bytes]));
      }),
      { numRuns: times(300) },
    );
  });

  test(`${id} finds no record in an empty page`, () => {
    assert.deepEqual(outcomesOf(id, [new Uint8Array(0)]), []);
  });
}

test('hostile member names change no prototype', () => {
  for (const { id, name } of fixtures) outcomesOf(id, [fixture(id, name)]);
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
});
