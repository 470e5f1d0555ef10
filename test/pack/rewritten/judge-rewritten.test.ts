import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { verifyPack } from '../../../src/pack/verify.ts';
import { times } from '../../helpers/times.ts';
import { outside } from '../outside.ts';

const GOOD = new URL('../../vectors/good/', import.meta.url);
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-rewritten-'));
  await copyFile(new URL('unsealed.pdf', GOOD), join(folder, 'good.pdf'));
});
after(() => rm(folder, { recursive: true }));

const good = (): string => join(folder, 'good.pdf');

async function assertRewritten(file: string): Promise<void> {
  const report = await verifyPack(file);
  assert.deepEqual([report.ok, report.intact], [false, false]);
  assert.match(report.checks[0]?.detail ?? '', /^rewritten since/);
  const states = new Set(report.attachments?.map(({ state }) => state));
  assert.deepEqual([...states].toSorted(), ['unchanged', 'unjudged'], JSON.stringify(report.attachments));
  const names = report.attachments?.map(({ name }) => name) ?? [];
  for (const name of ['manifest.json', 'ledger.ndjson', 'rca.md']) assert.ok(names.includes(name), name);
}

for (const [name, useObjectStreams] of [
  ['plain', false],
  ['with object streams', true],
] as const) {
  test(`a pack that a library saved again, ${name}, is told as rewritten, with each attachment`, async () => {
    const file = join(folder, `saved-${useObjectStreams}.pdf`);
    await writeFile(file, await (await PDFDocument.load(await readFile(good()))).save({ useObjectStreams }));
    await assertRewritten(file);
  });
}

for (const args of [['--linearize'], ['--object-streams=generate'], ['--qdf', '--object-streams=disable']]) {
  test(`qpdf ${args.join(' ')}`, async (t) => {
    const file = join(folder, 'qpdf.pdf');
    if (outside(t, 'qpdf', ...args, good(), file) !== null) await assertRewritten(file);
  });
}

test('mutool clean', async (t) => {
  const file = join(folder, 'mutool.pdf');
  if (outside(t, 'mutool', 'clean', '-d', good(), file) !== null) await assertRewritten(file);
});

test('what qpdf encrypted is told as such', async (t) => {
  const file = join(folder, 'encrypted.pdf');
  if (outside(t, 'qpdf', '--encrypt', '', 'owner', '256', '--', good(), file) === null) return;
  const report = await verifyPack(file);
  assert.equal(report.intact, false);
  assert.match(report.checks[0]?.detail ?? '', /^rewritten since: the file is encrypted/);
});

test('of a rewritten pack it is said which attachment was changed, taken away and added', async () => {
  const pdf = await PDFDocument.load(await readFile(good()));
  await pdf.attach(Buffer.from('new'), 'added.txt');
  const file = join(folder, 'changed.pdf');
  const saved = Buffer.from(await pdf.save({ useObjectStreams: false })).toString('latin1');
  const renamed = saved.replaceAll('(gates.json)', '(gateX.json)');
  assert.notEqual(renamed, saved);
  await writeFile(file, Buffer.from(renamed, 'latin1'));
  const { attachments = [] } = await verifyPack(file);
  const state = (name: string) => attachments.find((one) => one.name === name)?.state;
  assert.deepEqual(
    [state('gates.json'), state('gateX.json'), state('added.txt'), state('rca.md')],
    ['missing', 'unlisted', 'unlisted', 'unchanged'],
  );
});

test('a PDF that never was a pack is none, and neither is garbage in the form of objects', async () => {
  const file = join(folder, 'other.pdf');
  const pdf = await PDFDocument.create();
  pdf.addPage();
  await pdf.attach(Buffer.from('x'), 'x.txt');
  await writeFile(file, await pdf.save());
  await assert.rejects(verifyPack(file), { code: 'NOT_A_PACK' });
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  await writeFile(
    file,
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj<</Type /ObjStm /N 1 /First 4 /Length ${bomb.length}>>stream\n`),
      bomb,
      Buffer.from('\nendstream endobj '),
      Buffer.from('1 0 obj '.repeat(200_000)),
    ]),
  );
  await assert.rejects(verifyPack(file), { code: 'NOT_A_PACK' });
  const pieces = [
    '1 0 obj',
    '<<',
    '>>',
    'endobj',
    'stream\n',
    '/EF ',
    '/F (',
    ')',
    '/Length 1 0 R',
    '/Encrypt',
    '\n',
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), async (parts) => {
      await writeFile(file, `%PDF-1.7\n${parts.join('')}`);
      await assert.rejects(verifyPack(file), { code: 'NOT_A_PACK' });
    }),
    { numRuns: times(50) },
  );
});
