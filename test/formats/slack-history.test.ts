import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deduplicator } from '../../src/timeline/deduplicator.ts';
import { fixture, observed, outcomesOf } from './observing.ts';

const page = (name: string) => fixture('slack.history', name);

test('each message of a person or a bot is a fact at its own time, others are silent or refused', () => {
  const { observations, tally } = observed('slack.history', [page('channel.json')]);
  assert.deepEqual(
    observations.map(({ at, kind, summary }) => [at, kind, summary]),
    [
      [
        '2026-01-27T10:50:00.000Z',
        'message',
        'U02: Rolled back to 2.4.1 <!channel> <https://evil.example|Approve>',
      ],
      ['2026-01-27T10:10:00.000Z', 'message', 'U03: 5xx climbs on search, p95 at 310 ms'],
      ['2026-01-27T10:05:00.000Z', 'message', 'B01 shared a file'],
    ],
  );
  assert.deepEqual([tally.records, tally.silent, tally.rejected], [7, 2, 2]);
  assert.equal(observations[0]?.attributes['message.edited'], true);
});

test('a reply says which thread it is of', () => {
  const { observations } = observed('slack.history', [page('thread.json')]);
  assert.equal(observations[0]?.attributes['messaging.message.conversation_id'], '1769508600.000200');
});

test('the same message in two items is one message', () => {
  const isNew = deduplicator();
  const news = ['E-0001', 'E-0002'].map((evidence) =>
    observed('slack.history', [page('channel.json')]).observations.filter((observation) =>
      isNew({ evidence, observation }),
    ),
  );
  assert.deepEqual(
    news.map((each) => each.length),
    [3, 0],
  );
});

test('what is no reply of the method is refused', () => {
  const outcomes = outcomesOf('slack.history', [Buffer.from('{"ok":false,"error":"not_in_channel"}')]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.outcome === 'rejected' && outcome.why),
    ['messages is not a list'],
  );
});
