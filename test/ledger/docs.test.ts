import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { catalogue } from '../../src/ledger/catalogue.ts';
import { STARTED } from '../../src/ledger/entry-type.ts';

const DOC = new URL('../../docs/ledger.md', import.meta.url);
const HEADING = '## Types\n';

const cell = (facts: readonly string[]): string =>
  facts
    .filter((fact) => fact !== STARTED)
    .map((fact) => `\`${fact}\``)
    .join('<br>');

const table = [
  '| type | states once | needs | not where | gives | ends |',
  '|---|---|---|---|---|---|',
  ...[...catalogue].map(
    ([type, { once, needs, bars, gives, ends }]) =>
      `| \`${type}\` | ${[once, needs, bars, gives, ends].map(cell).join(' | ')} |`,
  ),
].join('\n');

test('docs/ledger.md lists the types of the catalogue (RCA_UPDATE_GOLDEN=1 writes them anew)', async () => {
  const text = await readFile(DOC, 'utf8');
  const expected = `${text.slice(0, text.indexOf(HEADING) + HEADING.length)}${table}\n`;
  if (process.env['RCA_UPDATE_GOLDEN']) await writeFile(DOC, expected);
  else assert.equal(text, expected);
});
