import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every test that docs/slack-tests.md names is in the file that it names', async () => {
  const rows = [...(await read('docs/slack-tests.md')).matchAll(/^\| .* \| `(test\/\S+)` \| (.+) \|$/gm)];
  assert.ok(rows.length > 50, `${rows.length} rows`);
  for (const [, file = '', titles = ''] of rows) {
    const source = await read(file);
    const named = [...source.matchAll(/\btest\(\s*(['"`])(.*?)\1,/gs)].map(([, , title]) => title ?? '');
    for (const title of titles.split('; ')) {
      assert.ok(
        named.some((each) => each.includes(title)) || named.some((each) => each.includes(titles)),
        `${file} has no test "${title}"`,
      );
    }
  }
});
