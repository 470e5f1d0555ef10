import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { schemas } from '../../scripts/schemas.ts';
import { lastFullHourMs } from '../../src/cli/demo.ts';
import type { Shapes } from '../../src/cli/shapes.ts';
import { recordedIncident } from '../../src/demo/incident/incident.ts';
import type { Fault, ServedCall } from '../../src/demo/server/options.ts';
import { type FixtureServer, startFixtureServer } from '../../src/demo/server/server.ts';
import type { SourceCompleteness } from '../../src/domain/completeness.ts';
import { toIso } from '../../src/domain/time.ts';
import { runCli, scratch } from '../helpers/cli.ts';
import { pglite, postgres, type StorePlace } from '../helpers/stores.ts';
import { attachmentsOf } from '../pack/attachments.ts';
import { outside } from '../pack/outside.ts';

const recording = recordedIncident(lastFullHourMs(Date.now()));
const published = schemas();
const ajv = new Ajv2020({ strict: false });

/** The log breaks off at its third page, totals are throttled, the trail is denied, the indicators do not answer. */
function faultOf({ operation, count }: ServedCall): Fault | null {
  if (operation === 'FilterLogEvents') return count > 2 ? 'fail' : null;
  if (operation === 'StartQuery') return 'throttle';
  if (operation === 'LookupEvents') return 'deny';
  return operation.startsWith('query') ? 'drop' : null;
}

for (const kind of [pglite, postgres]) {
  suite(`of sources that give less than they are asked for, and their reviewers, on ${kind.name}`, () => {
    let home: Awaited<ReturnType<typeof scratch>>;
    let server: FixtureServer;
    let at: StorePlace;
    let incident: string;
    let first: Shapes['pack']['pack'];
    let second: Shapes['pack']['pack'];

    async function run(...argv: string[]) {
      const env = {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'the-fixture-server-checks-none',
        AWS_REGION: recording.waf.region,
      };
      const common = ['--home', home.dir, '--config', join(home.dir, 'rca.yaml'), '--json'];
      return runCli([...argv, ...common], { env });
    }
    /** Runs a verb and holds its output against the published schema. */
    async function ask<Shape extends keyof Shapes>(shape: Shape, ...argv: string[]): Promise<Shapes[Shape]> {
      const said = await run(...argv);
      assert.equal(said.exit, 0, said.stderr);
      const answer = JSON.parse(said.stdout) as Shapes[Shape];
      const schema = published.get(`docs/schema/${shape}.schema.json`) ?? '';
      assert.ok(ajv.validate(JSON.parse(schema), answer), `${shape}: ${ajv.errorsText()}`);
      return answer;
    }

    before(async () => {
      home = await scratch();
      at = await kind.place();
      server = await startFixtureServer(recording, { fault: faultOf, logPageEventsMax: 1_000 });
      const { region, webAclArn, logGroup } = recording.waf;
      await writeFile(
        join(home.dir, 'rca.yaml'),
        stringify({
          store: {
            url: at.url,
            ...(at.migrationUrl === undefined ? {} : { migrationUrl: at.migrationUrl }),
          },
          blobs: { url: `file:${at.blobsDirectory}` },
          sources: [
            { id: 'edge-waf', type: 'aws.waf', region, webAcl: webAclArn, logGroup },
            { id: 'trail', type: 'aws.cloudtrail', region },
            { id: 'slis', type: 'prometheus', url: server.url, queries: recording.prometheus.queries },
            { id: 'spare', type: 'aws.cloudtrail', region: 'eu-west-1' },
          ],
        }),
      );
      const window = ['--from', toIso(recording.window.fromMs), '--to', toIso(recording.window.toMs)];
      const started = await ask('start', 'start', '--title', 'Probing', ...window, '--no-collect');
      incident = started.incident;
      const asked = ['edge-waf', 'trail', 'slis'].flatMap((source) => ['--source', source]);
      assert.equal((await run('collect', incident, ...asked)).exit, 3);
      ({ pack: first } = await ask('pack', 'pack', incident, '--out', join(home.dir, 'first.pdf')));
      await ask('signoff', 'signoff', 'request', incident, '--role', 'security');
      await ask('signoff', 'signoff', 'request', incident, '--role', 'sre');
      const named = ['--role', 'security', '--sha256', first.sha256];
      await ask('signoff', 'signoff', 'approve', incident, ...named, '--reason', 'Gaps <b>explained</b>');
      const { waiting } = await ask('status', 'status', incident);
      assert.deepEqual(
        waiting.map(({ id, role }) => [id, role]),
        [['S-0002', 'sre']],
      );
      ({ pack: second } = await ask('pack', 'pack', incident, '--out', join(home.dir, 'second.pdf')));
    });
    after(async () => {
      await server.close();
      await at.remove();
      await home.clear();
    });

    test('the pages say of each source, in words, what it did not give and why', (t) => {
      const printed = outside(t, 'pdftotext', '-layout', second.path, '-');
      if (printed === null) return;
      const begin = printed.lastIndexOf('What was asked, what was');
      const section = printed.slice(begin).replace(/\s+/g, ' ');
      for (const [what, said] of [
        ['sampled', /Examples only, out of \d[\d,]* records?\. No total may be read from them/],
        ['truncated', /E-\d{4}: Cut short: /],
        ['throttled', /the source limits how often it may be asked, and kept refusing/],
        ['denied', /the source refused, because the account that asked lacks the permission/],
        ['unreachable', /slis prometheus Could not be read/],
        ['never asked', /spare aws\.cloudtrail Was never asked/],
      ] as const) {
        assert.match(section, said, what);
      }
    });

    test('completeness.json says the same for programs', async () => {
      const bytes = (await attachmentsOf(second.path)).get('completeness.json');
      const { sources } = JSON.parse(String(bytes)) as { sources: readonly SourceCompleteness[] };
      assert.deepEqual(
        sources.map(({ source, verdict }) => [source, verdict]),
        [
          ['edge-waf', 'in-part'],
          ['slis', 'unreadable'],
          ['spare', 'not-asked'],
          ['trail', 'unreadable'],
        ],
      );
      const waf = sources.find(({ source }) => source === 'edge-waf');
      const states = new Set(waf?.answered.notWhole.map(({ coverage }) => coverage.state));
      assert.ok(states.isSupersetOf(new Set(['sampled', 'truncated'])), [...states].join());
      assert.ok(waf?.missing.some(({ why }) => /throttling logs:StartQuery/.test(why)));
      const trail = sources.find(({ source }) => source === 'trail');
      assert.ok(trail?.answered.notWhole.every(({ coverage }) => coverage.state === 'denied'));
      // In the quarter of an hour after a full one, what CloudTrail may still deliver is missing too.
      assert.ok(trail?.missing.some(({ mend }) => /cloudtrail:LookupEvents/.test(mend)));
    });

    test('the second version prints who signed the first one off, and verifies', async (t) => {
      const printed = outside(t, 'pdftotext', '-layout', second.path, '-')?.replace(/\s+/g, ' ');
      if (printed !== undefined) {
        assert.match(printed, new RegExp(`Evidence pack, version 1 ?.{0,60}${first.sha256}`));
        assert.match(printed, /Not independent: until then this account/);
        assert.match(printed, /Said: Gaps <b>explained<\/b>/);
        assert.match(printed, /Asked for and not answered: .{0,4}S-0002 SRE: evidence pack, version 1/);
      }
      const { ok, checks } = await ask('verify', 'verify', second.path);
      assert.equal(ok, true);
      assert.deepEqual(
        checks.find(({ check }) => check === 'ledger.signoffs'),
        {
          check: 'ledger.signoffs',
          ok: true,
          detail: '3 sign-offs are those of the ledger',
          forgedBy: 'anyone with an editor who makes the digests again',
        },
      );
      const late = await run('signoff', 'approve', incident, '--role', 'sre', '--sha256', first.sha256);
      assert.equal(late.exit, 2);
      assert.match(late.stderr, /SIGNOFF_SUPERSEDED: .*version 2.*between them: /);
      assert.match(late.stderr, new RegExp(second.sha256));
    });

    test('an item’s life names who, whence, by which clocks, and the packs that hold it', async () => {
      const custody = await ask('custody', 'evidence', incident, '--custody', 'E-0001');
      assert.deepEqual(custody.packs, [1, 2]);
      assert.equal(custody.clocks.databaseIsOurs, kind.name === 'PGlite');
      if (kind.name === 'PostgreSQL') {
        assert.ok(Math.abs(custody.clocks.database?.offsetMs ?? Number.NaN) < 1_000, 'the same machine');
      }
      assert.deepEqual(
        custody.steps.map(({ type, scope }) => [type, scope]),
        [
          ['evidence.collected', 'named'],
          ['source.finished', 'named'],
          ['pack.written', 'all'],
          ['pack.written', 'all'],
        ],
      );
      const unknown = await run('evidence', incident, '--custody', 'E-9999');
      assert.match(unknown.stderr, /EVIDENCE_UNKNOWN/);
    });
  });
}
