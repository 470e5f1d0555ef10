import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { version } from '../src/version.ts';

const SOURCE = new URL('../src/verifier/', import.meta.url);
const FOLDER = fileURLToPath(new URL('../dist/', import.meta.url));

/** The verifier as one page without a network: the same source gives the same bytes. */
export async function verifierPage(): Promise<string> {
  const script = await bundle();
  const style = await readFile(new URL('style.css', SOURCE), 'utf8');
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const parts: Readonly<Record<string, string>> = { policy, style, script, version };
  const page = await readFile(new URL('page.html', SOURCE), 'utf8');
  return page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('main.ts', SOURCE)),
    platform: 'browser',
    transform: { inject: { Buffer: ['buffer', 'Buffer'] } },
    logLevel: 'warn',
  });
  const { output } = await build.generate({ format: 'iife', minify: true, codeSplitting: false });
  await build.close();
  const [chunk, ...more] = output;
  if (chunk.type !== 'chunk' || more.length > 0) throw new Error('the script is in more than one piece');
  // Nothing in it may end the element that it stands in.
  return chunk.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

const digestOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

if (import.meta.main) {
  const page = await verifierPage();
  const sha256 = createHash('sha256').update(page).digest('hex');
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'rca-verify.html'), page);
  await writeFile(join(FOLDER, 'SHA256SUMS'), `${sha256}  rca-verify.html\n`);
  console.log(`${sha256}  dist/rca-verify.html`);
}
