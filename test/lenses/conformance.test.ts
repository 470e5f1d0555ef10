import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lensKinds } from '../../src/domain/understanding.ts';
import { lenses } from '../../src/lenses/registry.ts';
import { casesOf, folder, leadersOf, lensFolders, timeMs, understood } from './cases.ts';

const HEADINGS = ['## Speaks when', '## For and against', '## What would decide'];
const APART_MS = 90_000;

test('every folder of a lens is registered, every lens is in the folder of its kind, every kind has one', () => {
  assert.deepEqual(lenses.map(({ kind }) => kind).toSorted(), [...lensFolders].toSorted());
  assert.deepEqual([...lensKinds].toSorted(), [...lensFolders].toSorted());
});

for (const name of lensFolders) {
  test(`${name}: readme, cases in which it leads and does not, and no other lens is known to it`, () => {
    const readme = existsSync(new URL(`${name}/readme.md`, folder))
      ? readFileSync(new URL(`${name}/readme.md`, folder), 'utf8')
      : '';
    for (const heading of HEADINGS) {
      const [, after = ''] = readme.split(`${heading}\n`);
      assert.ok(after.split('\n## ')[0]?.trim(), `${name}/readme.md says something under "${heading}"`);
    }
    const leads = casesOf(name).map(
      ({ expect }) => expect.leading !== 'none' && expect.leading.kind === name,
    );
    assert.ok(leads.includes(true), `${name}/cases holds a case in which it leads`);
    assert.ok(leads.includes(false), `${name}/cases holds a case in which it does not`);
    for (const file of readdirSync(new URL(`${name}/`, folder)).filter((one) => one.endsWith('.ts'))) {
      const text = readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
      for (const other of lensFolders) assert.ok(!text.includes(`../${other}/`), `${file} imports ${other}`);
    }
  });

  for (const { name: title, incident, observations, expect } of casesOf(name)) {
    test(`${name}, ${title}: leader, phases and what is ruled out are as the case says`, () => {
      const found = understood(incident, observations);
      const leaders = leadersOf(found);
      if (expect.leading === 'none') assert.deepEqual(leaders, []);
      else {
        assert.deepEqual([...new Set(leaders.map(({ kind }) => kind))], [expect.leading.kind], told(found));
        const { subject } = expect.leading;
        if (subject !== undefined) {
          assert.ok(
            leaders.some((one) => one.subject?.includes(subject)),
            JSON.stringify(leaders),
          );
        }
      }
      for (const [phase, at] of Object.entries(expect.phases)) {
        const placed = found.phases[phase as 'started']?.at;
        if (typeof at !== 'string' || placed === undefined) assert.equal(placed, at ?? undefined, phase);
        else
          assert.ok(
            Math.abs(Date.parse(placed) - timeMs(at)) <= APART_MS,
            `${phase} at ${placed}, not ${at}`,
          );
      }
      const ruledOut = found.hypotheses
        .filter(({ verdict }) => verdict === 'ruled-out')
        .map(({ kind }) => kind);
      for (const kind of expect.ruledOut) assert.ok(ruledOut.includes(kind), `${kind} is ruled out`);
    });
  }
}

const told = ({ hypotheses }: ReturnType<typeof understood>): string =>
  hypotheses
    .filter(({ text }) => text !== '')
    .map(
      ({ kind, verdict, text, for: speaks, against }) =>
        `${kind} ${verdict}: ${text}\n  for ${speaks.map((one) => `${one.weight} ${one.text}`).join('; ')}\n  against ${against.map((one) => `${one.weight} ${one.text}`).join('; ')}`,
    )
    .join('\n');
