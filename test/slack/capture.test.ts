import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forEachStore } from '../helpers/stores.ts';
import { type LiveWorkspace, openLive } from './live-workspace.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

const reaction = (type: string, live: LiveWorkspace, ts: string, name = 'pushpin') => ({
  type,
  user: live.slack.userId,
  reaction: name,
  item: { type: 'message', channel: live.slack.channelId, ts },
  event_ts: '1769508000.000100',
});

const react = (live: LiveWorkspace, how: 'add' | 'remove', timestamp: string) =>
  live.slack.ask(`reactions.${how}`, { channel: live.slack.channelId, timestamp, name: 'pushpin' });

/** https://docs.slack.dev/reference/events/message/message_changed */
const changed = (live: LiveWorkspace, ts: string, text: string, editedTs: string) => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel: live.slack.channelId,
  ts: editedTs,
  message: { type: 'message', user: 'U9', text, ts, edited: { user: 'U9', ts: editedTs } },
});

/** https://docs.slack.dev/reference/events/message/message_deleted */
const deleted = (live: LiveWorkspace, ts: string) => ({
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel: live.slack.channelId,
  ts: '1893456000.000000',
  event_ts: '1893456000.000000',
  deleted_ts: ts,
});

const titles = async (live: LiveWorkspace): Promise<string[]> =>
  (await live.app.useCases.timeline(live.incident)).entries
    .filter(({ kind }) => kind === 'note')
    .map(({ title }) => title);

forEachStore(({ name, place }) => {
  describe(`capture on ${name}`, () => {
    test('the shortcut puts a message on the timeline at its own time, with permalink and account, once', async (t) => {
      const live = await openLive(t, await place());
      const ts = await live.post('Rolled back to 2.4.1 &amp; watching, token=hunter2hunter2');
      const author = live.slack.userId;
      Object.assign(live.slack, { userId: live.slack.bystanderId });
      for (const triggerId of ['trigger.1', 'trigger.1', 'trigger.2']) {
        assert.equal((await live.addToTimeline(ts, triggerId)).status, 200);
      }
      await live.settled();
      const notes = await live.notes();
      assert.equal(notes.length, 1);
      const [note] = notes;
      assert.match(note!.text, /^Rolled back to 2\.4\.1 & watching, token=\[secret:/);
      assert.equal(note!.at, new Date(Math.floor(Number(ts) * 1_000)).toISOString());
      assert.equal(note!.message?.key, `slack:${live.slack.teamId}/${live.slack.channelId}/${ts}`);
      assert.match(note!.message?.permalink ?? '', new RegExp(`/archives/.*/p${ts.replace('.', '')}$`));
      assert.equal(note!.message?.author, `slack:${live.slack.teamId}/${author}`);
      assert.equal(note!.author, `slack:${live.slack.teamId}/${live.slack.bystanderId}`);
      const [entry] = (await live.app.useCases.timeline(live.incident)).entries;
      assert.equal(entry?.origin, 'human');
      assert.equal(entry?.attributes['message.permalink'], note!.message?.permalink);
      const said = live.slack.calls.filter(({ method }) => method === 'chat.postEphemeral');
      assert.equal(said.length, 2, 'once for each use of the shortcut, not for its retry');
      assert.match(said[0]!.arguments['text']!, /^Added to the timeline of INC-.* as N-0001: Rolled back/);
      const ledger = (await live.app.context.store.ledger(live.incident)).join('\n');
      assert.doesNotMatch(ledger, /Rolled|hunter2|archives/);
      await live.type('timeline');
      await live.settled();
      const rows = JSON.stringify((await live.messages()).at(-1)?.blocks);
      assert.ok(rows.includes(` <${note!.message?.permalink}|message>`), rows);
    });

    test('the pushpin adds, its removal withdraws, and Slack’s retries change nothing', async (t) => {
      const live = await openLive(t, await place());
      const ts = await live.post('WAF set to block');
      await react(live, 'add', ts);
      for (const retry of [0, 1, 2]) {
        await live.event(reaction('reaction_added', live, ts), { eventId: 'Ev-add', retry });
      }
      await live.event(reaction('reaction_added', live, ts, 'eyes'));
      await live.settled();
      assert.deepEqual(await titles(live), ['WAF set to block']);
      await react(live, 'remove', ts);
      for (const retry of [0, 1]) {
        await live.event(reaction('reaction_removed', live, ts), { eventId: 'Ev-remove', retry });
      }
      await live.settled();
      assert.deepEqual(await titles(live), []);
      await react(live, 'add', ts);
      await live.event(reaction('reaction_added', live, ts), { eventId: 'Ev-again' });
      await live.settled();
      assert.deepEqual(await titles(live), ['WAF set to block']);
      const versions = (await live.notes()).map(({ id, version, withdrawn }) => [id, version, withdrawn]);
      assert.deepEqual(versions, [
        ['N-0001', 1, undefined],
        ['N-0001', 2, 'the pushpin was taken away'],
        ['N-0001', 3, undefined],
      ]);
    });

    test('a removal while another pushpin stands, and an addition that was taken back, change nothing', async (t) => {
      const live = await openLive(t, await place());
      const [pinned, bare] = [await live.post('still pinned'), await live.post('not pinned any more')];
      await react(live, 'add', pinned);
      await live.event(reaction('reaction_added', live, pinned));
      await live.settled();
      await live.event(reaction('reaction_removed', live, pinned));
      await live.event(reaction('reaction_added', live, bare));
      await live.settled();
      assert.deepEqual(await titles(live), ['still pinned']);
    });

    test('a reply in a thread is captured', async (t) => {
      const live = await openLive(t, await place());
      const root = await live.post('5xx climbs');
      const reply = await live.post('it is the new build', root);
      await live.addToTimeline(reply);
      await live.settled();
      assert.deepEqual(await titles(live), ['it is the new build']);
      assert.match((await live.notes())[0]!.message?.permalink ?? '', /thread_ts=/);
    });

    test('edits and the deletion become versions, in whatever order they come; other messages are left alone', async (t) => {
      const live = await openLive(t, await place());
      const [ts, other] = [await live.post('5xx at 3 %'), await live.post('lunch?')];
      await live.addToTimeline(ts);
      await live.settled();
      await live.event(changed(live, ts, '5xx at 5 %, mail ops@example.com', '1893456100.000000'));
      await live.settled();
      await live.event(changed(live, ts, '5xx at 4 %', '1893456050.000000'));
      await live.event(changed(live, other, 'dinner?', '1893456050.000000'));
      await live.event(deleted(live, other));
      await live.event(deleted(live, ts), { eventId: 'Ev-gone' });
      await live.event(deleted(live, ts), { eventId: 'Ev-gone', retry: 1 });
      await live.settled();
      await live.event(changed(live, ts, 'edited after its deletion', '1893456300.000000'));
      await live.settled();
      const notes = await live.notes();
      assert.deepEqual(
        notes.map(({ version, text, message }) => [
          version,
          text.replace(/\[email:\w+\]/, '[email]'),
          message?.editedAt,
          message?.deletedAt,
        ]),
        [
          [1, '5xx at 3 %', null, null],
          [2, '5xx at 5 %, mail [email]', '2030-01-01T00:01:40.000Z', null],
          [3, '5xx at 5 %, mail [email]', '2030-01-01T00:01:40.000Z', '2030-01-01T00:00:00.000Z'],
        ],
      );
      assert.equal(notes[1]!.author, `slack:${live.slack.teamId}/U9`);
      assert.match((await titles(live))[0]!, /\(deleted where it was written\)$/);
      assert.doesNotMatch(JSON.stringify(notes), /ops@example/);
    });

    test('a message whose words stand in blocks and attachments is captured with them', async (t) => {
      const live = await openLive(t, await place());
      const { ts } = await live.slack.ask('chat.postMessage', {
        channel: live.slack.channelId,
        text: '',
        attachments: JSON.stringify([{ fallback: 'f', title: 'Deploy of search', text: 'by hunter' }]),
      });
      await live.addToTimeline(String(ts));
      await live.settled();
      assert.match((await live.notes())[0]?.text ?? '', /Deploy of search/);
    });

    test('attached text is redacted evidence, an image is evidence byte for byte, what cannot be had is a gap', async (t) => {
      const live = await openLive(t, await place());
      const log = await live.slack.upload(
        'app.log',
        Buffer.from('login ok password=hunter2hunter2\n'),
        'logs',
      );
      const image = await live.slack.upload('graph.png', PNG);
      await live.addToTimeline(log);
      await live.settled();
      await live.addToTimeline(image);
      await live.settled();
      const items = await live.app.useCases.evidence(live.incident);
      assert.deepEqual(
        items.map(({ item }) => [item.id, item.format, item.original?.name]),
        [
          ['E-0001', 'text', 'app.log'],
          ['E-0002', 'binary', 'graph.png'],
        ],
      );
      const [text, bytes] = await Promise.all(
        items.map(({ item }) => live.app.context.blobs.get(item.pages[0]!.sha256)),
      );
      assert.match(Buffer.from(text!).toString(), /^login ok password=\[password:/);
      assert.deepEqual(Buffer.from(bytes!), PNG);
      const notes = await live.notes();
      assert.deepEqual(
        notes.map(({ text: words, message }) => [words, message?.evidence]),
        [
          ['logs', ['E-0001']],
          ['Shared graph.png', ['E-0002']],
        ],
      );
      const empty = await live.slack.upload('empty.txt', Buffer.alloc(0), 'nothing in it');
      await live.addToTimeline(empty);
      await live.settled();
      const large = await live.slack.upload('core.dump', Buffer.alloc(25_000_001), 'too much');
      await live.addToTimeline(large);
      await live.settled();
      const gaps = await live.app.useCases.recordedGaps(live.incident);
      assert.deepEqual(
        gaps.map(({ why }) => /attached file ([^:\s]+)/.exec(why)?.[1]),
        ['empty.txt', 'core.dump'],
      );
      assert.deepEqual((await titles(live)).toSorted(), [
        'Shared graph.png',
        'logs',
        'nothing in it',
        'too much',
      ]);
    });

    test('a rate limit is waited for outside of a worker, and the message is captured', async (t) => {
      const live = await openLive(t, await place());
      const ts = await live.post('canary stopped');
      live.slack.interrupt('conversations.history', [{ status: 429, retryAfterS: 1 }]);
      const askedMs = performance.now();
      await live.addToTimeline(ts);
      await live.settled();
      assert.deepEqual(await titles(live), ['canary stopped']);
      assert.ok(performance.now() - askedMs >= 1_000, 'not before Slack said');
    });
  });
});
