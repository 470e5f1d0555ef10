import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { RcaError } from '../../src/domain/errors.ts';
import type { LedgerEntry } from '../../src/domain/ledger.ts';
import { judgeControls, type PartWords, recordParts } from '../../src/record/controls.ts';
import { loadControls } from '../../src/record/load-controls.ts';
import { afterPeriod } from '../../src/record/period.ts';
import { missingNumbers, type PopulationRow, populationCsv } from '../../src/record/population.ts';
import { isDue, retentionOf } from '../../src/record/retention.ts';

const entry = (type: string, at: string): LedgerEntry => ({
  v: 1,
  seq: 0,
  at,
  type,
  actor: 'cli:root',
  body: {},
  prev: '',
});
const after = (from: string, period: string) =>
  new Date(afterPeriod(Date.parse(from), period, 'here')).toISOString();

describe('a period', () => {
  test('counts months and years by the calendar, and ends on the last day of a shorter month', () => {
    assert.equal(after('2026-01-31T10:00:00Z', '1m'), '2026-02-28T10:00:00.000Z');
    assert.equal(after('2024-02-29T00:00:00Z', '1y'), '2025-02-28T00:00:00.000Z');
    assert.equal(after('2026-11-25T10:00:00Z', '14m'), '2028-01-25T10:00:00.000Z');
    assert.equal(after('2026-01-01T00:00:00Z', '90d'), '2026-04-01T00:00:00.000Z');
    assert.equal(after('2026-01-01T00:00:00Z', '2w'), '2026-01-15T00:00:00.000Z');
  });

  test('of another form is refused', () => {
    assert.throws(() => after('2026-01-01T00:00:00Z', '1 year'), { code: 'PERIOD_INVALID' });
  });
});

describe('retention', () => {
  const incident = { severity: 'sev1', startedAt: '2026-01-01T00:00:00Z' } as const;
  const policy = { default: '3y', sev1: '7y' };

  test('is not shortened by a lower severity, and takes the longest period that the ledger has named', () => {
    const lowered = {
      ...entry('incident.severity-changed', '2026-02-01T00:00:00Z'),
      body: { severity: 'sev4' },
    };
    const started = { ...entry('incident.started', '2026-01-01T00:00:00Z'), body: { severity: 'sev1' } };
    const now = { ...incident, severity: 'sev4' as const };
    assert.equal(retentionOf(now, [started, lowered], policy).rule, 'sev1');
    assert.equal(retentionOf(now, [lowered], policy).rule, 'default');
  });

  test('is counted from the close, before it from the last pack, before that from the start', () => {
    const pack = entry('pack.written', '2026-02-01T00:00:00Z');
    const closed = entry('incident.closed', '2026-03-01T00:00:00Z');
    const reopened = entry('incident.reopened', '2026-04-01T00:00:00Z');
    const from = (...entries: LedgerEntry[]) => retentionOf(incident, entries, policy).countedFrom.what;
    assert.equal(from(), 'start');
    assert.equal(from(pack), 'last pack');
    assert.equal(from(closed, pack), 'close');
    assert.equal(from(closed, reopened), 'start');
    assert.equal(from(pack, entry('incident.cancelled', '2026-02-02T00:00:00Z')), 'close');
  });

  test('is that of the severity, else the default', () => {
    assert.equal(retentionOf(incident, [], policy).until, '2033-01-01T00:00:00.000Z');
    const other = retentionOf({ ...incident, severity: 'sev3' }, [], policy);
    assert.deepEqual([other.rule, other.until], ['default', '2029-01-01T00:00:00.000Z']);
    assert.equal(isDue(other, Date.parse('2028-12-31T23:59:59.999Z')), false);
    assert.equal(isDue(other, Date.parse('2029-01-01T00:00:00Z')), true);
  });
});

describe('the control mapping', () => {
  const none = Object.fromEntries(recordParts.map((part) => [part, null])) as PartWords;

  test('of the installation names the controls that it must', async () => {
    const file = new URL('../../templates/controls.yaml', import.meta.url);
    const { mapping } = loadControls(await readFile(file, 'utf8'), 'controls.yaml');
    const ids = mapping.frameworks.flatMap(({ controls }) => controls.map(({ id }) => id));
    for (const id of ['CC7.3', 'CC7.4', 'CC7.5', 'A.5.24', 'A.5.25', 'A.5.26', 'A.5.27', 'A.5.28']) {
      assert.ok(ids.includes(id), id);
    }
    for (const number of [1, 2, 3, 4, 5, 6, 7]) assert.ok(ids.includes(`12.10.${number}`));
    assert.deepEqual(ids.slice(-6), ['GV', 'ID', 'PR', 'DE', 'RS', 'RC']);
    assert.ok(judgeControls(mapping, none).every(({ recorded }) => recorded === 'nothing'));
    const some = judgeControls(mapping, { ...none, evidence: '2 items' });
    const preserved = some.find(({ control }) => control === 'A.5.28');
    assert.equal(preserved?.recorded, 'some');
    assert.deepEqual(preserved?.parts[0], { part: 'evidence', recorded: '2 items' });
  });

  test('that is wrong is refused with the place', () => {
    const told = (text: string) => {
      try {
        loadControls(text, 'c.yaml');
      } catch (error) {
        return (error as RcaError).where;
      }
      return assert.fail('it was accepted');
    };
    assert.equal(told('version: 1\nframeworks: [\n'), 'c.yaml:3');
    assert.equal(
      told(
        'version: 1\nframeworks: [{ id: a, name: A, controls: [{ id: x, about: y, parts: [nothing-like-it] }] }]',
      ),
      'c.yaml, frameworks.0.controls.0.parts.0',
    );
  });
});

describe('the population', () => {
  const row: PopulationRow = {
    incident: 'INC-2026-0001',
    title: '=HYPERLINK("http://evil.example","a, b")',
    severity: 'sev2',
    status: 'open',
    startedAt: '2026-01-01T00:00:00.000Z',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T02:00:00.000Z',
    packs: 1,
    signoffs: 0,
    gaps: 2,
    retainedUntil: '2029-01-01T00:00:00.000Z',
    hold: false,
    destroyedAt: null,
    ledgerSize: 7,
    ledgerTip: 'ab'.repeat(32),
  };

  test('says in each row how many there are, and runs no formula', () => {
    const csv = populationCsv([row, { ...row, title: '-2+3' }, { ...row, title: '@SUM(A1)' }]);
    const [head, first, second, third] = csv.split('\r\n');
    assert.match(head ?? '', /^row,of,incident,title/);
    assert.match(first ?? '', /^1,3,INC-2026-0001,"'=HYPERLINK\(""http:\/\/evil\.example"",""a, b""\)",sev2/);
    assert.match(second ?? '', /^2,3,INC-2026-0001,'-2\+3,/);
    assert.match(third ?? '', /^3,3,INC-2026-0001,'@SUM\(A1\),/);
  });

  test('tells numbers that are missing, of each year', () => {
    assert.deepEqual(missingNumbers(['INC-2025-0002', 'INC-2026-0001', 'INC-2026-0004']), [
      'INC-2025-0001',
      'INC-2026-0002',
      'INC-2026-0003',
    ]);
    assert.deepEqual(missingNumbers(['INC-2026-0001', 'INC-2026-0002']), []);
  });
});
