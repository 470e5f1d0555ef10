import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import * as asn1 from 'asn1js';
import fc from 'fast-check';
import * as pkijs from 'pkijs';
import * as browser from '../../src/platform/browser/crypto.ts';
import { multilineName } from '../../src/platform/browser/distinguished-name.ts';
import { inflate } from '../../src/platform/browser/inflate.ts';
import * as node from '../../src/platform/node/crypto.ts';
import { times } from '../helpers/times.ts';
import { holder } from '../pack/pki.ts';

const bytes = fc.uint8Array({ maxLength: 400 });

test('digests are the same, in one piece or several, and go on from a copy', () => {
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      for (const name of ['sha1', 'sha256', 'sha384', 'sha512', 'blake2b512'] as const) {
        const theirs = node.createHash(name).update(first).update(second).digest();
        const ours = browser.createHash(name).update(first);
        assert.deepEqual(ours.copy().update(second).digest(), theirs);
        assert.equal(ours.update(second).digest('hex'), theirs.toString('hex'));
      }
    }),
  );
});

test('a certificate says the same, of either kind of key', async () => {
  const root = await holder('Root, "of" <all>; #1 ', { authority: true });
  for (const kind of ['ec', 'rsa'] as const) {
    const { pem } = await holder(' #Süß+\\Ω ', { issuer: root, kind, timestamps: kind === 'ec' });
    const [ours, theirs] = [new browser.X509Certificate(pem), new node.X509Certificate(pem)];
    for (const part of ['subject', 'fingerprint256', 'keyUsage', 'validFromDate', 'validToDate'] as const)
      assert.deepEqual(ours[part], theirs[part], part);
    assert.deepEqual(ours.raw, theirs.raw);
    assert.equal(ours.toString(), theirs.toString());
    assert.equal(ours.publicKey.asymmetricKeyType, theirs.publicKey.asymmetricKeyType);
  }
});

test('a name with many attributes is written as Node writes it', async () => {
  const { certificate } = await holder('x', { authority: true });
  const types = ['2.5.4.6', '2.5.4.10', '2.5.4.11', '1.2.840.113549.1.9.1', '2.5.4.5', '2.5.4.97', '1.2.3.4'];
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...types), text), { minLength: 1 }), (attributes) => {
      certificate.subject = new pkijs.RelativeDistinguishedNames({
        typesAndValues: attributes.map(
          ([type, value]) => new pkijs.AttributeTypeAndValue({ type, value: new asn1.Utf8String({ value }) }),
        ),
      });
      const der = Buffer.from(certificate.toSchema().toBER());
      const read = pkijs.Certificate.fromBER(Uint8Array.from(der));
      assert.equal(multilineName(read.subject), new node.X509Certificate(der).subject);
    }),
  );
});

test('a text that is no certificate, or more than one in the same bytes, is refused with a code', async () => {
  const { raw } = new node.X509Certificate((await holder('x')).pem);
  for (const wrong of [Buffer.from('nonsense'), Buffer.of(0x30, 0), Buffer.concat([raw, Buffer.of(5, 0)])]) {
    assert.throws(
      () => new browser.X509Certificate(wrong),
      (error) => error instanceof Error && 'code' in error,
    );
  }
});

test('signatures by certificates verify alike, whatever byte of them is changed', async () => {
  const data = Buffer.from('signed');
  for (const kind of ['ec', 'rsa'] as const) {
    const { pem, keyPem } = await holder('x', { kind });
    const [ours, theirs] = [new browser.X509Certificate(pem), new node.X509Certificate(pem)];
    const valid = sign('sha256', data, keyPem);
    const places = kind === 'ec' ? valid.length : 8;
    const changed = Array.from({ length: places }, (_, at) =>
      valid.map((byte, index) => byte ^ Number(index === at)),
    );
    const longer = Buffer.concat([valid, Buffer.of(0)]);
    for (const signature of [valid, ...changed, longer, valid.subarray(1), Buffer.alloc(0)]) {
      assert.equal(
        await browser.verifySignature('sha256', data, ours, signature),
        await node.verifySignature('sha256', data, theirs, signature),
      );
    }
    assert.equal(await browser.verifySignature('sha256', data, ours, valid), true);
    assert.equal(await browser.verifySignature('sha256', Buffer.from('other'), ours, valid), false);
  }
});

test('Ed25519 keys are read and verify alike', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const raw = node.ed25519KeyIn(pem);
  assert.deepEqual(browser.ed25519KeyIn(pem), raw);
  fc.assert(
    fc.property(bytes, fc.nat(63), (message, at) => {
      const valid = sign(null, message, privateKey);
      const changed = valid.map((byte, index) => byte ^ Number(index === at));
      for (const { ed25519Verifier } of [node, browser]) {
        assert.equal(ed25519Verifier(raw)(message, valid), true);
        assert.equal(ed25519Verifier(raw)(message, changed), false);
        assert.equal(ed25519Verifier(raw)(message, valid.subarray(1)), false);
      }
    }),
    { numRuns: times(20) },
  );
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
    type: 'spki',
    format: 'pem',
  });
  for (const { ed25519KeyIn } of [node, browser]) {
    assert.throws(() => ed25519KeyIn(rsa.toString()));
    assert.throws(() => ed25519KeyIn('nonsense'));
  }
});

test('a zlib stream is inflated up to its size, and nothing behind it is passed over', async () => {
  const text = Buffer.from('evidence '.repeat(1_000));
  const deflated = deflateSync(text);
  assert.deepEqual(await inflate(deflated, text.length), text);
  assert.equal(await inflate(deflated, text.length - 1), undefined);
  assert.equal(await inflate(Buffer.concat([deflated, Buffer.from('hidden')]), text.length), undefined);
  assert.equal(await inflate(deflated.subarray(0, -5), text.length), undefined);
});
