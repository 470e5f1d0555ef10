import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyPack } from '../../src/pack/verify.ts';

const at = (path: string): string => fileURLToPath(new URL(`../vectors/${path}`, import.meta.url));
const text = (path: string): Promise<string> => readFile(at(path), 'utf8');
const nowMs = Date.parse('2026-06-01T00:00:00.000Z');

async function forgers(pack: string, options: { readonly key?: string; readonly ca?: string }) {
  const { checks } = await verifyPack(at(pack), { nowMs, ...options });
  for (const { ok, forgedBy } of checks) assert.equal(forgedBy === null, ok !== true);
  return (check: string) => checks.find((one) => one.check === check)?.forgedBy ?? null;
}

test('each line that holds says what it would take to forge it', async () => {
  const unsealed = await forgers('good/unsealed.pdf', {});
  assert.match(unsealed('pack.sums') ?? '', /anyone with an editor/);
  assert.equal(unsealed('seal.key'), null);
  const unchecked = await forgers('good/full.pdf', {});
  assert.match(unchecked('ledger.chain') ?? '', /anyone with a key of their own/);
  const byKey = await forgers('good/key.pdf', { key: await text('keys/signing.pem') });
  assert.match(byKey('ledger.chain') ?? '', /the holder of the key that you gave/);
  assert.match(byKey('pack.structure') ?? '', /anyone with an editor/);
  const byBoth = await forgers('good/full.pdf', {
    key: await text('keys/signing.pem'),
    ca: await text('keys/root.pem'),
  });
  assert.match(byBoth('pack.structure') ?? '', /certificate's key/);
  assert.match(byBoth('pack.sums') ?? '', /the holder of the key that you gave/);
});

test('bytes that are no UTF-8 do not pass for the text that they nearly are', async () => {
  const { utf8 } = await import('../../src/pack/utf8.ts');
  assert.equal(utf8(Buffer.from('\uFFFD')), '\uFFFD');
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]])
    assert.equal(utf8(Uint8Array.from(bytes)), undefined);
  assert.equal(utf8(Buffer.from('\uFEFF{}')), '\uFEFF{}');
});
