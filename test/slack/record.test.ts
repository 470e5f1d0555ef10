import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRealApp, realChannel } from './real-channel.ts';

describe('the compliance record in the channel', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp('record: { deliver: [{ id: archive, type: folder, path: kept }] }\n');
  });
  after(() => app.remove());

  test('shows packs with digest and delivery, sign-offs that stand, controls, retention and hold', async (t) => {
    const { incident, say, last } = await realChannel(t, app);
    await say('record');
    assert.match((await last()).text, /Legal hold: none\. .*Packs: 0\. Sign-offs: 0 approved/);
    await app.useCases.pack(incident, null, 'cli:maker');
    const pack = await app.useCases.pack(incident, null, 'cli:maker');
    const asked = { role: 'security', document: 'evidence-pack', reason: null } as const;
    await app.useCases.requestSignoff(incident, asked, 'cli:maker');
    const decision = { decision: 'approved', role: 'security', sha256: pack.sha256, reason: null } as const;
    await app.useCases.decideSignoff(incident, decision, 'cli:reviewer');
    const { signoff } = await app.useCases.decideSignoff(incident, decision, 'cli:other');
    await app.useCases.revokeSignoff(incident, signoff.id, { reason: 'wrong file' }, 'cli:other');
    await app.useCases.placeHold(incident, 'asked by counsel <!here>', 'cli:counsel');
    await say('record');
    const { text, blocks } = await last();
    const shown = JSON.stringify(blocks);
    assert.match(text, /Legal hold: H-0001: asked by counsel &lt;!here&gt;\. /);
    assert.match(text, /Retention: until <!date.* from the last pack\)/);
    assert.match(text, /Packs: 2\. Sign-offs: 1 approved, 0 rejected, 1 asked for/);
    assert.match(
      shown,
      new RegExp(`Version 2, SHA-256 ${pack.sha256}\\. not sealed\\. attached\\. archive \\w+`),
    );
    assert.match(text, /Controls: \d+ with all .* recorded/);
    assert.match(shown, /Not all is recorded for.*: nothing recorded of /);
  });
});
