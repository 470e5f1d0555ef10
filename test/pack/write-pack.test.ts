import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { manifestSchema } from '../../src/pack/manifest.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { attachmentsOf } from './attachments.ts';
import { outside } from './outside.ts';
import { type Sample, sample } from './sample.ts';

let folder: string;
let made: Sample;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-write-pack-'));
  made = await sample();
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

test('a pack attaches its parts, its documents and each page as it was stored', async () => {
  const file = join(folder, 'parts.pdf');
  const written = await writePack(made.input, file);
  const attachments = await attachmentsOf(file);
  assert.deepEqual([...attachments.keys()].toSorted(), [
    'SHA256SUMS',
    'VERIFY.txt',
    'chart-latency-p95.csv',
    'checkpoint',
    'evidence-E-0001-0001.ndjson',
    'evidence-E-0001-0002.ndjson',
    'evidence-E-0001.json',
    'evidence-E-0002-0001.json',
    'evidence-E-0002.json',
    'gates.json',
    'ledger.ndjson',
    'manifest.json',
    'rca.md',
    'redactions.ndjson',
    'timeline.json',
  ]);
  for (const { item } of made.input.caseFile.items) {
    for (const [index, page] of item.pages.entries()) {
      const extension = item.mediaType.endsWith('ndjson') ? 'ndjson' : 'json';
      const name = `evidence-${item.id}-000${index + 1}.${extension}`;
      assert.equal(sha256Hex(attachments.get(name) ?? ''), page.sha256, name);
    }
  }
  const manifest = attachments.get('manifest.json') ?? Buffer.alloc(0);
  assert.equal(sha256Hex(manifest), written.manifestSha256);
  assert.equal(written.evidence, 2);
  assert.equal(sha256Hex(await readFile(file)), written.sha256);
});

test('a pack and what lies beside it is for the account that made it alone', async () => {
  const file = join(folder, 'private.pdf');
  await writePack({ ...made.input, attachedBytesMax: 15 }, file);
  const beside = `${file}.evidence`;
  const names = [file, ...(await readdir(beside)).map((name) => join(beside, name))];
  assert.ok(names.length > 1);
  for (const name of names) assert.equal((await stat(name)).mode & 0o777, 0o600, name);
  assert.equal((await stat(beside)).mode & 0o777, 0o700);
});

test('the manifest names the base document as the first bytes of the file', async () => {
  const file = join(folder, 'base.pdf');
  await writePack(made.input, file);
  const attachments = await attachmentsOf(file);
  const manifest = manifestSchema.parse(JSON.parse(String(attachments.get('manifest.json'))));
  const bytes = await readFile(file);
  assert.equal(manifest.base.sizeBytes, made.input.basePdf.length);
  assert.equal(sha256Hex(bytes.subarray(0, manifest.base.sizeBytes)), manifest.base.sha256);
  assert.equal(manifest.signer, null);
});

test('redaction tokens are counted over all pages, also where a page is read in pieces', async () => {
  const file = join(folder, 'tokens.pdf');
  await writePack(made.input, file);
  const attachments = await attachmentsOf(file);
  assert.equal(
    String(attachments.get('redactions.ndjson')),
    '{"class":"authorization","commitment":null,"count":12001,"token":"[authorization:ABCDEFGH23]"}\n',
  );
});

test('a pack that was just written verifies as intact and unsealed', async () => {
  const file = join(folder, 'intact.pdf');
  await writePack(made.input, file);
  const report = await verifyPack(file);
  assert.deepEqual(
    report.checks.filter(({ ok }) => ok === false),
    [],
  );
  assert.deepEqual([report.ok, report.intact, report.signer], [true, true, 'unsealed']);
});

test('the same input gives the same bytes', async () => {
  const [first, second] = [join(folder, 'first.pdf'), join(folder, 'second.pdf')];
  await writePack(made.input, first);
  await writePack(made.input, second);
  assert.ok((await readFile(first)).equals(await readFile(second)));
});

test('a page that is not what the ledger says stops the pack, and the earlier file stays', async () => {
  const file = join(folder, 'kept.pdf');
  await writeFile(file, 'an earlier pack');
  const pages = made.input.caseFile.items.flatMap(({ item }) => item.pages);
  for (const { sha256, sizeBytes } of pages) {
    const damaged = join(folder, 'damaged-page');
    await writeFile(damaged, Buffer.alloc(sizeBytes));
    const pagePath = async (wanted: string) => (wanted === sha256 ? damaged : made.input.pagePath(wanted));
    for (const attachedBytesMax of [0, 1e9]) {
      const input = { ...made.input, pagePath, attachedBytesMax };
      await assert.rejects(writePack(input, file), { code: 'EVIDENCE_DAMAGED', fault: 'outside' });
      assert.equal(await readFile(file, 'utf8'), 'an earlier pack');
    }
  }
  const left = await readdir(folder, { recursive: true });
  assert.deepEqual(
    left.filter((name) => name.includes('unfinished')),
    [],
  );
});

test('evidence over the limit lies beside the pack under its digest and is verified there', async () => {
  const file = join(folder, 'large.pdf');
  await writePack({ ...made.input, attachedBytesMax: 1_000 }, file);
  const beside = await readdir(`${file}.evidence`);
  const large = made.input.caseFile.items[0]?.item.pages[1]?.sha256 ?? '';
  assert.deepEqual(beside, [large]);
  const detailOf = async () =>
    (await verifyPack(file)).checks.find(({ check }) => check === 'evidence.beside');
  assert.equal((await detailOf())?.ok, true);
  await writeFile(join(`${file}.evidence`, large), 'changed');
  assert.equal((await detailOf())?.ok, false);
  assert.match((await detailOf())?.detail ?? '', new RegExp(large));
  await rm(`${file}.evidence`, { recursive: true });
  assert.equal((await detailOf())?.ok, null);
  assert.match((await detailOf())?.detail ?? '', /1 of 1 files/);
});

test('entries behind the case file’s head are left out, a ledger that is another one is refused', async () => {
  const { ledger } = made.input;
  const [short, file] = [ledger.slice(1), join(folder, 'ledger.pdf')];
  const { sha256 } = await writePack(made.input, file);
  const grown = await writePack({ ...made.input, ledger: [...ledger, 'a later entry'] }, file);
  assert.equal(grown.sha256, sha256);
  for (const other of [short, [...short, 'another'], []]) {
    await assert.rejects(writePack({ ...made.input, ledger: other }, file), { code: 'LEDGER_CONTRADICTED' });
  }
});

test('an attachment that could leave its folder, or that another one would hide, is refused', async () => {
  const [document] = made.input.documents;
  assert.ok(document);
  for (const name of ['../rca.md', 'a/b', 'ü.md', '.hidden', 'a)b', 'evidence-E-0001.json']) {
    const input = { ...made.input, documents: [{ ...document, name }] };
    await assert.rejects(
      writePack(input, join(folder, 'named.pdf')),
      { code: 'ATTACHMENT_NAME_INVALID' },
      name,
    );
  }
});

test('a folder that is not there is told as such, without a stack trace', async () => {
  const file = join(folder, 'nowhere', 'pack.pdf');
  await assert.rejects(writePack(made.input, file), {
    code: 'PACK_UNWRITTEN',
    fault: 'outside',
    where: file,
  });
});

test('outside tools read the pack as we do', async (t) => {
  const file = join(folder, 'outside.pdf');
  await writePack(made.input, file);
  const checked = outside(t, 'qpdf', '--check', file);
  if (checked !== null) assert.doesNotMatch(checked, /WARNING/);
  const told = outside(t, 'pdfinfo', file);
  if (told !== null) assert.match(told, /^Tagged: +yes$/m);
  const unpacked = join(folder, 'unpacked');
  if (outside(t, 'mkdir', unpacked) === null) return;
  if (outside(t, 'pdfdetach', '-saveall', '-o', unpacked, file) === null) return;
  for (const [name, bytes] of await attachmentsOf(file)) {
    assert.ok((await readFile(join(unpacked, name))).equals(bytes), name);
  }
  outside(t, 'sh', '-c', `cd '${unpacked}' && sha256sum --strict -c SHA256SUMS`);
});
