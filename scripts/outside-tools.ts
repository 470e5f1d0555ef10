import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Gets the Debian tools that tests check packs with, where they are missing: unpacked under node_modules, without
 * root and without a change of the system, from where this machine's apt gets its packages. Without a network or
 * without apt nothing happens, and the tests count what they had to leave out.
 */

const PACKAGES: Readonly<Record<string, string>> = {
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  mutool: 'mupdf-tools',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
  minisign: 'minisign',
  'ssh-keygen': 'openssh-client',
};

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/outside-tools', import.meta.url));
const TIMEOUT_MS = 180_000;

/** Where a command's programs and libraries lie when this script got it; null: on the PATH, or nowhere. */
export function unpacked(tool: string): { readonly path: string; readonly libraries: string } | null {
  if (isOnPath(tool)) return null;
  const path = join(FOLDER, 'usr', 'bin', tool);
  if (!existsSync(path)) return null;
  const lib = join(FOLDER, 'usr', 'lib');
  const triplets = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-gnu')) : [];
  return { path, libraries: triplets.map((name) => join(lib, name)).join(delimiter) };
}

const isOnPath = (tool: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));

const missingTools = (): readonly string[] =>
  Object.keys(PACKAGES).filter((tool) => !isOnPath(tool) && unpacked(tool) === null);

function run(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: TIMEOUT_MS });
  return status === 0;
}

/** Asks apt with lists and archives of its own, so that an unprivileged account may. */
function fetchPackages(packages: readonly string[], scratch: string): boolean {
  for (const folder of ['lists/partial', 'archives/partial']) {
    mkdirSync(join(scratch, folder), { recursive: true });
  }
  const options = [
    `Dir::State::lists=${scratch}/lists`,
    `Dir::Cache=${scratch}`,
    `Dir::Cache::archives=${scratch}/archives`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
  ].flatMap((option) => ['-o', option]);
  const download = ['-y', '--no-install-recommends', '--download-only', 'install', ...packages];
  return run('apt-get', [...options, '-qq', 'update']) && run('apt-get', [...options, '-qq', ...download]);
}

function install(missing: readonly string[]): void {
  const scratch = join(FOLDER, 'scratch');
  try {
    const packages = new Set(missing.map((tool) => PACKAGES[tool] ?? tool));
    if (!fetchPackages([...packages], scratch)) return;
    const archives = readdirSync(join(scratch, 'archives')).filter((name) => name.endsWith('.deb'));
    for (const name of archives) run('dpkg-deb', ['-x', join(scratch, 'archives', name), FOLDER]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const missing = missingTools();
  if (missing.length > 0) install(missing);
  const left = missingTools();
  const got = missing.filter((tool) => !left.includes(tool));
  if (got.length > 0) console.log(`outside tools: got ${got.join(', ')}`);
  if (left.length > 0) console.log(`outside tools: not to be had here: ${left.join(', ')}`);
}
