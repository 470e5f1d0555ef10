import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { openApp } from '../../src/app.ts';
import { configOf } from '../../src/cli/config-of.ts';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, scratch } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';
import { attachmentsOf } from '../pack/attachments.ts';
import { seededFiles } from './leak/files.ts';
import { finder, type Leak } from './leak/finder.ts';
import { filesIn, inflatedStreams } from './leak/places-searched.ts';
import { kinds, Seeds } from './leak/secrets.ts';

const seeds = new Seeds();
const said: string[] = [];
const leaks: Leak[] = [];
let home: Awaited<ReturnType<typeof scratch>>;
let given: Awaited<ReturnType<typeof scratch>>;
let find: ReturnType<typeof finder>;
let incident = '';
let pack = '';

/** Runs a verb; what it says is searched later. */
async function run(...argv: string[]): Promise<string> {
  const { exit, stdout, stderr } = await runCli([...argv, '--home', home.dir]);
  said.push(stdout, stderr);
  assert.equal(exit, 0, stderr);
  return stdout;
}

const look = (bytes: Buffer, where: string): void => {
  leaks.push(...find(bytes, where));
};

/** What a person reads when there are leaks: each kind, place and finding place once. */
const told = (found: readonly Leak[]): string =>
  [
    ...new Set(found.map(({ kind, place, form, where }) => `${kind}, from ${place}, ${form}, in ${where}`)),
  ].join('\n');

before(async () => {
  [home, given] = await Promise.all([freshHome(), scratch()]);
  const files = seededFiles(seeds);
  const windowOptions = ['--from', '2026-01-27T09:00:00Z', '--to', '2026-01-27T12:00:00Z'];
  const [title, note, edited, reason] = ['title', 'note', 'edited note', 'withdraw reason'].map((place) =>
    seeds.each(place),
  ) as [string[], string[], string[], string[]];
  const names = seeds.each('file name', /^[^/\n]*$/);
  find = finder(seeds.all);
  const seeded = new Set(
    files.flatMap(({ name, text }) => find(Buffer.from(text), name)).map(({ core }) => core),
  );
  assert.ok(seeded.size > 600, 'the search finds what was put into the files');

  const started = await run(
    'start',
    '--title',
    title.join(' | '),
    '--severity',
    'sev2',
    ...windowOptions,
    '--json',
  );
  incident = (JSON.parse(started) as Shapes['start']).incident;
  for (const { name, text } of files) await writeFile(join(given.dir, name), text);
  const paths = (plain: boolean): string[] =>
    files.filter(({ format }) => (format === 'text') === plain).map(({ name }) => join(given.dir, name));
  await run('import', incident, ...paths(false), '--at', '2026-01-27T10:00:00Z');
  const named = names.map((name, index) => join(given.dir, `${index} ${name}.log`));
  for (const [index, path] of named.entries()) await writeFile(path, `line of file ${index}\n`);
  await run('import', incident, ...paths(true), ...named, '--as', 'text');
  await run('note', incident, note.join('\n'), '--at', '2026-01-27T10:30:00Z');
  await run('note', incident, edited.join(' '), '--edit', 'N-0001', '--at', '2026-01-27T10:30:00Z');
  await run('withdraw', incident, 'E-0007', reason.join('; '));
  const drafts = join(home.dir, 'drafts');
  await mkdir(drafts);
  await run('draft', incident, '--out', drafts);
  pack = join(home.dir, 'pack.pdf');
  await run('pack', incident, '--out', pack);
  for (const verb of ['status', 'evidence', 'timeline', 'gaps', 'gates']) await run(verb, incident, '--json');
  for (const verb of ['status', 'timeline']) await run(verb, incident);
  await run('verify', pack);
});
after(() => Promise.all([home.clear(), given.clear()]));

test('a thousand secrets of thirty kinds were handed in', () => {
  assert.ok(seeds.all.length >= 1_000, String(seeds.all.length));
  assert.ok(Object.keys(kinds).length >= 30);
});

test('none of them is in what the commands say', () => {
  leaks.length = 0;
  look(Buffer.from(said.join('\n')), 'output');
  assert.equal(told(leaks), '');
});

test('none of them is in a file of the home folder: database, pages, documents', async () => {
  leaks.length = 0;
  const files = await filesIn(home.dir);
  assert.ok(files.length > 50);
  for (const file of files) look(await readFile(file), file.slice(home.dir.length));
  assert.equal(told(leaks), '');
});

test('none of them is in the rows of the store, which its files may hold compressed', async () => {
  leaks.length = 0;
  const app = await openApp(configOf({ home: home.dir }, home.dir), {
    log: pino({ enabled: false }),
    nowMs: Date.now,
  });
  const { store } = app.context;
  const rows = [
    await app.useCases.caseFile(incident),
    await store.items(incident),
    await store.notes(incident),
    await store.gaps(incident),
    await store.ledger(incident),
  ];
  await app.close();
  look(Buffer.from(JSON.stringify(rows)), 'rows');
  assert.equal(told(leaks), '');
});

test('none of them is in the attachments of the pack, nor in any stream of a PDF', async (t) => {
  leaks.length = 0;
  for (const [name, bytes] of await attachmentsOf(pack)) look(bytes, name);
  for (const file of (await filesIn(home.dir)).filter((path) => path.endsWith('.pdf'))) {
    const streams = inflatedStreams(await readFile(file));
    assert.ok(streams.length > 10, file);
    for (const stream of streams) look(stream, `a stream of ${file.slice(home.dir.length)}`);
    const printed = spawnSync('pdftotext', [file, '-'], { maxBuffer: 1 << 28 });
    if (printed.error)
      t.diagnostic('pdftotext is not on this machine: the words of the PDF were read from its HTML alone');
    else look(Buffer.from(printed.stdout), `the text of ${file.slice(home.dir.length)}`);
  }
  assert.equal(told(leaks), '');
});
