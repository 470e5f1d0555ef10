import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedIncident } from '../../src/demo/incident/incident.ts';
import type { Recording } from '../../src/demo/recording.ts';
import type { FormatId } from '../../src/domain/formats.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import { observed } from '../formats/observing.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const BOT = 'awswaf:managed:aws:bot-control:';

const anchorMs = Date.UTC(2026, 0, 27, 12);
const recording = recordedIncident(anchorMs);
const { truth, window } = recording;

const lines = (records: readonly unknown[]): Uint8Array =>
  Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));

/** All observations of the text, none of whose records may be unreadable. */
function read(id: FormatId, bytes: Uint8Array): readonly Observation[] {
  const { observations, tally } = observed(id, [bytes]);
  assert.deepEqual(tally.rejects, []);
  return observations;
}

const waf = read('aws.waf-log', lines(recording.waf.records.map(({ record }) => record)));
const trail = read('aws.cloudtrail', Buffer.from(JSON.stringify({ Records: recording.trail.records })));
const blocks = waf.filter(({ kind }) => kind === 'waf.blocked');
const matchesSqli = ({ attributes }: Observation): boolean =>
  /SQLi/.test(String(attributes['waf.matched_rules']));

function file(name: string): Uint8Array {
  const found = recording.files.find((one) => one.name === name);
  assert.ok(found, name);
  return Buffer.from(found.text);
}

/** Samples of a configured query over a span, as a range query would ask for them. */
function samples(name: string, fromMs: number, toMs: number, stepMs = MINUTE_MS): readonly (number | null)[] {
  const expr = recording.prometheus.queries[name];
  const answer = recording.prometheus.answers.find((one) => one.expr === expr);
  assert.ok(answer, name);
  const [series] = answer.series;
  if (series === undefined) return [];
  return Array.from({ length: Math.floor((toMs - fromMs) / stepMs) }, (_, index) =>
    series.valueAt(fromMs + index * stepMs),
  );
}

const numbers = (values: readonly (number | null)[]): readonly number[] =>
  values.filter((value) => value !== null);
const mean = (values: readonly (number | null)[]): number =>
  numbers(values).reduce((sum, value) => sum + value, 0) / numbers(values).length;

test('the firewall holds exactly the blocks, bots and counted matches of the truth', () => {
  assert.deepEqual([truth.blocks, truth.botBlocks], [12_453, 3_201]);
  assert.equal(blocks.length, truth.blocks);
  assert.equal(waf.filter(({ kind }) => kind === 'waf.counted').length, truth.counted);
  assert.equal(waf.length, truth.blocks + truth.counted);
  const botLabels = blocks.map(
    ({ attributes }) =>
      [attributes['waf.labels'] ?? []].flat().filter((label) => String(label).startsWith(BOT)).length,
  );
  assert.equal(botLabels.filter((labels) => labels === 1).length, truth.botBlocks);
  assert.ok(botLabels.every((labels) => labels <= 1));
});

test('the blocks of each rule set are those of the truth', () => {
  const found = Map.groupBy(blocks, ({ attributes }) =>
    String(attributes['security_rule.ruleset.name'] ?? attributes['security_rule.name']),
  );
  assert.deepEqual(
    Object.fromEntries([...found].map(([name, records]) => [name, records.length])),
    truth.blocksByRuleSet,
  );
});

test('every request has its own id, lies in the window, and some arrive out of order', () => {
  assert.equal(new Set(waf.map(({ attributes }) => attributes['http.request.id'])).size, waf.length);
  const times = waf.map(({ at }) => Date.parse(at));
  assert.ok(times.every((atMs) => atMs >= window.fromMs && atMs < window.toMs));
  assert.notDeepEqual(times, times.toSorted());
  const ingested = recording.waf.records.map(({ ingestedAtMs }) => ingestedAtMs);
  assert.deepEqual(
    ingested,
    ingested.toSorted((a, b) => a - b),
  );
});

test('the same anchor and seed give the same recording, another seed the same totals', () => {
  const told = ({ waf, trail, files, notes, truth }: Recording): string =>
    JSON.stringify({ waf, trail, files, notes, truth });
  assert.equal(told(recordedIncident(anchorMs)), told(recording));
  const other = recordedIncident(anchorMs, 7);
  assert.notEqual(told(other), told(recording));
  assert.deepEqual(other.truth, truth);
});

test('the onset of the probing stands out from the hours before at the start of the truth', () => {
  const perMinute = new Map<number, number>();
  const sqli = waf.filter(matchesSqli);
  for (const { at } of sqli) {
    const minute = Math.floor(Date.parse(at) / MINUTE_MS);
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  }
  const onset = [...perMinute].sort(([a], [b]) => a - b).find(([, count]) => count >= 10)?.[0];
  const first = sqli
    .map(({ at }) => at)
    .sort()
    .find((at) => Math.floor(Date.parse(at) / MINUTE_MS) === onset);
  assert.equal(first, toIso(truth.phases.started));
  const before = sqli.filter(({ at }) => Date.parse(at) < truth.phases.started);
  assert.ok(before.length > 0 && before.length < 2 * 18.5);
});

test('SQL injection is counted before the mitigation and blocked after it, up to the end', () => {
  const { mitigated } = truth.phases;
  for (const { kind, at } of waf.filter(matchesSqli)) {
    assert.equal(kind, Date.parse(at) < mitigated ? 'waf.counted' : 'waf.blocked');
  }
  const late = blocks.filter((one) => matchesSqli(one) && Date.parse(one.at) >= anchorMs - 3 * HOUR_MS);
  assert.ok(late.length > 500, 'the three hours of sampled requests hold enough of them');
});

test('the trail says when the mode changed, who signed in, and what was rotated', () => {
  const kindsAt = (kind: string) => trail.filter((one) => one.kind === kind);
  const [change] = kindsAt('config.changed');
  assert.equal(change?.at, toIso(truth.phases.mitigated));
  assert.equal(change?.attributes['config.to'], 'block');
  assert.equal(kindsAt('auth.failed').length, 3);
  assert.equal(kindsAt('auth.succeeded')[0]?.attributes['auth.mfa_used'], true);
  assert.deepEqual(
    trail.filter(({ attributes }) => attributes['credential.kind'] === 'secret').map(({ kind }) => kind),
    ['credential.rotation-requested', 'credential.changed', 'credential.changed', 'credential.rotated'],
  );
  assert.deepEqual(
    trail.filter(({ attributes }) => attributes['credential.kind'] === 'iam-key').map(({ kind }) => kind),
    ['credential.created', 'credential.disabled', 'credential.deleted'],
  );
});

test('the trail is in order of time, has unique ids, and needs more than four pages', () => {
  const times = recording.trail.records.map((record) => String(record['eventTime']));
  assert.deepEqual(times, times.toSorted());
  assert.equal(new Set(recording.trail.records.map((record) => record['eventID'])).size, times.length);
  assert.ok(times.length > 4 * 50);
});

test('the alert fires from the detection to the resolution of the truth, on the grid of any usual step', () => {
  const { detected, resolved } = truth.phases;
  for (const stepMs of [15_000, MINUTE_MS, 5 * MINUTE_MS]) {
    const firing = samples('alerts', window.fromMs, window.toMs, stepMs).map((value, index) => [
      window.fromMs + index * stepMs,
      value,
    ]);
    const first = firing.find(([, value]) => value === 1)?.[0];
    const last = firing.findLast(([, value]) => value === 1)?.[0];
    assert.deepEqual([first, Number(last) + stepMs], [detected, resolved]);
  }
});

test('indicators dip during the attack and are back before the end', () => {
  const { started, mitigated, resolved } = truth.phases;
  const during = (name: string) => samples(name, started + 15 * MINUTE_MS, mitigated);
  const after = (name: string) => samples(name, resolved, window.toMs);
  assert.ok(Math.min(...numbers(during('availability'))) < 0.986);
  assert.ok(Math.min(...numbers(after('availability'))) > 0.999);
  assert.ok(Math.max(...numbers(during('error_ratio'))) <= 0.0185);
  assert.ok(Math.max(...numbers(during('latency_p95'))) > 0.25);
  assert.ok(Math.max(...numbers(after('latency_p95'))) < 0.22);
  assert.ok(Math.max(...numbers(samples('db_pool', window.fromMs, window.toMs))) <= 0.78);
});

test('authentication failures stay above three times their baseline for more than ten minutes', () => {
  const baseline = mean(samples('auth_failures', window.fromMs - 72 * HOUR_MS, window.fromMs));
  const above = samples('auth_failures', window.fromMs, window.toMs).filter(
    (value) => value !== null && value > 3 * baseline,
  );
  assert.ok(above.length > 10 && above.length < 30, `${above.length} minutes`);
});

test('a scrape gap has no samples, and a metric that nobody exports has no series', () => {
  const values = samples('limiter_errors', window.fromMs, window.toMs);
  assert.equal(values.filter((value) => value === null).length, 6);
  assert.ok(values.every((value) => value === 0 || value === null));
  assert.ok(!samples('availability', window.fromMs, window.toMs).includes(null));
  assert.deepEqual(samples('cors_denied', window.fromMs, window.toMs), []);
});

test('the signing key is replaced: both are published for a while, then the old one is gone', () => {
  const ids = (name: string) => read('jwks', file(name)).map(({ attributes }) => attributes['credential.id']);
  const [before, during, after] = ['jwks-before.json', 'jwks-during.json', 'jwks-after.json'].map(ids);
  assert.deepEqual(before, ['shop-2025-10', 'service-2025-04']);
  assert.deepEqual(during, ['shop-2026-02', 'shop-2025-10', 'service-2025-04']);
  assert.deepEqual(after, ['shop-2026-02', 'service-2025-04']);
});

test('the database log shows bound probes, no payload in a text, and the replaced role', () => {
  const database = read('postgres.json', file('postgresql.json'));
  const onRows = database.filter(
    ({ kind, attributes }) =>
      kind === 'db.statement' && /^(?:SELECT|INSERT)/.test(String(attributes['db.query.text'])),
  );
  assert.ok(onRows.length > 250);
  assert.ok(onRows.every(({ attributes }) => attributes['db.binding'] === 'bound'));
  assert.equal(
    onRows.filter(({ attributes }) => attributes['db.response.status_code'] === '22P02').length,
    1,
  );
  const drops = database
    .filter(({ attributes }) => attributes['db.operation.name'] === 'DROP ROLE')
    .map(({ attributes }) => attributes['outcome']);
  assert.deepEqual(drops, ['failed', 'succeeded']);
  assert.match(Buffer.from(file('postgresql.json')).toString(), /UNION SELECT username/);
});

test('the web ACL blocks, and its log keeps only what a rule matched', () => {
  const [mode] = read('config.snapshot', Buffer.from(JSON.stringify(recording.waf.webAcl)));
  assert.equal(mode?.attributes['config.value'], 'block');
  const [logging] = read('config.snapshot', Buffer.from(JSON.stringify(recording.waf.loggingConfiguration)));
  assert.deepEqual(logging?.attributes['waf.logging.kept_actions'], ['BLOCK', 'COUNT']);
  assert.equal(logging?.attributes['waf.logging.default_behavior'], 'DROP');
});

test('addresses are those of documentation, and what attackers write is hostile', () => {
  const documentation = /^(?:203\.0\.113|198\.51\.100|192\.0\.2)\.\d{1,3}$|^2001:db8:/;
  for (const { attributes } of waf) {
    const address = String(attributes['client.address']);
    assert.match(address, documentation);
    assert.ok(!/\.(?:2(?:5[6-9]|[6-9]\d)|[3-9]\d\d)$/.test(address), address);
  }
  const agents = new Set(waf.map(({ attributes }) => String(attributes['user_agent.original'])));
  for (const mark of ['<script>', '<!channel>', '=cmd|', '\u001b[', '\u202e', '{{', 'javascript:']) {
    assert.ok(
      [...agents].some((agent) => agent.includes(mark)),
      mark,
    );
  }
});

test('notes are in order, and one of them acknowledges', () => {
  const acknowledged = recording.notes.filter(({ phase }) => phase === 'acknowledged');
  assert.deepEqual(
    acknowledged.map(({ atMs }) => atMs),
    [truth.phases.acknowledged],
  );
  const times = recording.notes.map(({ atMs }) => atMs);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});
