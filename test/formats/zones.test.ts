import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormatId } from '../../src/domain/formats.ts';
import { fixture, observed, outcomesOf } from './observing.ts';

const line = (value: object): Uint8Array => new Uint8Array(Buffer.from(`${JSON.stringify(value)}\n`));

const postgres = (timestamp: string, more: object = {}): Uint8Array =>
  line({
    timestamp,
    error_severity: 'LOG',
    message: 'connection authorized: user=app database=shop',
    ...more,
  });

const modsecurity = (timeStamp: string): Uint8Array => {
  const recorded = Buffer.from(fixture('modsecurity.v3-json', 'ingress-local-time.json')).toString();
  return new Uint8Array(
    Buffer.from(recorded.replace(/"time_stamp": ?"[^"]*"/, `"time_stamp":"${timeStamp}"`)),
  );
};

const only = (id: FormatId, page: Uint8Array, zone?: string) => {
  const { observations, tally } = observed(id, [page], zone === undefined ? {} : { zone });
  return observations[0] ?? { why: tally.rejects[0]?.why };
};

test('a log of a server in any zone gives the second in which its session began', () => {
  for (const name of ['zone-kolkata', 'zone-shanghai', 'zone-manila', 'zone-darwin']) {
    const page = fixture('postgres.json', `${name}.ndjson`);
    assert.ok(
      outcomesOf('postgres.json', [page]).every(({ outcome }) => outcome !== 'rejected'),
      name,
    );
    const [first] = Buffer.from(page).toString().split('\n');
    const { session_id: id, ...entry } = JSON.parse(first ?? '');
    const told = only(
      'postgres.json',
      postgres(entry.timestamp, { ...entry, message: 'connection authorized: x', session_id: id }),
    );
    assert.ok('at' in told && told.attributes['clock.zone'] === 'session_id', name);
    assert.equal(Math.floor(Date.parse(told.at) / 1_000), Number.parseInt(id.split('.')[0], 16), name);
  }
});

test('an abbreviation with several meanings that nothing settles is asked about, and read in the zone that is given', () => {
  for (const zone of ['IST', 'CST', 'PST', 'CDT', 'XYZT']) {
    const told = only('postgres.json', postgres(`2026-11-29 10:00:00.118 ${zone}`));
    assert.match('why' in told ? (told.why ?? '') : '', new RegExp(`the zone ${zone}, .*--zone`));
  }
  const told = only('postgres.json', postgres('2026-11-29 10:00:00.118205 CST'), 'Asia/Shanghai');
  assert.ok('at' in told);
  assert.equal(told.at, '2026-11-29T02:00:00.118205Z');
  assert.equal(told.attributes['clock.zone'], 'given');
});

test('what the log states goes before what the importer says', () => {
  for (const [timestamp, at] of [
    ['2026-11-29 10:00:00.118 UTC', '2026-11-29T10:00:00.118Z'],
    ['2026-11-29 10:00:00.118 +05:30', '2026-11-29T04:30:00.118Z'],
    ['2026-11-29 10:00:00.118 -03', '2026-11-29T13:00:00.118Z'],
  ] as const) {
    const told = only('postgres.json', postgres(timestamp), 'Asia/Tokyo');
    assert.ok('at' in told);
    assert.equal(told.at, at);
    assert.equal(told.attributes['clock.zone'], undefined);
  }
});

test('a session that began before the clock changed settles nothing about the time after it', () => {
  const began = {
    session_id: `${(Date.UTC(2026, 9, 24, 23, 0) / 1_000).toString(16)}.1f`,
    session_start: '2026-10-25 00:00:00 BST',
  };
  const told = only('postgres.json', postgres('2026-10-25 10:00:00 XST', began));
  assert.ok('why' in told);
});

test('a local time without a zone is marked as assumed, unless the importer gives one', () => {
  const assumed = only('modsecurity.v3-json', modsecurity('Sun Nov 29 11:00:00 2026'));
  assert.ok('at' in assumed);
  assert.deepEqual([assumed.at, assumed.attributes['clock.zone']], ['2026-11-29T11:00:00.000Z', 'assumed']);
  const given = only('modsecurity.v3-json', modsecurity('Sun Nov 29 11:00:00 2026'), 'Europe/Berlin');
  assert.ok('at' in given);
  assert.deepEqual([given.at, given.attributes['clock.zone']], ['2026-11-29T10:00:00.000Z', 'given']);
});

test('days and hours that there are not reject the record with the reason', () => {
  for (const [id, page, zone, why] of [
    ['postgres.json', postgres('2026-02-30 10:00:00 UTC'), undefined, '30 February 2026 does not exist'],
    [
      'modsecurity.v3-json',
      modsecurity('Mon Feb 30 11:00:00 2026'),
      undefined,
      '30 February 2026 does not exist',
    ],
    [
      'modsecurity.v3-json',
      modsecurity('Sun Mar 29 02:30:00 2026'),
      'Europe/Berlin',
      'this hour was skipped in Europe/Berlin',
    ],
    [
      'aws.cloudtrail',
      line({ Records: [{ eventTime: '2026-02-30T10:00:00Z', eventSource: 's', eventName: 'n' }] }),
      undefined,
      '30 February 2026 does not exist',
    ],
  ] as const) {
    const told = only(id, page, zone);
    assert.ok('why' in told && told.why?.endsWith(why), `${JSON.stringify(told)} for ${why}`);
  }
});
