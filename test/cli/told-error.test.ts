import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { toldError } from '../../src/cli/told-error.ts';
import { outsideError } from '../../src/domain/errors.ts';

test('what a library hangs on its errors never reaches the log, in causes neither', () => {
  const lines: string[] = [];
  const log = pino(
    { serializers: { err: (error) => toldError(error) } },
    { write: (line) => lines.push(line) },
  );
  const client = { secretKey: 1234567890, connectionParameters: { password: 'hunter2-of-the-database' } };
  const lost = Object.assign(new Error('Connection terminated unexpectedly'), { client, code: '57P01' });
  log.error({ err: lost }, 'idle');
  log.error(
    { err: outsideError({ code: 'STORE_UNREACHABLE', message: 'no', mend: 'look' }, lost) },
    'wrapped',
  );
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.match(line, /Connection terminated unexpectedly/);
    assert.match(line, /57P01/);
    assert.doesNotMatch(line, /1234567890|hunter2/);
  }
  assert.match(lines[1] ?? '', /"mend":"look"/);
});

test('whatever is thrown, only texts for reading are told, to a bounded depth', () => {
  fc.assert(
    fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (thrown, members) => {
      const known = new Set(['type', 'message', 'code', 'where', 'mend', 'stack', 'cause']);
      const error = new Error('x', { cause: thrown });
      for (const [name, value] of Object.entries(members)) {
        if (!(name in error)) Object.defineProperty(error, name, { value, enumerable: true });
      }
      for (let told: object | undefined = toldError(error), depth = 0; told; depth += 1) {
        assert.ok(depth <= 6);
        for (const member of Object.keys(told)) assert.ok(known.has(member), member);
        told = Reflect.get(told, 'cause');
      }
    }),
  );
  const circle = new Error('circle');
  circle.cause = circle;
  assert.ok(JSON.stringify(toldError(circle)).length < 100_000);
});
