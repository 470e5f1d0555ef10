import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ackText, unparsedText } from '../../src/slack/acknowledge.ts';
import { parseCommand, verbs } from '../../src/slack/command.ts';

const NOW_MS = Date.parse('2026-01-27T12:00:00Z');
const HOUR_MS = 3_600_000;

/** A command with what it was given beside its verb. */
function parse(text: string): Record<string, unknown> {
  const parsed = parseCommand(text, { nowMs: NOW_MS, zone: 'Europe/Berlin' });
  if (!('given' in parsed)) return { ...parsed };
  return { verb: parsed.verb, ...(typeof parsed.given === 'object' ? parsed.given : {}) };
}

const problemOf = (text: string): string => {
  const parsed = parseCommand(text, { nowMs: NOW_MS, zone: 'Europe/Berlin' });
  assert.ok('problem' in parsed, `${text} was understood as ${JSON.stringify(parsed)}`);
  return unparsedText(parsed);
};

test('start takes title, window, severity and services in this order', () => {
  assert.deepEqual(parse('start Elevated 5xx on search since 2h sev2 service search-api checkout'), {
    verb: 'start',
    title: 'Elevated 5xx on search',
    window: { fromMs: NOW_MS - 2 * HOUR_MS, toMs: NOW_MS },
    severity: 'sev2',
    services: ['search-api', 'checkout'],
  });
});

test('start takes a window from one time to another', () => {
  const parsed = parse('start Probing SEV1 from 2026-01-27T09:00:00Z to 2026-01-27T11:30:00+01:00');
  assert.deepEqual(parsed, {
    verb: 'start',
    title: 'Probing',
    window: { fromMs: NOW_MS - 3 * HOUR_MS, toMs: NOW_MS - 1.5 * HOUR_MS },
    severity: 'sev1',
    services: [],
    endIsSet: true,
  });
});

test('start alone leaves title and window open', () => {
  assert.deepEqual(parse('start'), {
    verb: 'start',
    title: null,
    window: null,
    severity: null,
    services: [],
  });
  assert.deepEqual(parse('start sev3'), {
    verb: 'start',
    title: null,
    window: null,
    severity: 'sev3',
    services: [],
  });
});

for (const title of [
  'Errors from search to checkout',
  'Payment service is down',
  'Slow since the deploy',
  'Sev4 was wrong',
  '<!channel> & "quotes" inside',
]) {
  test(`start keeps the words of "${title}" in the title`, () => {
    const parsed = parse(`start ${title}`);
    assert.equal(parsed['title'], title);
  });
}

test('start takes a quoted title as it is, also with the quotes that phones make', () => {
  for (const quoted of ['"Auth service auth"', '“Auth service auth”']) {
    const parsed = parse(`start ${quoted} sev2 service auth`);
    assert.equal(parsed['title'], 'Auth service auth');
    assert.deepEqual(parsed['services'], ['auth']);
  }
});

test('start says what is wrong with a time, a window and words after a quoted title', () => {
  assert.match(problemOf('start Probing since 25:00'), /is not a time.*yesterday 22:00/s);
  assert.match(problemOf('start Probing since 3y'), /not a duration/);
  assert.match(
    problemOf('start Probing from 2026-01-27T11:00:00Z to 2026-01-27T09:00:00Z'),
    /ends before it starts/,
  );
  assert.match(problemOf('start "Probing" yesterday'), /yesterday/);
});

test('start and note take times as people write them, in the zone of the writer', () => {
  const since = parse('start Probing since yesterday 22:00 sev2')['window'];
  assert.deepEqual(since, { fromMs: Date.parse('2026-01-26T21:00:00Z'), toMs: NOW_MS });
  const between = parse('start Probing from 9:00 to 10:30')['window'];
  assert.deepEqual(between, {
    fromMs: Date.parse('2026-01-27T08:00:00Z'),
    toMs: Date.parse('2026-01-27T09:30:00Z'),
  });
  assert.equal(parse('note Rolled back at 12:05 pm')['atMs'], Date.parse('2026-01-27T11:05:00Z'));
  assert.equal(parse('note Rolled back at 2h ago phase mitigated')['atMs'], NOW_MS - 2 * HOUR_MS);
});

test('note takes the time and the phase from its end', () => {
  const at = NOW_MS - HOUR_MS;
  assert.deepEqual(parse('note WAF to block at 2026-01-27T11:00:00Z phase mitigated'), {
    verb: 'note',
    text: 'WAF to block',
    atMs: at,
    phase: 'mitigated',
    asked: null,
  });
  assert.deepEqual(parse('note WAF to block phase mitigated at 2026-01-27T11:00:00Z'), {
    verb: 'note',
    text: 'WAF to block',
    atMs: at,
    phase: 'mitigated',
    asked: null,
  });
});

test('note leaves words that only look like options alone', () => {
  for (const text of ['looked at 3 hosts', 'phase one is over', 'scaled from 3 to 12 replicas']) {
    assert.deepEqual(parse(`note ${text}`), { verb: 'note', text, atMs: null, phase: null, asked: null });
  }
});

test('a note whose time is not clear stands at now and asks; a phase and a window ask first', () => {
  for (const text of [
    'p95 was 14.05',
    'we meet at 14',
    'rolled back at 2026-01-27T10:05',
    'x at tomorrow 9:00',
  ]) {
    const { atMs, asked, text: kept } = parse(`note ${text}`);
    assert.ok(atMs === null && asked !== null, text);
    assert.equal(kept, text);
  }
  for (const text of [
    'mitigated p95 was 14.05',
    'resolved at 2026-01-27T10:05',
    'note x at 2:05 CST phase mitigated',
    'start errors at 11:00',
  ]) {
    const parsed = parseCommand(text, { nowMs: NOW_MS, zone: 'Europe/Berlin' });
    assert.ok('problem' in parsed && parsed.instead !== undefined && parsed.instead.length > 1, text);
    for (const { text: instead } of parsed.instead) {
      const again = parseCommand(instead, { nowMs: NOW_MS, zone: 'Europe/Berlin' });
      assert.ok(!('problem' in again), `${instead}: ${JSON.stringify(again)}`);
    }
  }
});

test('words near a verb are that verb, or are offered', () => {
  assert.equal(parse('resolve errors are gone')['verb'], 'resolved');
  assert.equal(parse('mitigate WAF to block')['verb'], 'mitigated');
  const parsed = parseCommand('statsu', { nowMs: NOW_MS, zone: null });
  assert.ok('problem' in parsed);
  assert.deepEqual(parsed.instead, [{ label: '/rca status', text: 'status' }]);
});

test('a note needs a text', () => {
  assert.match(problemOf('note'), /needs a text/);
  assert.match(problemOf('note at 2026-01-27T11:00:00Z'), /needs a text/);
});

test('a mistyped verb gets the nearest one in one line', () => {
  assert.equal(problemOf('statsu'), 'There is no /rca statsu. Did you mean /rca status?');
  assert.equal(problemOf('pakc now'), 'There is no /rca pakc. Did you mean /rca pack?');
  assert.match(problemOf('deploy'), /\/rca help lists what there is/);
  assert.match(problemOf('status INC-1'), /takes nothing after it/);
});

test('help without a verb lists every command, and each verb has its own help with an example', () => {
  const overview = ackText({ verb: 'help', about: null });
  for (const verb of verbs) {
    assert.match(overview, new RegExp(`/rca ${verb}`));
    const parsed = parseCommand(`help ${verb}`, { nowMs: NOW_MS, zone: null });
    assert.ok(!('problem' in parsed));
    assert.match(ackText(parsed), new RegExp(`Example: \`/rca ${verb}`));
  }
  assert.deepEqual(parse(''), { verb: 'help', about: null });
  assert.match(problemOf('help sttus'), /Did you mean \/rca status/);
});

test('any text is either understood or answered with a problem and a mend', () => {
  const words = fc.constantFrom(
    'start',
    'note',
    'help',
    'since',
    '2h',
    'from',
    'to',
    'service',
    'sev1',
    'at',
    '"',
    '2026-',
    'phase',
  );
  const line = fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 12 });
  fc.assert(
    fc.property(line, (parts) => {
      const parsed = parseCommand(parts.join(' '), { nowMs: NOW_MS, zone: null });
      if ('problem' in parsed) assert.ok(unparsedText(parsed).length > 10);
      else assert.ok(ackText(parsed).length > 10);
    }),
  );
});
