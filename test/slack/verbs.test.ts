import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { event } from '../webhooks/receiving.ts';
import { fixtureJobs, fixtureLinks } from './fixture-incident.ts';
import { connectWorkspace } from './workspace.ts';

/** The real use cases on an embedded store; jobs run when a command has been typed. */
describe('verbs over the real use cases', () => {
  let folder: string;
  let app: App;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rca-slack-verbs-'));
    const env = { RCA_BROWSER: process.env['RCA_BROWSER'] };
    const config = readConfig({ home: folder, file: null, cwd: folder, env, sourceTypes: new Map() });
    app = await openApp(config, { log: pino({ enabled: false }), nowMs: Date.now });
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  async function channel(t: TestContext) {
    const jobs = fixtureJobs();
    const workspace = await connectWorkspace(
      t,
      { jobs, links: fixtureLinks() },
      { useCases: app.useCases, cards: app.cards },
    );
    const { teamId, channelId } = workspace.slack;
    const before = new Set((await app.useCases.incidents()).map(({ id }) => id));
    // The key of a start is its channel, which every workspace of these tests shares.
    Object.assign(workspace.slack, { teamId: `${teamId}${t.name.length}${before.size}` });
    const say = async (text: string) => {
      const read = await workspace.type(text);
      await jobs.run(workspace.handlers);
      return read;
    };
    await say('start Probing since 2h sev2');
    const incident = (await app.useCases.incidents()).find(({ id }) => !before.has(id));
    assert.ok(incident);
    const told = () =>
      workspace.slack.calls
        .filter(({ method }) => method === 'chat.postEphemeral')
        .map((call) => call.arguments['text'])
        .join('\n');
    const last = async () => (await workspace.messages(channelId)).at(-1)!;
    return { workspace, incident: incident.id, say, told, last };
  }

  test('what people write is kept with its fields, echoed, listed, edited and withdrawn', async (t) => {
    const { incident, say, told, last } = await channel(t);
    await say('action Alert on count mode owner: platform lead due: 2026-02-14 type: preventive');
    assert.match((await last()).text, /^A-0001 in INC-.*, action, version 1: Alert on count mode$/);
    await say('note The alert is live');
    await say('action done A-0001 N-0001');
    await say('impact Confirmed none area: data');
    await say('control Bound parameters owner: search lead eta: 2026-03-01 mitigation: the firewall blocks');
    await say('lesson The canary helped side: lucky');
    const entries = await app.useCases.sections(incident);
    assert.deepEqual(
      entries.map(({ id, version, body }) => [id, version, body.kind]),
      [
        ['A-0001', 2, 'action'],
        ['C-0001', 1, 'control'],
        ['I-0001', 1, 'impact'],
        ['L-0001', 1, 'lesson'],
      ],
    );
    const [action] = entries;
    assert.ok(action?.body.kind === 'action');
    assert.deepEqual(
      [action.body.state, action.body.owner, action.body.due, action.body.evidence],
      ['done', 'platform lead', '2026-02-14', ['N-0001']],
    );
    assert.match(action.author, /^slack:T/);
    const control = entries[1]?.body;
    assert.ok(control?.kind === 'control' && control.state === 'pending');
    assert.deepEqual(
      [control.owner, control.eta, control.mitigation],
      ['search lead', '2026-03-01', 'the firewall blocks'],
    );
    await say('control set C-0001 state: risk-accepted by: head of security until: 2026-06-30');
    assert.match(JSON.stringify((await last()).blocks), /risk accepted by head of security until 2026-06-30/);
    await say('control list');
    assert.match(JSON.stringify((await last()).blocks), /C-0001 Bound parameters \(risk accepted by/);
    await say('lesson withdraw L-0001 said twice');
    await say('lesson list');
    assert.match(JSON.stringify((await last()).blocks), /Nothing was written as lesson yet/);
    await say('action list');
    assert.match(
      JSON.stringify((await last()).blocks),
      /A-0001 Alert on count mode \(preventive, done, owner platform lead/,
    );
    await say('control Something else');
    assert.match(told(), /ENTRY_INCOMPLETE: a pending control has an owner and a date/);
  });

  test('wording that blames is told to its author alone, and kept', async (t) => {
    const { incident, say, told } = await channel(t);
    await say('cause The engineer failed to enable block mode');
    assert.match(told(), /Wording in F-0001: “engineer failed to”/);
    const [entry] = await app.useCases.sections(incident);
    assert.equal(entry?.body.text, 'The engineer failed to enable block mode');
  });

  test('an incident goes through its life in the channel', async (t) => {
    const { workspace, incident, say, told, last } = await channel(t);
    await say('mitigated Set to block at 2026-01-27T11:16:00Z');
    assert.match((await last()).text, /is mitigated as of .*2026-01-27T11:16:00Z.*: Set to block/);
    assert.equal((await app.useCases.status(incident)).phases.mitigated?.at, '2026-01-27T11:16:00.000Z');
    await say('severity sev1');
    await say('rename Search probed');
    await say('close');
    assert.match(told(), /CLOSE_INCOMPLETE: .* still lacks: its resolution: it is mitigated/);
    await say('resolved at 2026-01-27T13:10:00Z');
    const files = (await workspace.messages()).flatMap((message) => message.files ?? []);
    assert.deepEqual(
      files.map(({ name }) => name),
      [`rca-${incident}.pdf`],
    );
    assert.equal(workspace.slack.canvases[0]?.title, `RCA of ${incident}`);
    await say('close anyway');
    assert.match((await last()).text, /is closed\.$/);
    await say('reopen errors are back');
    const found = await app.useCases.incident(incident);
    assert.deepEqual([found.status, found.severity, found.title], ['open', 'sev1', 'Search probed']);
    await say('cancel it was the load test');
    assert.deepEqual((await app.useCases.incident(incident)).closing, { as: 'cancelled' });
  });

  test('timeline, gates and gaps are posted, and the timeline pages', async (t) => {
    const { incident, say, last, told } = await channel(t);
    for (let minute = 10; minute < 27; minute++)
      await say(`note Step ${minute} at 2026-01-27T10:${minute}:00Z`);
    await say('timeline page 2');
    const page = await last();
    assert.match(page.text, /17 entries, page 2 of 2\.$/);
    assert.match(JSON.stringify(page.blocks), /Step 25.*Step 26/s);
    assert.doesNotMatch(JSON.stringify(page.blocks), /Step 24/);
    await say('timeline NOTE page 2');
    assert.match((await last()).text, /, note: 17 entries, page 2 of 2\.$/);
    await say('timeline resolved');
    assert.match((await last()).text, /, resolved: 0 entries, page 1 of 1\.$/);
    assert.match(
      await say('timeline sev2'),
      /its entries have none\. ask for a phase, a source or a kind: \/rca timeline detected,/,
    );
    await say('timeline <!here>');
    assert.match(
      told(),
      /no evidence of this incident is from "&lt;.?!here&gt;"[\s\S]*collect or import evidence first/,
    );
    await say('gates');
    assert.match((await last()).text, /^Gates of INC-.*: 0 not satisfied, \d+ insufficient evidence/);
    assert.match(JSON.stringify((await last()).blocks), /Insufficient evidence.*availability: /s);
    await say('gaps');
    assert.match((await last()).text, /No gap is recorded/);
    await app.context.store.recordGap(
      incident,
      {
        source: 'edge-waf',
        window: { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T11:00:00.000Z' },
        why: 'The log was cut at noon.',
        mend: 'ask for the rest',
      },
      { actor: 'cli:test', at: new Date().toISOString() },
    );
    await say('gaps');
    assert.match((await last()).text, /^1 gaps in INC/);
    assert.match(
      JSON.stringify((await last()).blocks),
      /edge-waf: The log was cut at noon\. Mend: ask for the rest/,
    );
    await say('collect nosuch');
    assert.match(told(), /SOURCE_UNKNOWN/);
  });

  test('why posts the explanations with what speaks for them, and says so when none is carried by evidence', async (t) => {
    const { incident, say, last } = await channel(t);
    await say('why');
    assert.match((await last()).text, /^Why INC-.* happened is not determined/);
    const nowS = Math.floor(Date.now() / 60_000) * 60;
    const series = (metric: object, valueAt: (minutesAgo: number) => number | null) => ({
      metric,
      values: Array.from({ length: 110 }, (_, index) => 110 - index).flatMap((minutesAgo) => {
        const value = valueAt(minutesAgo);
        return value === null ? [] : [[nowS - minutesAgo * 60, `${value}`]];
      }),
    });
    const answer = {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          series({ __name__: 'build_info', service: 'search', version: 'v1' }, (ago) =>
            ago > 40 ? 1 : null,
          ),
          series({ __name__: 'build_info', service: 'search', version: 'v2' }, (ago) =>
            ago > 40 ? null : 1,
          ),
          series({ __name__: 'availability', service: 'search' }, (ago) =>
            ago > 38 ? 0.9998 - (ago % 3) / 100_000 : 0.9,
          ),
        ],
      },
    };
    const bytes = (async function* () {
      yield Buffer.from(JSON.stringify(answer));
    })();
    await app.useCases.importFile(
      incident,
      { name: 'series.json', bytes, format: null, capturedAtMs: null },
      'cli:test',
    );
    await say('why');
    const { text, blocks } = await last();
    assert.match(text, /^deployment leads among the explanations of INC-/);
    assert.match(JSON.stringify(blocks), /Leads: deployment.*For.*E-0001.*Not checked, and what would tell/s);
  });

  test('a row of the timeline links to its evidence, which can be withdrawn with its reason', async (t) => {
    const { incident, say, last } = await channel(t);
    const atMs = Date.parse('2026-01-27T10:02:00Z');
    const bytes = Buffer.from(event('triggered', atMs, 0));
    const file = {
      name: 'alert.json',
      bytes: (async function* () {
        yield bytes;
      })(),
      format: null,
      capturedAtMs: null,
    };
    await app.useCases.importFile(incident, file, 'cli:test');
    await say('timeline');
    assert.match(JSON.stringify((await last()).blocks), /alert .*fired.*\(E-0001\)/);
    await say('withdraw E-0001 it is of another service');
    assert.match((await last()).text, /^E-0001 of INC-.* is withdrawn: it is of another service$/);
    assert.equal((await app.useCases.timeline(incident)).entries.length, 0);
    assert.equal((await app.useCases.evidence(incident))[0]?.withdrawn, 'it is of another service');
  });

  test('a merge closes the incident of this channel as a part of the other', async (t) => {
    const whole = await channel(t);
    const part = await channel(t);
    await part.say(`merge ${whole.incident}`);
    assert.deepEqual((await app.useCases.incident(part.incident)).closing, {
      as: 'merged',
      into: whole.incident,
    });
  });

  test('text of an attacker stays text in every echo', async (t) => {
    const { say, last } = await channel(t);
    await say('cause <!channel> *bold* `x` <https://evil.example|click> role: factor');
    const { text } = await last();
    assert.doesNotMatch(text, /<!|<http|\*bold\*|`/);
  });
});
