import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { detectFormat } from '../../src/formats/registry.ts';
import { fixture, observed } from './observing.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);

/** A statement in the journal of the client that made PostgreSQL 15 write the log. */
interface Sent {
  readonly kind: string;
  /** Null for a sign-in. */
  readonly sql: string | null;
  readonly params: readonly unknown[] | null;
  readonly error?: { readonly code: string };
}

test("PostgreSQL's own log tells each statement that the client sent, as the client sent it", () => {
  const sent = JSON.parse(
    readFileSync(new URL('postgres-client/engine-15-sent.json', FIXTURES), 'utf8'),
  ) as readonly Sent[];
  const { observations, tally } = observed('postgres.json', [fixture('postgres.json', 'engine-15.ndjson')]);
  assert.deepEqual(tally.rejects, []);
  const logged = observations
    .filter(({ kind }) => kind === 'db.statement')
    .map(({ attributes }) => ({
      text: attributes['db.query.text'],
      binding: attributes['db.binding'],
      parameters: attributes['db.parameters.count'],
      code: attributes['db.response.status_code'],
    }));
  assert.ok(sent.length > 20);
  for (const { kind, sql, params, error } of sent) {
    if (sql === null) continue;
    const expected = {
      text: sql,
      binding: kind.startsWith('bound') ? 'bound' : 'simple',
      parameters: params?.length,
      code: error?.code,
    };
    const same = (statements: readonly unknown[]): number =>
      statements.filter((one) => JSON.stringify(one) === JSON.stringify(expected)).length;
    const times = sent.filter((other) => other.sql === sql && other.kind === kind).length;
    assert.equal(same(logged), times, `${kind}: ${sql}`);
  }
});

test('each change of a role that the client sent is told, failed where the client saw an error', () => {
  const { observations } = observed('postgres.json', [fixture('postgres.json', 'engine-15.ndjson')]);
  const outcomes = observations
    .filter(({ kind }) => kind === 'db.role-changed')
    .map(
      ({ attributes }) =>
        `${attributes['db.operation.name']} ${attributes['db.role.name']} ${attributes['outcome']}`,
    );
  // The first one is of the set-up, before the journal begins.
  assert.deepEqual(outcomes.slice(1), [
    'CREATE ROLE app_v2 succeeded',
    'GRANT app_v2 succeeded',
    'ALTER ROLE app succeeded',
    'ALTER ROLE app_v2 succeeded',
    'ALTER ROLE app succeeded',
    'ALTER ROLE app succeeded',
    'CREATE ROLE Weird Name succeeded',
    'DROP ROLE Weird Name succeeded',
    'DROP ROLE never_was succeeded',
    'DROP ROLE app_retired failed',
    'REVOKE app_v2 succeeded',
    'CREATE ROLE audit_ro succeeded',
    'ALTER ROLE audit_ro succeeded',
  ]);
});

test('ModSecurity behind nginx blocked what the client saw refused', () => {
  const kinds = ['engine-401.ndjson', 'engine-403.ndjson'].flatMap((name) =>
    observed('modsecurity.v3-json', [fixture('modsecurity.v3-json', name)]).observations.map(
      ({ kind, attributes }) => [
        kind,
        attributes['http.response.status_code'],
        attributes['security_rule.name'],
      ],
    ),
  );
  assert.deepEqual(kinds, [
    ['waf.blocked', 401, '1000001'],
    ...Array.from({ length: 6 }, () => ['waf.blocked', 403, '949110']),
  ]);
});

test('an estimate of Prometheus over a restart stays the fraction that it is', () => {
  const { observations } = observed('prometheus.query', [
    fixture('prometheus.query', 'engine-auth-increase.json'),
  ]);
  assert.ok(observations[0]?.points?.some(([, value]) => value === 739.2857142857142));
});

test('other replies of Prometheus and Alertmanager are not taken for answers to queries', () => {
  const folder = new URL('prometheus-api/', FIXTURES);
  const names = readdirSync(folder);
  assert.ok(names.length >= 10);
  for (const name of names) {
    assert.deepEqual(detectFormat(readFileSync(new URL(name, folder), 'utf8')), [], name);
  }
});
