import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderPackHtml } from '../../src/documents/pack.ts';
import { demoCaseFile } from '../helpers/case-file.ts';
import { packContext } from '../helpers/pack-context.ts';
import { templates } from '../helpers/templates.ts';

const part = (html: string): string =>
  /<section class="part flows" id="part-redactions">[\s\S]*?<\/section>/
    .exec(html)?.[0]
    .replace(/\s+/g, ' ') ?? '';

test('the pack says in words what was hidden, by which rule and class, how often and where', () => {
  const caseFile = demoCaseFile();
  const counted = caseFile.items.filter(({ item }) => Object.keys(item.redactions).length > 0);
  const ids = counted.map(({ item }) => item.id);
  const told = part(renderPackHtml(caseFile, packContext(), templates));
  const of = (rule: string): number =>
    counted.reduce((sum, { item }) => sum + (item.redactions[rule] ?? 0), 0);
  const all = (of('authorization') + of('cookie') + of('email')).toLocaleString('en-US');
  assert.ok(
    told.includes(
      `${all} values in ${ids.length} of ${caseFile.items.length} evidence items were hidden, by 3 rules.`,
    ),
    told,
  );
  for (const [what, rule] of [
    ['credentials in authorization headers', 'authorization'],
    ['cookies', 'cookie'],
    ['e-mail addresses', 'email'],
  ] as const) {
    const row = told.split('<tr>').find((line) => line.includes(`rule ${rule}<`)) ?? '';
    assert.ok(row.includes(what) && row.includes(`>${of(rule).toLocaleString('en-US')}<`), row);
    assert.ok(row.includes(`href="#${ids[0]}"`), row);
  }
  assert.ok(told.includes(`email ${of('email')}`));
  assert.ok(told.includes(caseFile.items[0]?.item.ruleSetSha256 ?? '-'));
});

test('a pack in which nothing was hidden says so without a table', () => {
  const caseFile = demoCaseFile();
  const items = caseFile.items.map((one) => ({ ...one, item: { ...one.item, redactions: {} } }));
  const told = part(renderPackHtml({ ...caseFile, items }, packContext(), templates));
  assert.match(told, /0 values in 0 of \d+ evidence items were hidden, by 0 rules\./);
  assert.doesNotMatch(told, /<table/);
});
