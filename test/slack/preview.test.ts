import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRealApp, realChannel } from './real-channel.ts';

const VALUES = Array.from({ length: 60 }, (_, minute) => [
  Math.floor(Date.now() / 60_000) * 60 + (minute - 90) * 60,
  String(minute > 20 && minute < 40 ? 0.97 : 0.9995),
]);
const PROMETHEUS = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [{ metric: { __name__: 'availability' }, values: VALUES }],
  },
});

describe('the picture of a draft', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  test('is uploaded with a description when evidence gives a chart, and not before', async (t) => {
    const { workspace, say, incident } = await realChannel(t, app);
    const images = () =>
      workspace.slack.calls.filter(
        ({ method, arguments: args }) =>
          method === 'files.getUploadURLExternal' && /\.png$/.test(args['filename'] ?? ''),
      );
    await say('draft');
    assert.equal(images().length, 0);
    await app.useCases.importFile(
      incident,
      {
        name: 'availability.json',
        bytes: (async function* () {
          yield new TextEncoder().encode(PROMETHEUS);
        })(),
        format: 'prometheus.query',
        capturedAtMs: null,
      },
      'cli:test',
    );
    assert.ok((await app.useCases.caseFile(incident)).analysis.charts.length > 0, 'no chart to draw');
    await say('draft');
    const [image] = images();
    assert.match(image?.arguments['alt_txt'] ?? '', /^Chart: .*60 samples, lowest 97, highest 99\.95/);
    const file = (await workspace.messages())
      .flatMap(({ files }) => files ?? [])
      .find(({ name }) => name === `chart-${incident}.png`);
    const bytes = Buffer.from(await workspace.slack.download(file!.url_private));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.readUInt32BE(16) > 1_000, 'sharp enough for a phone');
  });
});
