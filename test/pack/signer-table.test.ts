import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { outsideWith } from './outside.ts';
import { refusal } from './signer-table/judge.ts';
import { AT, DATA, type Row, rows } from './signer-table/rows.ts';

const FOLDER = fileURLToPath(new URL('../vectors/signers/', import.meta.url));
const at = (name: string): string => join(FOLDER, name);
const read = (name: string): Promise<Buffer> => readFile(at(name));

function judged({ id, refused }: Row, answer: string): void {
  if (refused === null) assert.equal(answer, '', id);
  else assert.ok(answer.includes(refused), `${id}: "${answer}" does not say "${refused}"`);
}

test('each certificate, chain, name and timestamp of the table is accepted, or refused for its own reason', async () => {
  assert.ok(rows.length >= 60, `${rows.length} rows`);
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  for (const row of rows) judged(row, await refusal(row, read));
});

test('what the page has of certificates and cryptography gives the same answers, word for word', async () => {
  const script = fileURLToPath(new URL('./signer-table/as-a-browser.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--conditions=browser', script], { encoding: 'utf8' });
  const answers: Record<string, string> = JSON.parse(output);
  for (const row of rows) {
    judged(row, answers[row.id] ?? 'nothing was answered');
    assert.equal(answers[row.id], await refusal(row, read), row.id);
  }
});

test('openssl agrees on each row, but for those that say why it does not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-signers-'));
  t.after(() => rm(folder, { recursive: true }));
  const [others, data] = [join(folder, 'others.pem'), join(folder, 'data')];
  await writeFile(data, DATA);
  const disagree: string[] = [];
  for (const row of rows) {
    const { chain, root = 'root', token, openssl, refused, id } = row;
    if (openssl === null) continue;
    const [own = '', ...issuers] = chain;
    const pems = await Promise.all((token === undefined ? issuers : []).map((name) => read(`${name}.pem`)));
    await writeFile(others, Buffer.concat(pems));
    const seconds = String(Math.floor(Date.parse(token?.at ?? row.at ?? AT) / 1_000));
    const asked = ['-CAfile', at(`${root}.pem`), '-attime', seconds];
    const untrusted = pems.length === 0 ? [] : ['-untrusted', others];
    const ask = (...args: readonly string[]) => outsideWith(t, { anyExit: true }, 'openssl', ...args);
    const said =
      token === undefined
        ? ask('verify', ...asked, ...untrusted, '-purpose', 'smimesign', at(`${own}.pem`))
        : ask('ts', '-verify', ...asked, '-data', data, '-token_in', '-in', at(`${id}.tst`));
    if (said === null) return;
    const accepts = /: OK|Verification: OK/.test(said);
    if (accepts !== ((refused === null) === (openssl === undefined))) disagree.push(`${id}: ${said}`);
  }
  assert.deepEqual(disagree, []);
});
