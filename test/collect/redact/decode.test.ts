import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { carriers } from '../../../scripts/corpus/carriers.ts';
import { Seeded } from '../../../scripts/corpus/seeded.ts';
import { redactor } from './redactors.ts';

const seeded = new Seeded(7);
const page = (bytes: Buffer, mediaType: string): Buffer =>
  Buffer.from(redactor.redactPage(Buffer.from(bytes), mediaType).bytes);

for (const carrier of carriers) {
  test(`a secret is found in ${carrier.id}, and redacting it again changes nothing`, () => {
    const core = seeded.machine();
    for (const text of [`user=app password='${core}' ok`, `{"note":1,"client_secret":"${core}"}`]) {
      const carried = carrier.carry(text, seeded);
      const traces = carrier.traces(core, carried);
      assert.ok(
        traces.every((trace) => carried.includes(trace)),
        'it can be found before',
      );
      const once = page(carried, carrier.mediaType);
      for (const trace of traces) assert.ok(!once.includes(trace), once.toString('latin1'));
      assert.deepEqual(page(once, carrier.mediaType), once);
    }
  });
}

test('what stands around a secret in escapes stays, and the token is written as they are', () => {
  assert.match(
    redactor.redactText(
      '?u=%3Cpwd%3Ehunter2%3C%2Fpwd%3E&x=1&v=%257B%2522api_key%2522%253A%25227f3bq2%2522%257D',
    ),
    /^\?u=%3Cpwd%3E\[password:[A-Z2-7]{10}\]%3C%2Fpwd%3E&x=1&v=%257B%2522api_key%2522%253A\[api-key:[A-Z2-7]{10}\]$/,
  );
  const wide = page(Buffer.from('\uFEFFa password=hunter2 b', 'utf16le'), 'text/plain');
  assert.match(wide.toString('utf16le'), /^\uFEFFa password=\[password:[A-Z2-7]{10}\] b$/);
});

test('what is encoded and harmless stays', () => {
  for (const text of [
    `cursor ${Buffer.from('{"order":"A-1","page":2,"sort":"asc"}').toString('base64')} end`,
    `data ${gzipSync('a long text without anything to hide').toString('base64')} end`,
    'q=red%20%26%20blue%20%22shoes%22&amp;x=1',
    'digest 9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015',
  ])
    assert.equal(redactor.redactText(text), text);
});

test('what is packed too tightly to be read goes as a whole', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64');
  assert.match(redactor.redactText(`data ${bomb} end`), /^data \[secret:[A-Z2-7]{10}\]=* end$/);
});

test('lines of a private key are hidden behind what a logger puts before each of them', () => {
  const lines = ['-----BEGIN PRIVATE KEY-----', seeded.base64(64), seeded.base64(64), seeded.base64(22)];
  for (const prefix of ['2026-01-27 10:00:00 [app-1] INFO | ', '> ', '    # ', '{"log":"']) {
    const text = [...lines, '-----END PRIVATE KEY-----', 'next line'].map((line) => prefix + line).join('\n');
    const left = redactor.redactText(text);
    for (const line of lines.slice(1)) assert.ok(!left.includes(line), left);
    assert.ok(left.includes('next line'));
    assert.equal(redactor.redactText(left), left);
  }
});
