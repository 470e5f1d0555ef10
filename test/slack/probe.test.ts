import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { shopToken } from '../../src/demo/server/shop.ts';
import { probeChecks } from '../../src/domain/probe.ts';
import { probesSchema } from '../../src/sources/probe/schema.ts';
import { forEachStore } from '../helpers/stores.ts';
import { recording } from '../sources/recording.ts';
import { openLive } from './live-workspace.ts';

forEachStore(({ name, place }) => {
  describe(`probes on ${name}`, () => {
    test('each check gets a line with what was expected, what was seen and its evidence', async (t) => {
      const server = await startFixtureServer(recording({}));
      t.after(() => server.close());
      const token = shopToken(Date.now());
      const target = { name: 'search', url: server.url, path: '/api/v1/search?q=lamp', token };
      const probes = probesSchema.parse({ perSecond: 50, targets: [target] });
      const live = await openLive(t, await place(), { probes });
      assert.match(await live.type('probe search'), /Probing search/);
      await live.settled();
      assert.equal(server.requests.length, probeChecks.length);
      const posts = live.slack.calls
        .filter(({ method }) => method === 'chat.postMessage' || method === 'chat.update')
        .map(({ arguments: given }) => Object.values(given).join('\n'));
      const answers = posts.filter((post) => post.includes(`Probes for ${live.incident}: 8 expected`));
      assert.equal(answers.length, 1);
      for (const check of probeChecks)
        assert.match(answers[0] ?? '', new RegExp(`search ${check}: .*expected .*E-0001`));
      assert.ok(posts.some((post) => post.includes('probe/search: done')));
      for (const secret of [token, ...token.split('.').slice(1)]) {
        assert.ok(!JSON.stringify(live.slack.calls).includes(secret));
      }
    });

    test('a target that is not configured is told with those that are, and nothing is sent', async (t) => {
      const server = await startFixtureServer(recording({}));
      t.after(() => server.close());
      const target = { name: 'search', url: server.url, path: '/api/v1/search' };
      const live = await openLive(t, await place(), { probes: probesSchema.parse({ targets: [target] }) });
      await live.type('probe https://169.254.169.254/');
      await live.settled();
      assert.equal(server.requests.length, 0);
      assert.match(JSON.stringify(live.slack.calls), /there is no target[\s\S]*use one of search/);
    });
  });
});
