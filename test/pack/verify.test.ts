import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import { RcaError } from '../../src/domain/errors.ts';
import { commitment } from '../../src/evidence/commitment.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { type Attachments, forge, forgeItem, forgeLedger, forgeManifest, replace, resum } from './forge.ts';
import { holder } from './pki.ts';
import { type Sample, sample, sampleOf } from './sample.ts';

let folder: string;
let made: Sample;
let pack: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-verify-pack-'));
  made = await sample();
  pack = join(folder, 'pack.pdf');
  await writePack(made.input, pack);
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

const failures = (report: VerifyReport): Record<string, string> =>
  Object.fromEntries(
    report.checks.filter(({ ok }) => ok === false).map(({ check, detail }) => [check, detail]),
  );

async function copied(name: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, await readFile(pack));
  return file;
}

async function failuresOfForged(change: (attachments: Attachments) => void) {
  const file = join(folder, 'forged.pdf');
  await forge(pack, file, change);
  const report = await verifyPack(file);
  assert.equal(report.ok, report.intact);
  return failures(report);
}

test('a pack that is written again unchanged is intact, so that forgeries fail by what they change', async () => {
  assert.deepEqual(await failuresOfForged(() => undefined), {});
});

test('a removed attachment is named', async () => {
  const failed = await failuresOfForged((attachments) => attachments.delete('chart-latency-p95.csv'));
  assert.deepEqual(Object.keys(failed), ['pack.sums', 'pack.manifest', 'documents.digests']);
  for (const detail of Object.values(failed)) assert.match(detail, /chart-latency-p95\.csv/);
});

test('an added attachment is named', async () => {
  const failed = await failuresOfForged((attachments) => attachments.set('extra.txt', Buffer.from('x')));
  assert.deepEqual(failed, {
    'pack.sums': 'extra.txt is not listed',
    'pack.manifest': 'extra.txt is not named',
  });
});

test('two swapped attachments are both named', async () => {
  const failed = await failuresOfForged((attachments) => {
    const [rca, gates] = [attachments.get('rca.md'), attachments.get('gates.json')];
    if (rca && gates) attachments.set('rca.md', gates).set('gates.json', rca);
  });
  assert.match(
    failed['pack.sums'] ?? '',
    /rca\.md was changed; gates\.json was changed|gates\.json was changed; rca\.md/,
  );
});

test('a page that was changed together with SHA256SUMS contradicts manifest and description', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'evidence-E-0001-0001.ndjson', 'BLOCK', 'COUNT');
    resum(attachments);
  });
  assert.deepEqual(failed, { 'evidence.items': 'E-0001: evidence-E-0001-0001.ndjson was changed' });
});

test('a description that was changed together with SHA256SUMS contradicts the manifest', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'evidence-E-0002.json', 'edge-waf', 'edge-xyz');
    resum(attachments);
  });
  assert.deepEqual(failed, { 'evidence.items': 'E-0002: its description was changed' });
});

test('a manifest that claims another coverage contradicts the description', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'manifest.json', '{"state":"complete"}', '{"state":"unknown"}');
    resum(attachments);
  });
  assert.deepEqual(failed, {
    'pack.manifest': 'coverage is not what the pack holds',
    'evidence.items': 'E-0001: its description has another coverage',
  });
});

test('a manifest that claims another digest of an item contradicts the ledger too', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'manifest.json', made.input.caseFile.items[0]?.sha256 ?? '', 'a'.repeat(64));
    resum(attachments);
  });
  assert.deepEqual(Object.keys(failed), ['evidence.items', 'ledger.custody']);
});

test('a manifest of another base document says that pages were changed', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(
      attachments,
      'manifest.json',
      /"base":{"sha256":"[0-9a-f]{64}"/,
      `"base":{"sha256":"${'b'.repeat(64)}"`,
    );
    resum(attachments);
  });
  assert.deepEqual(failed, { 'pack.base': 'the pages of the document were changed' });
});

test('a catalog that is not the one of the manifest is told', async () => {
  const failed = await failuresOfForged((attachments) =>
    forgeManifest(attachments, (manifest) => ({ ...manifest, catalogSha256: 'b'.repeat(64) })),
  );
  assert.deepEqual(failed, { 'pack.base': 'the catalog of the document was changed' });
});

test('a changed ledger line breaks the chain and the root', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'ledger.ndjson', 'cli:test', 'cli:evil');
    resum(attachments);
  });
  assert.deepEqual(Object.keys(failed), ['ledger.chain', 'ledger.root']);
  assert.match(failed['ledger.chain'] ?? '', /line 2 does not link/);
});

test('a ledger that was cut short still chains but contradicts checkpoint, manifest and items', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'ledger.ndjson', /[^\n]+\n$/, '');
    resum(attachments);
  });
  assert.deepEqual(Object.keys(failed), ['ledger.root', 'ledger.custody']);
  assert.match(failed['ledger.custody'] ?? '', /E-0002/);
});

test('a checkpoint of another size is not the ledger’s', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'checkpoint', '\n3\n', '\n4\n');
    resum(attachments);
  });
  assert.deepEqual(failed, { 'ledger.root': 'the checkpoint has another size than the ledger' });
});

test('a document that was changed together with SHA256SUMS contradicts the manifest', async () => {
  const failed = await failuresOfForged((attachments) => {
    replace(attachments, 'rca.md', 'Blocked', 'Allowed');
    resum(attachments);
  });
  assert.deepEqual(failed, { 'documents.digests': 'rca.md is missing or was changed' });
});

test('a citation of evidence that is not in the pack is named, escaped text is not a citation', async () => {
  const cited = await sample();
  const documents = [
    { name: 'rca.md', mediaType: 'text/markdown', bytes: Buffer.from('see [E-0003] and \\[E-0004\\]') },
    {
      name: 'gates.json',
      mediaType: 'application/json',
      bytes: Buffer.from('{"gates":[{"evidence":["E-0005"]}]}'),
    },
  ];
  const file = join(folder, 'cited.pdf');
  await writePack({ ...cited.input, documents }, file);
  assert.deepEqual(failures(await verifyPack(file)), {
    'documents.citations':
      'rca.md cites E-0003, which is not in the pack; gates.json cites E-0005, which is not in the pack',
  });
  await rm(cited.folder, { recursive: true });
});

test('a manifest with another tip contradicts the ledger', async () => {
  const failed = await failuresOfForged((attachments) =>
    forgeManifest(attachments, (manifest) => ({
      ...manifest,
      ledger: { ...manifest.ledger, tip: 'c'.repeat(64) },
    })),
  );
  assert.deepEqual(failed, { 'ledger.root': 'the manifest has another tip than the ledger' });
});

test('an item that the ledger tells of must be in the pack unless it was withdrawn', async () => {
  const extra = (type: string, evidence: string) => ({
    at: '2026-01-27T12:00:00.000Z',
    type,
    actor: 'cli:test',
    body: { evidence, sha256: 'd'.repeat(64) },
  });
  const custody = async (...entries: ReturnType<typeof extra>[]) =>
    (await failuresOfForged((attachments) => forgeLedger(attachments, (before) => [...before, ...entries])))[
      'ledger.custody'
    ];
  const imported = extra('evidence.imported', 'E-0003');
  assert.equal(await custody(imported), 'E-0003 was collected and is not in the pack');
  assert.equal(await custody(imported, extra('evidence.withdrawn', 'E-0003')), undefined);
  assert.equal(
    await custody(extra('evidence.withdrawn', 'E-0002')),
    'E-0002 was withdrawn and is in the pack',
  );
});

test('an item that the manifest calls withdrawn must be withdrawn in the ledger', async () => {
  const failed = await failuresOfForged((attachments) =>
    forgeManifest(attachments, (manifest) => ({ ...manifest, withdrawn: ['E-0007'] })),
  );
  assert.deepEqual(failed, { 'ledger.custody': 'E-0007 was not withdrawn' });
});

test('a description that contradicts the pages is named even where every digest agrees', async () => {
  const told = async (change: Parameters<typeof forgeItem>[2]) =>
    failuresOfForged((attachments) => forgeItem(attachments, 'E-0002', change));
  assert.deepEqual(await told((item) => item), {});
  assert.deepEqual(await told((item) => ({ ...item, pages: [...item.pages, ...item.pages], records: 4 })), {
    'evidence.items': 'E-0002: its description has other pages; E-0002: its description counts other records',
  });
  assert.deepEqual(
    await told((item) => ({ ...item, pages: item.pages.map((page) => ({ ...page, records: 3 })) })),
    {
      'evidence.items':
        'E-0002: its description has other pages; E-0002: its description counts other records',
    },
  );
  assert.deepEqual(await told((item) => ({ ...item, incident: 'INC-2026-0002' })), {
    'evidence.items': 'E-0002: its description is of another item',
  });
});

test('what a forged manifest says reaches a terminal as plain ASCII', async () => {
  const failed = await failuresOfForged((attachments) =>
    forgeManifest(attachments, (manifest) => ({
      ...manifest,
      documents: manifest.documents.map((document) => ({ ...document, file: '\u001b[2J\u202e.md' })),
    })),
  );
  assert.match(failed['documents.digests'] ?? '', /^\?\[2J\?\.md is missing/);
  for (const detail of Object.values(failed)) assert.doesNotMatch(detail, /[^ -~]/);
});

test('a ledger from another pack does not fit this one', async () => {
  const other = await sampleOf([{ mediaType: 'text/plain', pages: [Buffer.from('another line\n')] }]);
  const failed = await failuresOfForged((attachments) => {
    attachments.set('ledger.ndjson', Buffer.from(other.input.ledger.map((line) => `${line}\n`).join('')));
    resum(attachments);
  });
  assert.deepEqual(Object.keys(failed), ['ledger.root', 'ledger.custody']);
  await rm(other.folder, { recursive: true });
});

test('the front of one pack with the back of another is not intact', async () => {
  const other = await sampleOf([{ mediaType: 'text/plain', pages: [Buffer.from('another line\n')] }]);
  const otherFile = join(folder, 'other.pdf');
  await writePack(other.input, otherFile);
  const [front, back] = [await readFile(pack), await readFile(otherFile)];
  const mixed = join(folder, 'mixed.pdf');
  for (const cut of [front.length >> 2, front.length >> 1]) {
    await writeFile(mixed, Buffer.concat([front.subarray(0, cut), back.subarray(back.length >> 1)]));
    assert.ok('pack.structure' in failures(await verifyPack(mixed)));
  }
  await rm(other.folder, { recursive: true });
});

test('what was appended is counted, and the rest is still checked', async () => {
  const file = await copied('appended.pdf');
  await appendFile(file, '1 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n');
  const report = await verifyPack(file);
  assert.deepEqual(failures(report), { 'pack.structure': "39 bytes were appended after the pack's end" });
  assert.equal(report.checks.find(({ check }) => check === 'pack.sums')?.ok, true);
});

test('a file that was cut short is a broken pack, or none when the cut is within the base document', async () => {
  const file = await copied('cut.pdf');
  const { length } = await readFile(pack);
  for (const keptBytes of [length - 1, length - 40, length >> 1, made.input.basePdf.length + 40]) {
    await writeFile(file, await readFile(pack));
    await truncate(file, keptBytes);
    assert.ok('pack.structure' in failures(await verifyPack(file)), `${keptBytes} bytes`);
  }
  await truncate(file, made.input.basePdf.length);
  await assert.rejects(verifyPack(file), { code: 'NOT_A_PACK' });
});

test('a file that is no pack, no file or not there is the user’s mistake', async () => {
  const plain = join(folder, 'plain.pdf');
  await writeFile(plain, made.input.basePdf);
  const empty = join(folder, 'empty.pdf');
  await writeFile(empty, '');
  const expected = {
    [plain]: 'NOT_A_PACK',
    [empty]: 'NOT_A_PACK',
    [folder]: 'FILE_UNREADABLE',
    missing: 'FILE_UNREADABLE',
  };
  for (const [file, code] of Object.entries(expected)) {
    await assert.rejects(verifyPack(file), (error) => {
      assert.ok(error instanceof RcaError);
      assert.deepEqual([error.code, error.fault], [code, 'user']);
      return true;
    });
  }
});

test('an unsealed pack is ok until somebody asks who signed it', async () => {
  const outcome = async (options: Parameters<typeof verifyPack>[1]) => {
    const { ok, intact, signer } = await verifyPack(pack, options);
    return [ok, intact, signer];
  };
  assert.deepEqual(await outcome({}), [true, true, 'unsealed']);
  assert.deepEqual(await outcome({ strict: true }), [false, true, 'unsealed']);
  const { publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  assert.deepEqual(await outcome({ key }), [false, true, 'unsealed']);
  assert.deepEqual(await outcome({ ca: (await holder('Root')).pem }), [false, true, 'unsealed']);
});

/** Adds a sign-off to ledger and sheet, as an honest pack has them, and changes either. */
async function failuresOfSignoff(
  change: (sheet: { signoffs: Record<string, unknown>[] }) => void,
  independent = true,
): Promise<string | undefined> {
  const failed = await failuresOfForged((attachments) => {
    const sha256 = 'ab'.repeat(32);
    const document = { kind: 'evidence-pack', format: 'pdf', version: 1, sha256 };
    const at = '2026-01-27T12:00:00.000Z';
    const independence = { independent, acts: {}, entries: [] };
    const salt = 'cd'.repeat(32);
    const committed = commitment(salt, { reason: 'fine' });
    const said = { role: 'security', roleFrom: 'own-word', document, independence, commitment: committed };
    forgeLedger(attachments, (entries) => [
      ...entries,
      { at, type: 'pack.written', actor: 'cli:lead', body: { version: 1, sha256, manifestSha256: sha256 } },
      { at, type: 'signoff.approved', actor: 'cli:alice', body: { signoff: 'S-0001', ...said } },
    ]);
    const seq = String(attachments.get('ledger.ndjson')).trimEnd().split('\n').length - 1;
    const stated = { id: 'S-0001', seq, at, actor: 'cli:alice', decision: 'approved', ...said };
    const rest = { state: 'stands', revocation: null, revocationReason: null };
    const sheet = { signoffs: [{ ...stated, ...rest, reason: { text: 'fine', salt } }] };
    change(sheet);
    const bytes = Buffer.from(canonicalJson(sheet));
    attachments.set('signoffs.json', bytes);
    forgeManifest(attachments, (manifest) => ({
      ...manifest,
      documents: [
        ...manifest.documents,
        {
          ...{ file: 'signoffs.json', mediaType: 'application/json' },
          ...{ sha256: sha256Hex(bytes), sizeBytes: bytes.length },
        },
      ],
    }));
  });
  // An attachment that a forger added is not where a pack has it; what counts here is what it says.
  const { 'ledger.signoffs': detail, 'pack.manifest': _place, ...others } = failed;
  assert.deepEqual(others, {});
  return detail;
}

test('a sign-off in the pack is the one in the ledger, or the check names how it differs', async () => {
  assert.equal(await failuresOfSignoff(() => undefined), undefined);
  const set = (name: string, value: unknown) => (sheet: { signoffs: Record<string, unknown>[] }) => {
    Object.assign(sheet.signoffs[0] ?? {}, { [name]: value });
  };
  assert.match((await failuresOfSignoff(set('role', 'sre'))) ?? '', /S-0001 is told otherwise/);
  assert.match((await failuresOfSignoff(set('decision', 'rejected'))) ?? '', /S-0001 is told otherwise/);
  const reason = { text: 'not fine', salt: 'cd'.repeat(32) };
  assert.match((await failuresOfSignoff(set('reason', reason))) ?? '', /its reason is not the one/);
  assert.match((await failuresOfSignoff(set('id', 'S-0002'))) ?? '', /tells of S-0002, the ledger does not/);
  assert.match((await failuresOfSignoff((sheet) => sheet.signoffs.pop())) ?? '', /does not tell of S-0001/);
  assert.match((await failuresOfSignoff(() => undefined, false)) ?? '', /part in the incident is not what/);
});

test('a sign-off in the ledger that the pack keeps quiet about is missed', async () => {
  const failed = await failuresOfForged((attachments) =>
    forgeLedger(attachments, (entries) => [
      ...entries,
      { at: '2026-01-27T12:00:00.000Z', type: 'signoff.rejected', actor: 'cli:alice', body: {} },
    ]),
  );
  assert.match(failed['ledger.signoffs'] ?? '', /signoffs\.json is missing/);
});
