import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { createDownload, FILE_BYTES_MAX } from '../../src/slack/capture/download.ts';

async function serve(t: TestContext, listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const whyOf = (downloaded: object): string => ('why' in downloaded ? String(downloaded.why) : 'downloaded');

test('the token goes to Slack’s own host alone', async (t) => {
  const asked: string[] = [];
  const elsewhere = await serve(t, (request, response) => {
    asked.push(String(request.headers.authorization));
    response.end('x');
  });
  const download = createDownload({ botToken: 'xoxb-secret', apiUrl: null });
  for (const url of [
    `${elsewhere}/a`,
    'https://files.slack.com.evil.example/a',
    'http://files.slack.com/a',
    '',
  ]) {
    assert.match(whyOf(await download({ id: 'F1', url_private: url })), /no address/);
  }
  const redirecting = await serve(t, (_request, response) => {
    response.writeHead(302, { location: `${elsewhere}/login` }).end();
  });
  const ours = createDownload({ botToken: 'xoxb-secret', apiUrl: `${redirecting}/api/` });
  assert.match(
    whyOf(await ours({ id: 'F1', url_private: `${redirecting}/a` })),
    /refused to give it out \(302\)/,
  );
  assert.deepEqual(asked, []);
});

test('a sign-in page, a file that is too large, external or deleted is no evidence', async (t) => {
  const slack = await serve(t, (request, response) => {
    if (request.url === '/page') response.setHeader('content-type', 'text/html');
    const large = Buffer.alloc(FILE_BYTES_MAX + 1);
    response.end(request.url === '/large' ? large : '<html>');
  });
  const download = createDownload({ botToken: 'xoxb-secret', apiUrl: `${slack}/api/` });
  const why = async (file: object) => whyOf(await download({ id: 'F1', ...file }));
  assert.match(await why({ url_private: `${slack}/page`, mimetype: 'image/png' }), /refused/);
  assert.match(await why({ url_private: `${slack}/large` }), /larger than 25 MB/);
  assert.match(await why({ url_private: `${slack}/a`, size: FILE_BYTES_MAX + 1 }), /larger than 25 MB/);
  assert.match(await why({ url_private: `${slack}/a`, is_external: true }), /outside of Slack/);
  assert.match(await why({ mode: 'tombstone' }), /deleted/);
});
