import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byRecord, fixture, observed, outcomesOf } from './observing.ts';

const records = byRecord('postgres.json', 'log.ndjson');
const attribute = (index: number, name: string) => records[index]?.[0]?.attributes[name];

const entry = (message: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  timestamp: '2026-01-27 10:00:00.118 UTC',
  session_id: 's',
  error_severity: 'LOG',
  message,
  ...changes,
});

const log = (...entries: readonly unknown[]): Uint8Array =>
  Buffer.from(entries.map((one) => `${JSON.stringify(one)}\n`).join(''));

const statements = (...entries: readonly unknown[]) =>
  observed('postgres.json', [log(...entries)]).observations.filter(({ kind }) => kind === 'db.statement');

test('the simple protocol sends one text, which proves no binding, EXECUTE included', () => {
  assert.equal(attribute(1, 'db.binding'), 'simple');
  assert.equal(attribute(11, 'db.binding'), 'simple');
  assert.equal('db.parameters.count' in (records[1]?.[0]?.attributes ?? {}), false);
});

test('placeholders and values apart prove binding, in either spelling of the detail', () => {
  assert.deepEqual([attribute(2, 'db.binding'), attribute(2, 'db.parameters.count')], ['bound', 2]);
  assert.deepEqual([attribute(3, 'db.binding'), attribute(3, 'db.parameters.count')], ['bound', 1]);
  assert.equal(records[2]?.[0]?.clock, 'statement-start');
});

test('where values are hidden the placeholders remain, but not those inside literals', () => {
  assert.deepEqual([attribute(16, 'db.binding'), attribute(16, 'db.parameters.count')], ['bound', 2]);
});

test('the extended protocol without a parameter cannot tell', () => {
  assert.equal(attribute(15, 'db.binding'), 'none');
});

test('an execution is one observation, however many lines its steps and its duration take', () => {
  const said = records.map(
    (observations) => observations.filter(({ kind }) => kind === 'db.statement').length,
  );
  assert.deepEqual(said.slice(8, 11), [0, 0, 1], 'parse, bind, execute');
  assert.equal(said[4], 0, 'a duration');
  assert.deepEqual([attribute(10, 'db.binding'), records[10]?.[0]?.clock], ['bound', 'log']);
});

test('an error belongs to the statement that it follows in its session', () => {
  assert.equal(attribute(2, 'db.response.status_code'), '23505');
  assert.deepEqual(records[5], []);
  assert.equal('db.response.status_code' in (records[3]?.[0]?.attributes ?? {}), false);
});

test('a value that could not be bound has no line but its error, and is bound all the same', () => {
  assert.equal(attribute(6, 'db.response.status_code'), '22P02');
  assert.deepEqual([attribute(6, 'db.binding'), attribute(6, 'db.parameters.count')], ['bound', 1]);
});

test('a syntax error of the simple protocol is a statement of one text', () => {
  assert.deepEqual(
    [attribute(7, 'db.binding'), attribute(7, 'db.response.status_code')],
    ['simple', '42601'],
  );
});

test('each role that a text changes is told, and succeeded only when the log shows no error', () => {
  const changes = [12, 13].flatMap((index) =>
    (records[index] ?? [])
      .filter(({ kind }) => kind === 'db.role-changed')
      .map(({ attributes }) => [
        attributes['db.operation.name'],
        attributes['db.role.name'],
        attributes['outcome'],
      ]),
  );
  assert.deepEqual(changes, [
    ['CREATE ROLE', 'App V2', 'succeeded'],
    ['GRANT', 'App V2', 'succeeded'],
    ['DROP ROLE', 'app', 'failed'],
  ]);
});

test('roles are found in every spelling, and not in comments, literals or other objects', () => {
  const changes = (sql: string) =>
    observed('postgres.json', [log(entry(`statement: ${sql}`))])
      .observations.filter(({ kind }) => kind === 'db.role-changed')
      .map(({ attributes }) => `${attributes['db.operation.name']} ${attributes['db.role.name']}`);
  assert.deepEqual(changes('create user /* /* x */ drop role y */ A; drop group if exists "B;""b", c'), [
    'CREATE ROLE a',
    'DROP ROLE B;"b',
    'DROP ROLE c',
  ]);
  assert.deepEqual(changes('GRANT SELECT ON t TO a, "B" WITH GRANT OPTION'), ['GRANT a', 'GRANT B']);
  assert.deepEqual(changes('REVOKE ALL ON SCHEMA public FROM old CASCADE'), ['REVOKE old']);
  assert.deepEqual(changes('ALTER ROLE app RENAME TO retired'), ['ALTER ROLE app']);
  assert.deepEqual(
    changes("SELECT 'x; DROP ROLE y', E'\\'; DROP ROLE z', $q$; DROP ROLE q$q$ -- ; drop role w"),
    [],
  );
  assert.deepEqual(changes('CREATE USER MAPPING FOR a SERVER s'), []);
});

test('an abbreviation with one meaning is read; one that is not known rejects the record', () => {
  assert.equal(records[0]?.[0]?.at, '2026-01-27T10:00:00.118Z');
  const { tally } = observed('postgres.json', [fixture('postgres.json', 'unreadable.ndjson')]);
  assert.deepEqual(
    tally.rejects.map(({ why }) => why),
    [
      'timestamp has the zone XYZT, which has no single meaning: import with --zone, such as Asia/Kolkata',
      'timestamp is not a time with a zone',
      'error_severity is missing',
      'not JSON: it is cut short',
      'not an object',
    ],
  );
  assert.equal(tally.observed, 1);
});

test('sign-ins to the database succeed and fail', () => {
  assert.deepEqual(
    [records[0]?.[0]?.kind, records[17]?.[0]?.kind, attribute(17, 'error.type')],
    ['auth.succeeded', 'auth.failed', '28P01'],
  );
});

test('sessions do not mix: an error is for the statement of its own session', () => {
  const found = statements(
    entry('statement: SELECT 1', { session_id: 'a' }),
    entry('statement: SELECT 1', { session_id: 'b' }),
    entry('boom', { session_id: 'a', error_severity: 'ERROR', state_code: '22012', statement: 'SELECT 1' }),
  );
  assert.deepEqual(
    found.map(({ attributes }) => [attributes['db.session.id'], attributes['db.response.status_code']]),
    [
      ['a', '22012'],
      ['b', undefined],
    ],
  );
});

test('an error without a text is about what its session runs, and about nothing when it idles', () => {
  const codes = (ps: string) =>
    statements(
      entry('statement: SELECT 1'),
      entry('boom', { error_severity: 'FATAL', state_code: '57P01', ps }),
    ).map(({ attributes }) => attributes['db.response.status_code']);
  assert.deepEqual(codes('SELECT'), ['57P01']);
  assert.deepEqual(codes('idle in transaction'), [undefined]);
});

test('an error in the next page still belongs to its statement', () => {
  const first = log(entry('statement: DROP ROLE app'));
  const second = log(
    entry('no', { error_severity: 'ERROR', state_code: '2BP01', statement: 'DROP ROLE app' }),
  );
  const outcomes = outcomesOf('postgres.json', [first, second]);
  assert.deepEqual(
    outcomes.map(({ outcome, record }) => [outcome, record.page, record.index]),
    [
      ['observed', 0, 0],
      ['routine', 1, 1],
    ],
  );
});

test('bound values are counted whatever they hold', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom("', $2 = 'x", '$1 = ', "''", "'", ', $3 = NULL', '\n', 'NULL', null),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const shown = values.map(
        (one, index) => `$${index + 1} = ${one === null ? 'NULL' : `'${one.replaceAll("'", "''")}'`}`,
      );
      const [statement] = statements(
        entry('execute q: SELECT $1', { detail: `parameters: ${shown.join(', ')}` }),
      );
      assert.equal(statement?.attributes['db.parameters.count'], values.length);
    }),
  );
});

test('a literal of megabytes is read without overflowing', () => {
  const text = `CREATE ROLE a PASSWORD '${"''".repeat(2_000_000)}'`;
  const { observations } = observed('postgres.json', [log(entry(`statement: ${text}`))]);
  assert.equal(observations.length, 2);
  assert.ok(String(observations[0]?.attributes['db.query.text']).length < 10_000);
});
