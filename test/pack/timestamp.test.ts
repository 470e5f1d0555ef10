import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { chainTo } from '../../src/pack/seal/chain.ts';
import { requestTimestamp } from '../../src/pack/seal/request-timestamp.ts';
import { readTimestamp } from '../../src/pack/seal/timestamp.ts';
import { holder, timestampAuthority } from './pki.ts';

const AT = new Date(Date.UTC(2026, 1, 3, 4, 5, 7));
const DATA = Buffer.from('what is stamped');

test('a change of any byte of a timestamp is noticed by who has the root of its authority', async (t) => {
  const root = await holder('Test root', { authority: true });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url } = await timestampAuthority(t, authority, AT);
  const { token } = await requestTimestamp(url, DATA, Date.now);
  const roots = [new X509Certificate(root.pem)];
  const holds = async (bytes: Buffer): Promise<boolean> => {
    const timestamp = await readTimestamp(bytes, DATA);
    if (timestamp === undefined || timestamp.problems.length > 0) return false;
    return (await chainTo(roots, timestamp.certificates, 'authority', timestamp.at)).problems.length === 0;
  };
  assert.equal(await holds(token), true);
  for (const position of token.keys()) {
    const changed = Buffer.from(token);
    changed[position] = (changed[position] ?? 0) ^ 1;
    assert.equal(await holds(changed), false, `byte ${position}`);
  }
});

test('a timestamp is over its data alone', async (t) => {
  const authority = await holder('Timestamps', { timestamps: true });
  const { url } = await timestampAuthority(t, authority, AT);
  const { token } = await requestTimestamp(url, DATA, Date.now);
  assert.deepEqual((await readTimestamp(token, DATA))?.at, AT);
  assert.equal(await readTimestamp(token, Buffer.from('something else')), undefined);
  assert.equal(await readTimestamp(Buffer.from('no token'), DATA), undefined);
});
