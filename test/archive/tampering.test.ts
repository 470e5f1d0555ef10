import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TarHeader } from 'modern-tar';
import type { ArchiveCheck } from '../../src/archive/fault.ts';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import { originOf } from '../../src/domain/origin.ts';
import { commitment } from '../../src/evidence/commitment.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import { scratch } from '../helpers/cli.ts';
import { type OpenStore, pglite } from '../helpers/stores.ts';
import {
  changeRows,
  exportTo,
  fill,
  forgeLedger,
  forgeManifests,
  forgeTail,
  INCIDENT,
  type Members,
  put,
  readMembers,
  restoreFrom,
  text,
  writeMembers,
} from './archives.ts';

let folder: Awaited<ReturnType<typeof scratch>>;
let origin: OpenStore;
let target: OpenStore;
let archive: string;
before(async () => {
  folder = await scratch();
  origin = await pglite.open();
  target = await pglite.open();
  archive = join(folder.dir, 'archive.tar');
  await fill(origin);
  await exportTo(origin, archive);
});
after(async () => {
  await origin.close();
  await target.close();
  await folder.clear();
});

const blob = `data/blobs/${sha256Hex('one')}`;
const notes = 'data/rows/notes.ndjson';
const flip = (members: Members, place: string): void => {
  const member = members.get(place);
  assert.ok(member, place);
  member.data[member.data.length - 2] = (member.data[member.data.length - 2] ?? 0) ^ 1;
};
const other = (members: Members, place: string, header: Partial<TarHeader>): void => {
  put(members, place, '');
  const member = members.get(place);
  if (member) members.set(place, { ...member, header: { ...member.header, ...header } });
};
/** By somebody who knows the format, and makes anew all that does not need the ledger to be rewritten. */
const forged =
  (change: (members: Members) => void) =>
  (members: Members): void => {
    change(members);
    forgeManifests(members);
    forgeTail(members);
  };

const changes: readonly [what: string, found: readonly ArchiveCheck[], change: (members: Members) => void][] =
  [
    ['a byte of a blob', ['bag.digests'], (members) => flip(members, blob)],
    ['a byte of a row', ['bag.digests'], (members) => flip(members, notes)],
    [
      'a byte of the ledger',
      ['bag.digests', 'ledger.chain'],
      (members) => flip(members, 'data/ledger.ndjson'),
    ],
    ['a byte of the checkpoint', ['bag.digests'], (members) => flip(members, 'data/checkpoint')],
    ['a byte of bag-info.txt', ['bag.digests'], (members) => flip(members, 'bag-info.txt')],
    ['a byte of bagit.txt', ['bag.complete', 'bag.digests'], (members) => flip(members, 'bagit.txt')],
    ['a blob taken out', ['bag.complete', 'bag.info'], (members) => void members.delete(blob)],
    ['a table taken out', ['bag.complete', 'bag.info'], (members) => void members.delete(notes)],
    ['the manifest taken out', ['bag.complete'], (members) => void members.delete('manifest-sha256.txt')],
    [
      'the tag manifest taken out',
      ['bag.complete'],
      (members) => void members.delete('tagmanifest-sha256.txt'),
    ],
    [
      'the ledger taken out',
      ['ledger.chain'],
      forged((members) => void members.delete('data/ledger.ndjson')),
    ],
    [
      'the export line taken out',
      ['ledger.chain'],
      (members) => {
        members.delete('ledger-tail.ndjson');
        forgeManifests(members);
      },
    ],
    ['a file added', ['bag.complete'], (members) => put(members, 'data/blobs/'.concat('0'.repeat(64)), 'x')],
    [
      'a file of another kind added',
      ['bag.complete'],
      (members) => put(members, 'fetch.txt', 'http://x 1 data/x\n'),
    ],
    [
      'the folder renamed',
      ['bag.info', 'bag.names', 'bag.digests'],
      (members) => {
        const info = text(members, 'bag-info.txt').replace(INCIDENT, 'INC-2026-0009');
        put(members, 'bag-info.txt', info);
      },
    ],
    [
      'a link',
      ['bag.names'],
      (members) => other(members, 'data/link', { type: 'symlink', linkname: '/etc/passwd' }),
    ],
    [
      'a hard link',
      ['bag.names'],
      (members) => other(members, 'data/hard', { type: 'link', linkname: `${INCIDENT}/bagit.txt` }),
    ],
    ['a device', ['bag.names'], (members) => other(members, 'data/null', { type: 'character-device' })],
    [
      'a name that leads elsewhere',
      ['bag.names'],
      (members) => other(members, 'x', { name: `${INCIDENT}/../../x` }),
    ],
    ['an absolute name', ['bag.names'], (members) => other(members, 'x', { name: '/etc/cron.d/x' })],
    [
      'a name that is no UTF-8',
      ['bag.names'],
      (members) => other(members, 'x', { name: `${INCIDENT}/\ufffd` }),
    ],
    ['a name twice', ['bag.names'], (members) => other(members, 'x', { name: `${INCIDENT}/${notes}` })],
    [
      'a name twice but for its case',
      ['bag.names'],
      (members) => other(members, 'x', { name: `${INCIDENT}/BAGIT.TXT` }),
    ],
    ['a second folder', ['bag.names'], (members) => other(members, 'x', { name: 'INC-2026-0002/bagit.txt' })],
    [
      'a manifest remade',
      ['ledger.export'],
      (members) => {
        put(members, 'data/checkpoint', text(members, 'data/checkpoint').replace(/\n/, '\n'));
        changeRows(members, 'incidents', (row) => ({ ...row, packs: 9 }));
        forgeManifests(members);
      },
    ],
    ['forged: a page', ['bag.digests'], forged((members) => flip(members, blob))],
    [
      'forged: a page exchanged',
      ['blobs.complete'],
      forged((members) => {
        members.delete(blob);
        put(members, `data/blobs/${sha256Hex('other')}`, 'other');
      }),
    ],
    [
      'forged: a ledger line',
      ['ledger.chain'],
      forged((members) =>
        put(
          members,
          'data/ledger.ndjson',
          text(members, 'data/ledger.ndjson').replace('cli:root', 'cli:eve'),
        ),
      ),
    ],
    [
      'forged: the last ledger line taken out',
      ['rows.ledger', 'ledger.chain'],
      forged((members) =>
        put(members, 'data/ledger.ndjson', text(members, 'data/ledger.ndjson').replace(/[^\n]*\n$/, '')),
      ),
    ],
    [
      'forged: a title',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'incidents', (row) => ({ ...row, title: 'x' }))),
    ],
    [
      'forged: the words of a note',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'notes', (row) => ({ ...row, text: 'x' }))),
    ],
    [
      'forged: the time of a note',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'notes', (row) => ({ ...row, at: '2026-01-27T10:00:00.000Z' })),
      ),
    ],
    [
      'forged: a note taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'notes', (row) => (row['version'] === 2 ? null : row))),
    ],
    [
      'forged: an item description',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'evidence', (row) => ({
          ...row,
          description: String(row['description']).replace('complete', 'unknown'),
        })),
      ),
    ],
    [
      'forged: an item taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'evidence', (row) => (row['number'] === 3 ? null : row))),
    ],
    [
      'forged: a withdrawal undone',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'evidence', (row) => ({ ...row, withdrawn: null, withdrawn_salt: null })),
      ),
    ],
    [
      'forged: an item withdrawn',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'evidence', (row) => ({ ...row, withdrawn: 'x', withdrawn_salt: 'y' })),
      ),
    ],
    [
      'forged: a gap',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'gaps', (row) => ({
          ...row,
          gap: String(row['gap']).replace('denied', 'all there'),
        })),
      ),
    ],
    [
      'forged: a gap taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'gaps', (row) => (row['number'] === 1 ? null : row))),
    ],
    [
      'forged: a collection taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'collections', () => null)),
    ],
    [
      'forged: a source run taken out',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'source_runs', (row) => (row['source'] === 'slis' ? null : row)),
      ),
    ],
    [
      'forged: the words of a section',
      ['rows.ledger'],
      forged((members) =>
        changeRows(members, 'sections', (row) => ({
          ...row,
          body: String(row['body']).replace('first', 'last'),
        })),
      ),
    ],
    [
      'forged: a section taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'sections', () => null)),
    ],
    [
      'forged: a later title',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'incident_versions', (row) => ({ ...row, title: 'x' }))),
    ],
    [
      'forged: a later version taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'incident_versions', () => null)),
    ],
    [
      'forged: the reason of a sign-off',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'signoffs', (row) => ({ ...row, reason: 'x' }))),
    ],
    [
      'forged: a sign-off added',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'signoffs', (row) => ({ ...row, number: 2 }))),
    ],
    [
      'forged: the digest of a pack',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'packs', (row) => ({ ...row, sha256: sha256Hex('x') }))),
    ],
    [
      'forged: a pack taken out',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'packs', () => null)),
    ],
    [
      'forged: the reason of a hold',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'holds', (row) => ({ ...row, reason: 'x' }))),
    ],
    [
      'forged: the reason of a release',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'holds', (row) => ({ ...row, release_reason: 'x' }))),
    ],
    [
      'forged: a release undone',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'holds', (row) => ({ ...row, released_at: null }))),
    ],
    [
      'forged: a row of another incident',
      ['rows.ledger'],
      forged((members) => changeRows(members, 'gaps', (row) => ({ ...row, incident: 'INC-2026-0002' }))),
    ],
    [
      'forged: a column that there is not',
      ['rows.shape'],
      forged((members) => changeRows(members, 'notes', (row) => ({ ...row, extra: 1 }))),
    ],
    [
      'forged: a column left out',
      ['rows.shape'],
      forged((members) => changeRows(members, 'notes', ({ salt: _, ...row }) => row)),
    ],
    [
      'forged: a value of another type',
      ['rows.shape'],
      forged((members) => changeRows(members, 'notes', (row) => ({ ...row, text: 1 }))),
    ],
    [
      'forged: a value that the column does not know',
      ['rows.shape'],
      forged((members) => changeRows(members, 'incidents', (row) => ({ ...row, status: 'gone' }))),
    ],
    [
      'forged: a table that there is not',
      ['rows.shape'],
      forged((members) => put(members, 'data/rows/pg_authid.ndjson', '{}\n')),
    ],
    [
      'forged: a table that stays behind',
      ['rows.shape'],
      forged((members) =>
        put(
          members,
          'data/rows/derived.ndjson',
          `${canonicalJson({ incident: INCIDENT, name: 'x', basis: 'x', value: '1' })}\n`,
        ),
      ),
    ],
    [
      'forged: a row that is nested without end',
      ['rows.shape'],
      forged((members) => put(members, notes, `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`)),
    ],
    [
      'forged: a line of the ledger that is nested without end',
      ['ledger.chain'],
      forged((members) => {
        const lines = text(members, 'data/ledger.ndjson');
        const deep = `"body":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},`;
        put(members, 'data/ledger.ndjson', lines.replace('"body":{', deep));
      }),
    ],
    [
      'forged: an item whose description is none, its digest made again everywhere',
      ['rows.shape'],
      forged((members) => {
        const description = '{"id":"E-0001"}';
        changeRows(members, 'evidence', (row) => (row['number'] === 1 ? { ...row, description } : row));
        forgeLedger(members, (entry) =>
          entry.body['evidence'] === 'E-0001'
            ? { ...entry, body: { ...entry.body, sha256: sha256Hex(description) } }
            : entry,
        );
      }),
    ],
    ['forged: rows that are no JSON', ['rows.shape'], forged((members) => put(members, notes, 'x\n'))],
  ];

for (const [what, found, change] of changes) {
  test(`an archive is not restored with ${what}`, async () => {
    const members = await readMembers(archive);
    change(members);
    const { restored, faults } = await restoreFrom(target, await writeMembers(members, folder.dir));
    assert.equal(restored, false);
    const checks = new Set(faults.map(({ check }) => check));
    assert.ok(
      found.some((check) => checks.has(check)),
      JSON.stringify(faults),
    );
    assert.deepEqual(await target.store.incidents(), []);
  });
}

test('a whole history that is rewritten, ledger and all, is found by a checkpoint from elsewhere alone', async () => {
  const lines = (await origin.store.ledger(INCIDENT)).slice(0, 5);
  const root = Buffer.from(merkleRoot(lines)).toString('hex');
  const left = checkpointBody(originOf(INCIDENT, lines), { size: lines.length, root });
  const members = await readMembers(archive);
  let bound = '';
  changeRows(members, 'incidents', (row) => {
    bound = commitment(String(row['salt']), { title: 'nothing happened', services: row['services'] });
    return { ...row, title: 'nothing happened' };
  });
  forgeLedger(members, (entry) =>
    entry.type === 'incident.started' ? { ...entry, body: { ...entry.body, commitment: bound } } : entry,
  );
  const forgedLines = text(members, 'data/ledger.ndjson').trimEnd().split('\n');
  const forgedRoot = Buffer.from(merkleRoot(forgedLines)).toString('hex');
  put(
    members,
    'data/checkpoint',
    checkpointBody(originOf(INCIDENT, lines), { size: forgedLines.length, root: forgedRoot }),
  );
  forgeManifests(members);
  forgeTail(members);
  const path = await writeMembers(members, folder.dir);
  const { faults } = await restoreFrom(target, path, left);
  assert.deepEqual(
    faults.map(({ check }) => check),
    ['ledger.given-checkpoint'],
  );
  const unaware = await pglite.open();
  assert.equal((await restoreFrom(unaware, path)).restored, true, 'without one nothing else can tell');
  await unaware.close();
});

test('a member that declares more bytes than the archive has is refused before anything is read', async () => {
  const bytes = await readFile(archive);
  bytes.write('77777777777', 124, 'ascii');
  bytes.fill(' ', 148, 156);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  const path = join(folder.dir, 'bomb.tar');
  await writeFile(path, bytes);
  await assert.rejects(restoreFrom(target, path), { code: 'ARCHIVE_TOO_LARGE' });
});
