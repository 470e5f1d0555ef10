import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { parseSignoff } from '../../src/slack/signoff/sentence.ts';
import { type Button, buttonsOf, openedForm, press, sendForm } from './pressed.ts';
import { openRealApp, realChannel } from './real-channel.ts';

const RULES = { approvers: { security: ['S0SEC'], sre: ['S0SRE'] } };

describe('sign-off in the channel', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp('slack: { approvers: { security: [S0SEC], sre: [S0SRE] } }\n');
  });
  after(() => app.remove());

  /** A channel with a pack, and a request that waits; the person is of the security role. */
  async function asked(t: TestContext) {
    const channel = await realChannel(t, app, { rules: RULES });
    const { workspace, incident, say, settle } = channel;
    const { slack } = workspace;
    slack.userGroups.set('S0SEC', [slack.userId, slack.bystanderId]).set('S0SRE', []);
    await app.useCases.pack(incident, null, 'cli:maker');
    await say('signoff request security');
    const request = async () =>
      (await workspace.messages()).find(({ text }) => text.startsWith('S-0001: sign-off'))!;
    const button = async (what: string): Promise<Button> =>
      buttonsOf((await request()).blocks).find(({ action_id }) => action_id === `signoff-${what}`)!;
    return {
      ...channel,
      request,
      button,
      pressed: async (it: Button, userId = slack.userId) => {
        await press({ ...workspace, slack: { ...slack, userId } }, it);
        await settle();
      },
      signoffs: () => app.useCases.signoffs(incident),
      decided: async () =>
        (await app.useCases.signoffs(incident)).filter(({ decision }) => decision !== 'requested'),
      entries: async () =>
        (await app.context.store.ledger(incident))
          .map((line) => JSON.parse(line))
          .filter(({ type }) => /^slack\.(button|form)$/.test(type))
          .map(({ type, body }) => [type, body.name, body.outcome, body.code]),
    };
  }

  test('a request names the document by its digest, and Approve signs it once, however often it is pressed', async (t) => {
    const { incident, request, button, pressed, decided, entries, last, told } = await asked(t);
    const [waiting] = await app.useCases.signoffs(incident);
    assert.match(
      (await request()).text,
      new RegExp(
        `as security is asked for, evidence pack, version 1 of ${incident}. SHA-256 ${waiting!.document.sha256}$`,
      ),
    );
    const approve = await button('approve');
    await pressed(approve);
    await pressed(approve);
    const [approved, ...more] = await decided();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [approved!.decision, approved!.role, approved!.roleFrom, approved!.document.sha256, approved!.state],
      ['approved', 'security', 'configuration', waiting!.document.sha256, 'stands'],
    );
    assert.match(
      (await last()).text,
      /^S-0002: <@U\w+> approved evidence pack, version 1 as security .*ndependent/,
    );
    assert.match((await request()).text, /S-0002: <@U\w+> approved.*It is answered\.$/);
    assert.deepEqual(buttonsOf((await request()).blocks), []);
    assert.match(told(), /Nothing was added, the ledger says so already/);
    assert.deepEqual(await entries(), [
      ['slack.button', 'signoff', 'done', undefined],
      ['slack.button', 'signoff', 'done', undefined],
    ]);
  });

  test('whoever had a part in the incident is shown as not independent, a reader as independent', async (t) => {
    const { workspace, button, pressed, decided, request } = await asked(t);
    const approve = await button('approve');
    await pressed(approve);
    await workspace.type('status', { as: { user_id: workspace.slack.bystanderId } });
    await pressed(approve, workspace.slack.bystanderId);
    assert.deepEqual(
      (await decided()).map(({ independence }) => independence?.independent),
      [false, true],
    );
    assert.match(
      (await request()).text,
      /Not independent: until then this account .*S-0003.* Independent: until then/,
    );
  });

  test('two people at once make two entries, and the message shows both', async (t) => {
    const { workspace, settle, button, decided, request } = await asked(t);
    const approve = await button('approve');
    const other = { ...workspace, slack: { ...workspace.slack, userId: workspace.slack.bystanderId } };
    await Promise.all([press(workspace, approve), press(other, approve)]);
    await settle();
    const actors = (await decided()).map(({ actor }) => actor.split('/')[1]);
    assert.deepEqual(actors.sort(), [workspace.slack.userId, workspace.slack.bystanderId].sort());
    assert.match((await request()).text, /S-0002: .*S-0003: /);
  });

  test('a button of a document that has changed says what has changed and does nothing', async (t) => {
    const { incident, say, button, pressed, decided, told, request, entries } = await asked(t);
    const stale = await button('approve');
    await say('note Another host was probed too');
    await app.useCases.pack(incident, null, 'cli:maker');
    await pressed(stale);
    assert.deepEqual(await decided(), []);
    assert.match(
      told(),
      /SIGNOFF_SUPERSEDED: this is the evidence pack, version 1; the current one is version 2; between them: .*note written.*rca signoff request security/s,
    );
    assert.match((await request()).text, /The document has changed since/);
    assert.deepEqual(buttonsOf((await request()).blocks), []);
    assert.deepEqual(await entries(), [['slack.button', 'signoff', 'refused', 'SIGNOFF_SUPERSEDED']]);
  });

  test('whoever has not the role signs nothing, is told who has it, and may press again', async (t) => {
    const { workspace, jobs, button, pressed, decided, told, entries, say } = await asked(t);
    const { slack } = workspace;
    slack.userGroups.set('S0SEC', ['U0OTHER']);
    const approve = await button('approve');
    await pressed(approve);
    await say('signoff approve S-0001');
    await pressed(approve);
    assert.equal(jobs.stored.filter(({ name }) => name === 'slack.signoff').length, 2);
    assert.deepEqual(await decided(), []);
    assert.match(told(), /ACCESS_REFUSED: approval as security is for members of @s0sec/);
    assert.deepEqual(await entries(), [
      ['slack.button', 'signoff', 'refused', 'ACCESS_REFUSED'],
      ['slack.button', 'signoff', 'refused', 'ACCESS_REFUSED'],
    ]);
  });

  test('Reject asks why, and what was said is redacted and shown', async (t) => {
    const { workspace, jobs, settle, button, decided, request, entries } = await asked(t);
    await press(workspace, await button('reject'));
    const form = await openedForm(workspace);
    await sendForm(
      workspace,
      form,
      { reason: 'password=hunter2hunter2 stands in it <!channel>' },
      'V-reject',
    );
    await sendForm(
      workspace,
      form,
      { reason: 'password=hunter2hunter2 stands in it <!channel>' },
      'V-reject',
    );
    await settle();
    const [rejected, ...more] = await decided();
    assert.deepEqual(more, []);
    assert.deepEqual([rejected!.decision, rejected!.role], ['rejected', 'security']);
    assert.doesNotMatch(JSON.stringify(jobs.stored), /hunter2/);
    assert.match(rejected!.reason!.text, /^password=\[password:\w+\] stands in it/);
    assert.match((await request()).text, /rejected .*: password=.* stands in it &lt;!channel&gt;/);
    assert.deepEqual(await entries(), [['slack.form', 'signoff', 'done', undefined]]);
  });

  test('a sign-off is revoked by a new entry, and the request waits again', async (t) => {
    const { say, button, pressed, signoffs, request, last, told } = await asked(t);
    await pressed(await button('approve'));
    await say('signoff revoke S-0002 Read the wrong file');
    const [, approved] = await signoffs();
    assert.equal(approved?.state, 'revoked');
    assert.match((await last()).text, /S-0002: .*Revoked by <@U\w+> in S-0003: Read the wrong file/);
    assert.equal(buttonsOf((await request()).blocks).length, 2);
    await say('signoff list');
    assert.match((await last()).text, /^2 sign-offs and requests/);
    await say('signoff revoke S-0099 why');
    assert.match(told(), /SIGNOFF_UNKNOWN: INC-\S+ has no sign-off S-0099/);
  });

  test('asked twice, a request stands once; without a document, or for an unknown role, it says what mends it', async (t) => {
    const { say, signoffs, told } = await asked(t);
    await say('signoff request security');
    assert.equal((await signoffs()).length, 1);
    assert.match(told(), /S-0001 asks for that already/);
    await say('signoff request security rca');
    assert.match(told(), /SIGNOFF_NO_DOCUMENT.*\/rca draft/s);
    await say('signoff request auditor');
    assert.match(told(), /SIGNOFF_ROLE_UNKNOWN.*slack\.approvers/s);
  });
});

test('what stands behind /rca signoff is read with what it lacks named', () => {
  assert.deepEqual(parseSignoff(''), { do: 'list' });
  assert.deepEqual(parseSignoff('request sre rca'), { do: 'request', role: 'sre', document: 'rca' });
  assert.deepEqual(parseSignoff('approve s-0001 as  read'), {
    do: 'approve',
    id: 'S-0001',
    reason: 'as read',
  });
  for (const lacking of [
    'approve',
    'reject S-0001',
    'revoke S-0001',
    'request',
    'request Sre!',
    'request sre html',
    'sign',
  ]) {
    assert.throws(() => parseSignoff(lacking), { code: 'SIGNOFF_UNREADABLE' }, lacking);
  }
});
