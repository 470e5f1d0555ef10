import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { bundledChromium } from '../../src/documents/browser/bundle.ts';
import { candidates } from '../../src/documents/browser/find.ts';
import { filesOfTar } from '../../src/documents/browser/tar.ts';

const bundled = process.platform === 'linux' && process.arch === 'x64';

/** A temporary folder in the place of the system's, for one test. */
async function ownTmp(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-tmp-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = dir;
  context.after(async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(dir, { recursive: true });
  });
  return dir;
}

const folder = async (dir: string): Promise<string> => {
  const { version } = JSON.parse(
    await readFile(new URL('../../node_modules/@sparticuz/chromium/package.json', import.meta.url), 'utf8'),
  );
  return join(dir, `rca-chromium-${version}-${process.getuid?.()}`);
};

test('a browser that was named is the only one that is tried', async () => {
  const found = [];
  for await (const candidate of candidates('/opt/mine/chrome')) found.push(candidate);
  assert.deepEqual(found, [{ executable: '/opt/mine/chrome', shell: false, libraries: null }]);
});

test('two prints at once unpack the bundled browser once, whole and for this user alone', async (context) => {
  const dir = await ownTmp(context);
  const [first, second] = await Promise.all([bundledChromium(), bundledChromium()]);
  assert.deepEqual(first, second);
  if (!bundled) {
    assert.equal(first, null);
    return;
  }
  assert.equal((await stat(await folder(dir))).mode & 0o777, 0o700);
  assert.ok((await stat(first!.executable)).size > 100_000_000);
  assert.ok((await stat(join(first!.libraries, 'libnss3.so'))).size > 100_000);
});

test('a folder that somebody else can write to is refused, because the browser in it could be replaced', async (context) => {
  const dir = await ownTmp(context);
  if (!bundled) {
    context.diagnostic('no browser is bundled for this platform');
    return;
  }
  await mkdir(await folder(dir));
  await chmod(await folder(dir), 0o777);
  await assert.rejects(bundledChromium(), { code: 'BROWSER_FOLDER_UNSAFE' });
});

test('an archive gives its files by name and skips its folders', () => {
  const entry = (name: string, type: string, content: string): Buffer => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(content.length.toString(8).padStart(11, '0'), 124);
    header.write(type, 156);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return Buffer.concat([header, body]);
  };
  const long = 'x'.repeat(700);
  const tar = Buffer.concat([
    entry('lib/', '5', ''),
    entry('lib/a.so', '0', long),
    entry('../b.so', '0', 'b'),
    Buffer.alloc(1_024),
  ]);
  const files = Array.from(filesOfTar(tar), ({ name, bytes }) => [name, bytes.toString()]);
  assert.deepEqual(files, [
    ['a.so', long],
    ['b.so', 'b'],
  ]);
});
