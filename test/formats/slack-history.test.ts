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
        'U02: Rolled back to 2.4.1 @channel Approve (https://evil.example)',
      ],
      ['2026-01-27T10:10:00.000Z', 'message', 'U03: 5xx climbs on search, p95 at 310 ms'],
      ['2026-01-27T10:05:00.000Z', 'alert.fired', 'B01: [FIRING:1] HighErrorRate'],
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

const history = (...messages: readonly object[]): Buffer =>
  Buffer.from(JSON.stringify({ messages, has_more: false }));

test('words stand in text, blocks, attachments and rich text; only what has a file shares one', () => {
  const bot = { subtype: 'bot_message', bot_id: 'B1', text: '' };
  const rich = (...elements: readonly object[]) => ({
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  });
  const { observations } = observed('slack.history', [
    history(
      {
        ...bot,
        ts: '1772359200.000100',
        attachments: [
          {
            fallback: 'f',
            title: 'Deploy',
            text: 'of <https://x.example/1|search>',
            fields: [{ title: 'Version', value: '4.2' }],
          },
        ],
      },
      {
        ...bot,
        ts: '1772359201.000100',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Deploy of search 4.2 finished' } }],
      },
      {
        user: 'U1',
        ts: '1772359202.000100',
        text: '',
        ...rich({ type: 'text', text: 'rolled back 2001:db8::1 a|b <x>' }),
      },
      { user: 'U1', ts: '1772359203.000100', text: '', files: [{ id: 'F1', name: 'graph.png' }] },
      { user: 'U1', ts: '1772359204.000999', text: 'same', ...rich({ type: 'text', text: 'same' }) },
      { user: 'U1', ts: '1772359205.000100', text: '' },
      {
        user: 'U1',
        ts: '1772359206.000100',
        text: '<https://g.example/d/1>',
        attachments: [{ from_url: 'https://g.example/d/1', image_url: 'https://x.example/y.png' }],
      },
    ),
  ]);
  assert.deepEqual(
    observations.map(({ summary }) => summary),
    [
      'B1: Deploy\nof search (https://x.example/1)\nVersion: 4.2',
      'B1: Deploy of search 4.2 finished',
      'U1: rolled back 2001:db8::1 a|b <x>',
      'U1 shared a file',
      'U1: same',
      'U1 posted a message without words',
      'U1: https://g.example/d/1\npreview of https://g.example/d/1: a picture (https://x.example/y.png)',
    ],
  );
  assert.equal(observations[4]?.at, '2026-03-01T10:00:04.000Z');
});

test('alerts that monitoring posts are alerts, and what a person pastes is a message', () => {
  const posted = {
    '[FIRING:1] HighErrorRate checkout': ['alert.fired', 'HighErrorRate checkout'],
    '[RESOLVED] HighErrorRate (api sev1)': ['alert.resolved', 'HighErrorRate'],
    '*Triggered:* p95 latency on checkout is 900 ms': ['alert.fired', 'p95 latency on checkout is 900 ms'],
    'Recovered: [P1] p95 latency': ['alert.resolved', '[P1] p95 latency'],
    'Triggered #42: queue is full': ['alert.fired', 'queue is full'],
    'Acknowledged incident #42: queue is full': ['alert.acknowledged', 'queue is full'],
    'ALARM: "orders-5xx" in EU (Frankfurt)': ['alert.fired', 'orders-5xx'],
    'Deploy finished': ['message', undefined],
  } as const;
  for (const [text, [kind, name]] of Object.entries(posted)) {
    const ts = '1772359200.000100';
    const ofBot = observed('slack.history', [history({ bot_id: 'B1', ts, text })]).observations[0];
    assert.deepEqual([ofBot?.kind, ofBot?.attributes['alert.name']], [kind, name], text);
    const ofPerson = observed('slack.history', [history({ user: 'U1', ts, text })]).observations[0];
    assert.equal(ofPerson?.kind, 'message', text);
  }
});
