import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { wafRecord } from '../sources/recording.ts';
import { buttonsOf, filledWith, openedForm, press, sendForm } from './pressed.ts';
import { openRealApp, realChannel } from './real-channel.ts';

describe('forms', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  test('a verb alone opens its form, and the sent form writes the entry once', async (t) => {
    const { workspace, settle, say, incident, last } = await realChannel(t, app);
    for (const [at, kind] of ['impact', 'cause', 'lesson', 'action', 'control'].entries()) {
      assert.match(await say(kind), /^Opening a form/);
      const form = await openedForm(workspace, at + 1);
      const whole = kind === 'control' ? { owner: 'search lead', eta: '2026-03-01' } : {};
      const sent = { text: `The ${kind} with owner: in its text`, ...whole };
      for (const _ of ['click', 'click again']) {
        assert.equal(await sendForm(workspace, form, sent, `V${kind}`), null);
      }
      await settle();
      assert.match((await last()).text, new RegExp(`: The ${kind} with owner: in its text$`));
    }
    const entries = await app.useCases.sections(incident);
    assert.deepEqual(entries.map(({ id }) => id).sort(), ['A-0001', 'C-0001', 'F-0001', 'I-0001', 'L-0001']);
    const control = entries.find(({ id }) => id === 'C-0001');
    assert.ok(control?.body.kind === 'control');
    assert.deepEqual([control.body.owner, control.body.eta], ['search lead', '2026-03-01']);
  });

  test('what a form lacks is said at its fields, and nothing is stored', async (t) => {
    const { workspace, say, jobs } = await realChannel(t, app);
    await say('control');
    const control = await openedForm(workspace);
    const stored = jobs.stored.length;
    assert.deepEqual(await sendForm(workspace, control, { text: null, evidence: 'nonsense' }, 'V1'), {
      response_action: 'errors',
      errors: {
        text: 'Say it in a sentence.',
        evidence: 'Write ids of evidence and notes with spaces between them, such as E-0007 N-0003.',
        owner: 'A pending control has an owner.',
        eta: 'A pending control has a date.',
      },
    });
    await say('action');
    const action = await openedForm(workspace, 2);
    const refused = await sendForm(workspace, action, { text: 'Done', state: 'done' }, 'V2');
    assert.match(JSON.stringify(refused), /when evidence shows it/);
    assert.equal(jobs.stored.length, stored);
  });

  test('the button on an echo opens the entry as it stands, and what is emptied is emptied', async (t) => {
    const { workspace, settle, say, incident, last } = await realChannel(t, app);
    await say('action Alert on count mode owner: platform lead due: 2026-02-14 type: preventive');
    const [edit] = buttonsOf((await last()).blocks);
    await say('action edit A-0001 Alert on count mode in every ACL');
    await press(workspace, edit);
    const form = await openedForm(workspace);
    assert.equal(form.title.text, 'Edit A-0001');
    assert.deepEqual(
      ['text', 'type', 'state', 'owner', 'due'].map((field) => filledWith(form, field)),
      ['Alert on count mode in every ACL', 'preventive', 'open', 'platform lead', '2026-02-14'],
    );
    assert.equal(await sendForm(workspace, form, { owner: null, due: '2026-03-01' }, 'V1'), null);
    await settle();
    const [entry] = await app.useCases.sections(incident);
    assert.ok(entry?.body.kind === 'action');
    assert.deepEqual([entry.version, entry.body.owner, entry.body.due], [3, null, '2026-03-01']);
  });

  test('a note is edited with its time, and keeps its seconds when the time is not touched', async (t) => {
    const { workspace, settle, say, incident, last } = await realChannel(t, app);
    await say('note WAF to block at 2026-01-27T11:16:42Z phase mitigated');
    await press(workspace, buttonsOf((await last()).blocks)[0]);
    const form = await openedForm(workspace);
    assert.deepEqual(
      ['text', 'at', 'phase'].map((field) => filledWith(form, field)),
      ['WAF to block', Date.parse('2026-01-27T11:16:42Z') / 1000, 'mitigated'],
    );
    // The picker knows no seconds.
    const minute = Date.parse('2026-01-27T11:16:00Z') / 1000;
    await sendForm(workspace, form, { text: 'WAF set to block', at: minute }, 'V1');
    await settle();
    const [kept] = await app.useCases.notes(incident);
    assert.deepEqual(
      [kept?.version, kept?.at, kept?.text, kept?.phase],
      [2, '2026-01-27T11:16:42.000Z', 'WAF set to block', 'mitigated'],
    );
    await press(workspace, buttonsOf((await last()).blocks)[0]);
    const again = await openedForm(workspace, 2);
    await sendForm(workspace, again, { at: minute + 120, phase: 'none' }, 'V2');
    await sendForm(workspace, again, { at: minute + 120, phase: 'none' }, 'V2');
    await settle();
    const [moved] = await app.useCases.notes(incident);
    assert.deepEqual([moved?.version, moved?.at, moved?.phase], [3, '2026-01-27T11:18:00.000Z', null]);
  });

  test('of two people who edit at once the second is told, with the words that were not written', async (t) => {
    const { workspace, settle, say, incident, last, told } = await realChannel(t, app);
    await say('impact None');
    await press(workspace, buttonsOf((await last()).blocks)[0]);
    const form = await openedForm(workspace);
    await app.useCases.editSection(
      incident,
      'I-0001',
      { kind: 'impact', text: 'Some' },
      `slack:${workspace.slack.teamId}/UOTHER`,
    );
    await sendForm(workspace, form, { text: 'None at all, I looked' }, 'V1');
    await settle();
    assert.match(told(), /ENTRY_CHANGED.*version 2 now, the form had 1.*None at all, I looked/s);
    const [entry] = await app.useCases.sections(incident);
    assert.equal(entry?.body.text, 'Some');
  });

  test('a text that no form takes is left as it is', async (t) => {
    const { workspace, settle, say, incident, last } = await realChannel(t, app);
    const long = 'word '.repeat(700).trim();
    await say(`lesson ${long}`);
    await press(workspace, buttonsOf((await last()).blocks)[0]);
    const form = await openedForm(workspace);
    assert.equal(filledWith(form, 'text'), undefined);
    await sendForm(workspace, form, { side: 'lucky' }, 'V1');
    await settle();
    const [entry] = await app.useCases.sections(incident);
    assert.ok(entry?.body.kind === 'lesson');
    assert.deepEqual([entry.body.text, entry.body.side, entry.version], [long, 'lucky', 2]);
  });

  test('a withdrawn entry says so instead of opening a form', async (t) => {
    const { workspace, say, last, told } = await realChannel(t, app);
    await say('lesson The canary helped');
    const [edit] = buttonsOf((await last()).blocks);
    await say('lesson withdraw L-0001 said twice');
    await press(workspace, edit);
    while (!/was withdrawn/.test(told())) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(!workspace.slack.calls.some(({ method }) => method === 'views.open'));
  });

  test('a sentence of the draft is put into words by its form, and one whose facts have changed meanwhile is not', async (t) => {
    const { workspace, settle, say, incident, last, told } = await realChannel(t, app);
    const fromMs = Date.now() - 60 * 60_000;
    let blocked = 0;
    const block = (name: string, count: number) =>
      app.useCases.importFile(
        incident,
        {
          name,
          bytes: Readable.from([
            Buffer.from(
              Array.from(
                { length: count },
                () => `${JSON.stringify(wafRecord(fromMs + ++blocked * 1_000))}\n`,
              ).join(''),
            ),
          ]),
          format: null,
          capturedAtMs: null,
        },
        'cli:lead',
      );
    await block('waf.log', 3);
    const list = async () => {
      await say('wording');
      const { text, blocks = [] } = await last();
      assert.match(text, /^\d+ sentences in the draft/);
      const of = (sentence: string) =>
        buttonsOf(blocks).find(({ value }) => value.includes(`sentence:${sentence}"`));
      return { of, said: JSON.stringify(blocks) };
    };
    const { of, said } = await list();
    assert.match(said, /impact\.requests: 3 requests were blocked at the edge/);
    await press(workspace, of('impact.requests'));
    const form = await openedForm(workspace);
    assert.equal(form.title.text, 'Wording');
    assert.match(String(filledWith(form, 'text')), /^3 requests were blocked at the edge/);
    await press(workspace, of('indicator.rules'));
    const other = await openedForm(workspace, 2);
    for (const _ of ['click', 'click again'])
      await sendForm(workspace, form, { text: 'Three requests never reached us.' }, 'V1');
    await settle();
    assert.match(
      (await last()).text,
      /^W-0001 in .*, wording, version 1: Three requests never reached us\.$/,
    );

    await press(workspace, of('impact.requests'));
    assert.equal((await openedForm(workspace, 3)).title.text, 'Edit W-0001');
    await block('more.log', 5);
    await sendForm(workspace, other, { text: 'One rule did it.' }, 'V2');
    await settle();
    assert.match(told(), /SENTENCE_CHANGED.*indicator\.rules.*One rule did it\./s);
    assert.match(
      (await list()).said,
      /worded by a person as W-0001\). The facts have changed since; the evidence now says: 8 requests/,
    );
    // A form of the wording, whose facts change before it is sent.
    await press(workspace, (await list()).of('impact.requests'));
    const stale = await openedForm(workspace, 4);
    await block('third.log', 1);
    await sendForm(workspace, stale, { text: 'Eight, I say.' }, 'V3');
    await settle();
    assert.match(told(), /SENTENCE_CHANGED.*impact\.requests.*9 requests.*Eight, I say\./s);
    await say('wording edit W-0001 Nine never reached us.');
    const entries = await app.useCases.sections(incident);
    assert.deepEqual(
      entries.map(({ id, version, body }) => [id, version, body.text]),
      [['W-0001', 2, 'Nine never reached us.']],
    );
    await say('wording One rule did it. sentence: indicator.rules');
    assert.match((await last()).text, /^W-0002 in .*: One rule did it\.$/);
  });
});
