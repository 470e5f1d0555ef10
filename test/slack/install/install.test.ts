import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { examine } from '../../../src/cli/doctor.ts';
import { forEachStore, postgres } from '../../helpers/stores.ts';
import { openMany } from './many-workspaces.ts';
import { CLIENT_SECRET } from './oauth-slack.ts';

const ALPHA = { token: 'xoxb-alpha-token', team: { id: 'TALPHA', name: 'Alpha' } };
const BETA = { token: 'xoxb-beta-token', team: { id: 'TBETA', name: 'Beta' } };

forEachStore((kind) => {
  describe(kind.name, () => {
    test('two workspaces side by side: each is served with its own token, and sees its own incident', async (t) => {
      const { install, type, slack, app, settled, logged } = await openMany(t, await kind.place());
      for (const grant of [ALPHA, BETA]) {
        const answer = await install(`code-${grant.team.id}`, grant);
        assert.deepEqual(
          [answer.status, await answer.text()],
          [200, 'rca is installed. Write /rca help in a channel that it is a member of.\n'],
        );
      }
      // The same id of a channel in both.
      assert.equal((await type('TALPHA', 'C1', 'start Trouble of alpha')).status, 200);
      await settled();
      assert.equal((await type('TBETA', 'C1', 'status')).status, 200);
      await settled();
      const ofBeta = slack.calls.filter(({ token }) => token === BETA.token);
      assert.match(JSON.stringify(ofBeta), /no incident/);
      assert.doesNotMatch(JSON.stringify(ofBeta), /Trouble of alpha|INC-/);
      await type('TBETA', 'C1', 'start Trouble of beta');
      await settled();
      await type('TBETA', 'C1', 'merge INC-2026-0001');
      await settled();

      const incidents = await app.useCases.incidents();
      assert.deepEqual(
        incidents.map(({ title, status, startedBy }) => [title, status, startedBy]),
        [
          ['Trouble of beta', 'open', 'slack:TBETA/UTBETA'],
          ['Trouble of alpha', 'open', 'slack:TALPHA/UTALPHA'],
        ],
        'an incident of another workspace takes nothing in',
      );
      const told = (token: string) =>
        JSON.stringify(slack.calls.filter((call) => call.token === token && call.method.startsWith('chat.')));
      assert.match(told(ALPHA.token), /Trouble of alpha/);
      assert.doesNotMatch(told(ALPHA.token), /Trouble of beta/);
      assert.match(told(BETA.token), /Trouble of beta/);
      assert.doesNotMatch(told(BETA.token), /Trouble of alpha/);
      assert.doesNotMatch(logged.join(''), /xoxb-|xoxe-/);
      assert.ok(!logged.join('').includes(CLIENT_SECRET));
    });

    test('uninstalled: the token goes, incidents stay, jobs are dropped, and a new installation is served', async (t) => {
      const { install, type, event, slack, app, settled } = await openMany(t, await kind.place());
      await install('first', ALPHA);
      await type('TALPHA', 'C1', 'start Trouble of alpha');
      await settled();
      // Slack sends both, in any order.
      await event('TALPHA', { type: 'tokens_revoked', tokens: { oauth: ['UINSTALLER'] } });
      assert.equal((await app.slackInstallations.all()).length, 1, 'a token of a person is none of ours');
      await event('TALPHA', { type: 'tokens_revoked', tokens: { bot: ['UBOTTALPHA'] } });
      await event('TALPHA', { type: 'app_uninstalled' });
      assert.deepEqual(await app.slackInstallations.all(), []);
      const before = slack.calls.length;
      const { incident } = (await app.slackLinks.incidentOf('TALPHA', 'C1'))!;
      await app.jobs.enqueue('slack.card', { incident, drawing: 'x', judge: false }, 'after');
      await settled();
      assert.equal(slack.calls.length, before);
      assert.equal((await app.useCases.incidents()).length, 1);

      const again = { ...ALPHA, token: 'xoxb-alpha-again' };
      assert.equal((await install('second', again)).status, 200);
      await event('TALPHA', { type: 'app_uninstalled' }, { event_time: Math.floor(Date.now() / 1_000) - 60 });
      assert.equal(
        (await app.slackInstallations.all()).length,
        1,
        'a late notice of the first stays without effect',
      );
      await type('TALPHA', 'C1', 'status');
      await settled();
      assert.ok(slack.calls.some(({ token }) => token === again.token));
    });
  });
});

test('the way to Slack asks for the scopes of the manifest, with a state of its own', async (t) => {
  const { begin } = await openMany(t, await postgres.place());
  const [one, other] = [await begin(), await begin()];
  assert.equal(one.location.origin + one.location.pathname, 'https://slack.com/oauth/v2/authorize');
  assert.match(one.location.searchParams.get('scope') ?? '', /^commands,(?=.*chat:write)/);
  assert.equal(one.location.searchParams.get('user_scope'), null);
  assert.notEqual(one.state, other.state);
  assert.match(one.cookie, /^slack-app-oauth-state=/);
});

test('a wrong, a foreign and a missing state install nothing', async (t) => {
  const { begin, open, slack, app } = await openMany(t, await postgres.place());
  slack.codes.set('good', ALPHA);
  const [mine, theirs] = [await begin(), await begin()];
  const answers = [
    await open(`/slack/oauth_redirect?code=good&state=${mine.state}`),
    await open(`/slack/oauth_redirect?code=good&state=${theirs.state}`, mine.cookie),
    await open('/slack/oauth_redirect?code=good', mine.cookie),
    await open('/slack/oauth_redirect?code=good&state=forged', 'slack-app-oauth-state=forged'),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /Begin again at \/slack\/install/);
  }
  assert.deepEqual(slack.used, [], 'the code was never shown to Slack');
  assert.deepEqual(await app.slackInstallations.all(), []);
});

test('declined in Slack, and a code that is not good, are told and install nothing', async (t) => {
  const { begin, open, app } = await openMany(t, await postgres.place());
  const { state, cookie } = await begin();
  const declined = await open(`/slack/oauth_redirect?error=access_denied&state=${state}`, cookie);
  assert.deepEqual(
    [declined.status, await declined.text()],
    [403, 'The installation was declined in Slack. Nothing was installed.\n'],
  );
  const bad = await open(`/slack/oauth_redirect?code=used&state=${state}`, cookie);
  assert.equal(bad.status, 502);
  assert.match(await bad.text(), /The installation failed/);
  assert.deepEqual(await app.slackInstallations.all(), []);
});

test('an organisation installs once for its workspaces, whose channels are its own', async (t) => {
  const { install, type, event, slack, app, settled } = await openMany(t, await postgres.place());
  const org = { token: 'xoxb-org-token', team: null, enterprise: { id: 'EORG', name: 'Org' } };
  assert.equal((await install('org', org)).status, 200);
  const [row] = await app.slackInstallations.all();
  assert.deepEqual([row?.enterprise, row?.team], ['EORG', null]);
  await type('TONE', 'C1', 'start Trouble of the organisation', 'EORG');
  await settled();
  await type('TTWO', 'C1', 'status', 'EORG');
  await settled();
  assert.deepEqual(await app.slackLinks.tenantsOf('INC-2026-0001'), ['EORG']);
  assert.ok(slack.calls.some(({ token, method }) => token === org.token && method === 'chat.postMessage'));
  await event('TONE', { type: 'app_uninstalled' }, { enterprise_id: 'EORG' });
  assert.equal((await app.slackInstallations.all()).length, 1, 'one workspace less is not the organisation');
  const authorizations = [{ enterprise_id: 'EORG', team_id: null, is_enterprise_install: true }];
  await event('EORG', { type: 'app_uninstalled' }, { enterprise_id: 'EORG', authorizations });
  assert.deepEqual(await app.slackInstallations.all(), []);
});

test('a token that is about to expire is rotated once, and the next one is kept', async (t) => {
  const { install, type, slack, app, settled } = await openMany(t, await postgres.place());
  await install('rotating', { ...ALPHA, expiresInS: 3_600 });
  const [before] = await app.slackInstallations.all();
  slack.codes.clear();
  await type('TALPHA', 'C1', 'start Trouble of alpha');
  await settled();
  const refreshes = slack.calls.filter(
    ({ method, arguments: given }) => method === 'oauth.v2.access' && given['grant_type'] === 'refresh_token',
  );
  assert.ok(refreshes.length > 0);
  const [after] = await app.slackInstallations.all();
  assert.notEqual(after?.sealed, before?.sealed);
  assert.ok(slack.calls.some(({ method, token }) => method === 'chat.postMessage' && token !== ALPHA.token));
  assert.equal((await app.useCases.incidents()).length, 1);
});

test('under another master key doctor says which token does not open, and what mends it', async (t) => {
  const { install, app } = await openMany(t, await postgres.place());
  await install('first', ALPHA);
  const checkOf = async (masterKey: Uint8Array) => {
    const checks = await examine(async () => ({ ...app, masterKey }));
    return checks.find(({ check }) => check === 'slack installations');
  };
  assert.deepEqual(await checkOf(app.masterKey), {
    check: 'slack installations',
    ok: true,
    detail: '1 installed, and their tokens open',
    mend: '',
  });
  const bad = await checkOf(Buffer.from('another master key of 32 characters or more'));
  assert.equal(bad?.ok, false);
  assert.match(bad?.mend ?? '', /RCA_REDACTION_KEY/);
});

test('a workspace that was not let in is told so politely, nothing is kept, and the operator can see it', async (t) => {
  const { install, type, slack, app, settled, logged } = await openMany(t, await postgres.place());
  const answer = await install('foreign', {
    token: 'xoxb-foreign',
    team: { id: 'TFOREIGN', name: 'Foreign' },
  });
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /not among them. Nothing was kept/);
  assert.deepEqual(await app.slackInstallations.all(), []);
  const line = logged.find((one) => one.includes('an installation was refused')) ?? '';
  assert.match(line, /TFOREIGN/);
  assert.doesNotMatch(logged.join(''), /xoxb-foreign/);
  await type('TFOREIGN', 'C1', 'start Trouble');
  await settled();
  assert.deepEqual(await app.useCases.incidents(), []);
  assert.ok(!slack.calls.some(({ method }) => method.startsWith('chat.')));
});

test('a workspace collects from no source by default, and from those alone that are its own', async (t) => {
  const { install, type, app, settled } = await openMany(t, await postgres.place());
  await install('b', BETA);
  await type('TBETA', 'C1', 'start Trouble of beta');
  await settled();
  const [none] = await app.context.store.collections('INC-2026-0001');
  assert.deepEqual(none?.sources, []);
  const bound = app.useCasesOf(new Set(['metrics']));
  assert.deepEqual((await bound.requestCollection('INC-2026-0001', {}, 'cli:test')).sources, ['metrics']);
  assert.throws(() => bound.planProbes({ targets: [], checks: [] }), { code: 'PROBES_NOT_CONFIGURED' });
});
