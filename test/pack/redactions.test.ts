import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import type { CommitmentList } from '../../src/domain/evidence-item.ts';
import { redactionToken } from '../../src/domain/redaction-token.ts';
import { checkRedactions } from '../../src/pack/checks/redaction-checks.ts';
import type { PackInput } from '../../src/pack/input.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { attachmentsOf } from './attachments.ts';
import { sampleOf } from './sample.ts';

const folder = await mkdtemp(join(tmpdir(), 'rca-redactions-'));
after(() => rm(folder, { recursive: true }));

const commitment = (name: string): string => sha256Hex(name);
const tokenFor = (tokenClass: string, hex: string): string =>
  redactionToken(tokenClass, Buffer.from(hex, 'hex'));

const COOKIE = commitment('a cookie');
const EMAIL = commitment('an e-mail');
const cookie = tokenFor('cookie', COOKIE);
const email = tokenFor('email', EMAIL);
const LOOKALIKE = '[email:ABCDEFGH23]';

/** One item whose pages bear tokens, with its commitments in lists of its own. */
async function packed(lists: readonly string[]): Promise<PackInput> {
  const page = Buffer.from(`{"a":"${cookie} ${email} ${email} ${LOOKALIKE}"}\n`);
  const made = await sampleOf([{ mediaType: 'application/x-ndjson', pages: [page] }]);
  const commitments: CommitmentList[] = [];
  for (const text of lists) {
    const sha256 = sha256Hex(text);
    await writeFile(join(made.folder, sha256), text);
    commitments.push({ sha256, sizeBytes: text.length, commitments: text.split('\n').length - 1 });
  }
  after(() => rm(made.folder, { recursive: true }));
  const items = made.input.caseFile.items.map(({ item }) => {
    const described = { ...item, commitments };
    return { item: described, sha256: sha256Hex(canonicalJson(described)) };
  });
  return { ...made.input, caseFile: { ...made.input.caseFile, items } };
}

const lineOf = (tokenClass: string, hex: string | null, count: number, token: string): string =>
  `{"class":"${tokenClass}","commitment":${hex === null ? 'null' : `"${hex}"`},"count":${count},"token":"${token}"}\n`;

const inOrder = (lines: readonly (readonly [string, string])[]): string =>
  lines
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join('');

test('a pack lists each token of its pages with the commitment that the item kept', async () => {
  const unused = commitment('of another item');
  const file = join(folder, 'listed.pdf');
  const input = await packed([`cookie ${COOKIE}\nemail ${unused}\n`, `cookie ${COOKIE}\nemail ${EMAIL}\n`]);
  await writePack(input, file);
  assert.equal(
    String((await attachmentsOf(file)).get('redactions.ndjson')),
    inOrder([
      [cookie, lineOf('cookie', COOKIE, 1, cookie)],
      [email, lineOf('email', EMAIL, 2, email)],
      [LOOKALIKE, lineOf('email', null, 1, LOOKALIKE)],
    ]),
  );
  const check = (await verifyPack(file)).checks.find((one) => one.check === 'evidence.redactions');
  assert.equal(check?.ok, true);
  assert.match(check?.detail ?? '', /^2 redaction tokens .*; 1 stood in the evidence like tokens/);
});

test('a list that is not what the item says stops the pack', async () => {
  const input = await packed([`email ${EMAIL}\n`]);
  const [list] = input.caseFile.items[0]?.item.commitments ?? [];
  await writeFile(await input.pagePath(list?.sha256 ?? ''), `email ${COOKIE}\n`);
  await assert.rejects(writePack(input, join(folder, 'damaged.pdf')), { code: 'EVIDENCE_DAMAGED' });
});

/** What the check says of a list, when the pages have these tokens. */
function verdict(text: string | undefined, counts: readonly (readonly [string, number])[], complete = true) {
  const bytes = text === undefined ? undefined : Buffer.from(text);
  const head = { description: '', relationship: '', mediaType: '', date: '', deflated: false };
  const attachment = { name: 'redactions.ndjson', sizeBytes: 0, sha256: null, bytes, head };
  return checkRedactions({
    base: { sha256: '', sizeBytes: 0 },
    attachments: new Map([['redactions.ndjson', attachment]]),
    tokens: { counts: () => new Map(counts), isComplete: () => complete },
    catalogSha256: '',
    signature: null,
    problems: [],
    complete: true,
  });
}

const good = lineOf('email', EMAIL, 2, email);

for (const [what, text, ok, says] of [
  ['right', good, true, /1 redaction tokens/],
  [
    'a token of another commitment',
    lineOf('email', COOKIE, 2, email),
    false,
    /line 1 gives \[email:\w+\] a comm/,
  ],
  ['another class', lineOf('cookie', EMAIL, 2, email), false, /line 1 is not of this format/],
  ['a wrong count', lineOf('email', EMAIL, 3, email), false, /counts .* 3 times, the pages have it 2/],
  ['a token that stands nowhere', good + lineOf('email', null, 1, '[email:ZZZZZZZZZZ]'), false, /0 times/],
  ['a line twice', good + good, false, /line 2 is not in order/],
  ['a token missing', '', false, /1 tokens in the pages are not in redactions.ndjson/],
  ['a last line cut short', good.slice(0, -1), false, /is not of this format/],
  ['too large to read', undefined, null, /too many/],
] as const) {
  test(`a list of redactions with ${what} is told as such`, () => {
    const check = verdict(text, [[email, 2]]);
    assert.equal(check.ok, ok, check.detail);
    assert.match(check.detail, says);
  });
}

test('more different tokens than are counted are not compared', () => {
  assert.equal(verdict(good, [[email, 2]], false).ok, null);
});
