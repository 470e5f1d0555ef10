import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { renderRca, renderRcaMarkdown } from '../../src/documents/rca.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { forEachStore, type StorePlace } from '../helpers/stores.ts';
import { wafRecord } from '../sources/recording.ts';

const AT_MS = Date.parse('2026-01-27T10:00:00Z');
const ACTOR = 'cli:lead';

/** An incident over the real use cases, and a way to add blocked requests to its evidence. */
async function opened(t: TestContext, place: StorePlace) {
  const home = await mkdtemp(join(tmpdir(), 'rca-wordings-'));
  const env = { RCA_BROWSER: process.env['RCA_BROWSER'] };
  const config = readConfig({ home, file: null, cwd: home, env, sourceTypes: new Map() });
  const app = await openApp(
    {
      ...config,
      storeUrl: place.url,
      migrationUrl: place.migrationUrl ?? null,
      blobsDir: place.blobsDirectory,
    },
    { log: pino({ enabled: false }), nowMs: Date.now },
  );
  t.after(async () => {
    await app.close();
    await rm(home, { recursive: true });
    await place.remove();
  });
  const { useCases } = app;
  const window = { fromMs: AT_MS - 3_600_000, toMs: AT_MS + 3_600_000 };
  const started = { title: 'Probing', severity: 'sev2' as const, services: [], window };
  const { id: incident } = await useCases.start(started, ACTOR);
  let files = 0;
  const block = async (count: number) => {
    files += 1;
    const lines = Array.from({ length: count }, (_, at) =>
      JSON.stringify(wafRecord(AT_MS + files * 60_000 + at)),
    );
    const bytes = Readable.from([Buffer.from(`${lines.join('\n')}\n`)]);
    const file = { name: `waf-${files}.log`, bytes, format: null, capturedAtMs: AT_MS };
    await useCases.importFile(incident, file, ACTOR);
  };
  const markdown = async () =>
    renderRcaMarkdown(await useCases.caseFile(incident), await app.context.templates());
  const word = (text: string, more: { sentence?: string; basedOn?: string } = {}, key?: string) =>
    useCases.writeSection(
      incident,
      { kind: 'wording', text, sentence: 'impact.requests', ...more },
      ACTOR,
      key,
    );
  return { app, useCases, incident, block, markdown, word, home };
}

forEachStore(({ name, place }) => {
  describe(`wordings on ${name}`, () => {
    test('a later draft keeps them, says when the facts under them have changed, and gives the sentence back', async (t) => {
      const { app, useCases, incident, block, markdown, word, home } = await opened(t, await place());
      await block(3);
      assert.match(await markdown(), /^- 3 requests were blocked at the edge.* \(observed: \[E-0001\]/m);
      const { entry, blame } = await word('Three requests never reached us, password=hunter2hunter2');
      assert.deepEqual([entry.id, blame], ['W-0001', []]);
      const kept =
        /^- Three requests never reached us, password=.* \(asserted, worded by a person: \[E-0001\]\S*, \[W-0001\]\S*\)$/m;
      const worded = await markdown();
      assert.match(worded, kept);
      assert.doesNotMatch(worded, /hunter2|facts under this sentence|^- 3 requests were blocked/m);
      assert.ok(!(await useCases.status(incident)).missing.some((words) => words.includes('W-0001')));

      await block(4);
      const changed = await markdown();
      assert.match(
        changed,
        /^- Three requests never reached us.*\*\*The facts under this sentence have changed since it was worded, .* It was computed as: 3 requests were blocked.* The evidence now says: 7 requests were blocked/m,
      );
      const { html } = renderRca(await useCases.caseFile(incident), await app.context.templates());
      assert.match(
        html,
        /<span class="changed"><strong>The facts under this sentence have changed[^<]*<\/strong> It was computed as: 3 requests[^<]*The evidence now says: 7 requests/,
      );
      assert.ok((await useCases.status(incident)).missing.some((words) => /a look at W-0001/.test(words)));

      await useCases.editSection(
        incident,
        'W-0001',
        { kind: 'wording', text: 'Seven never reached us.' },
        ACTOR,
      );
      const again = await markdown();
      assert.match(again, /^- Seven never reached us\. \(asserted, worded by a person/m);
      assert.doesNotMatch(again, /facts under this sentence/);
      const pack = join(home, 'pack.pdf');
      await useCases.pack(incident, pack, ACTOR);
      assert.ok((await verifyPack(pack)).checks.every(({ ok }) => ok !== false));

      await useCases.withdrawSection(incident, 'W-0001', 'said better by rule', ACTOR);
      assert.match(await markdown(), /^- 7 requests were blocked/m);
    });

    test('a sentence that the evidence does not give any more is shown with its wording', async (t) => {
      const { useCases, incident, block, markdown, word } = await opened(t, await place());
      await block(2);
      await word('Two requests never reached us.');
      await useCases.withdraw(incident, 'E-0001', 'log of another host', ACTOR);
      const draft = await markdown();
      assert.match(
        draft,
        /does not give them any more:\n\n- W-0001: Two requests never reached us\. It stood in place of: 2 requests were blocked/,
      );
      assert.ok(
        (await useCases.status(incident)).missing.some((words) =>
          /does not give impact\.requests/.test(words),
        ),
      );
    });

    test('it is about a sentence that there is, as the person saw it, once', async (t) => {
      const { useCases, incident, block, word } = await opened(t, await place());
      await assert.rejects(word('None.'), { code: 'SENTENCE_UNKNOWN', mend: /collect evidence first/ });
      await block(1);
      await assert.rejects(word('None.', { sentence: 'impact.nothing' }), {
        code: 'SENTENCE_UNKNOWN',
        mend: /impact\.requests/,
      });
      await assert.rejects(word('One.', { basedOn: '0'.repeat(64) }), {
        code: 'SENTENCE_CHANGED',
        message: /computed as “1 request was blocked.*Your text was not written: One\./,
      });
      const first = await word('One.', {}, 'form-1');
      assert.deepEqual(await word('One.', {}, 'form-1'), first, 'handed out again it writes nothing');
      await useCases.editSection(
        incident,
        'W-0001',
        { kind: 'wording', text: 'Exactly one.' },
        'cli:other',
        'form-2',
      );
      assert.deepEqual(await word('One.', {}, 'form-1'), first, 'nor when somebody has edited it since');
      await assert.rejects(word('Just one.'), { code: 'SENTENCE_WORDED', mend: /W-0001/ });
      assert.deepEqual(
        (await useCases.sections(incident)).map(({ id, version, body }) => [id, version, body.text]),
        [['W-0001', 2, 'Exactly one.']],
      );
      const own = (await useCases.sentences(incident)).find(({ claim }) => claim.name === 'impact.requests');
      assert.deepEqual([own?.wording?.id, own?.changed], ['W-0001', false]);
    });
  });
});
