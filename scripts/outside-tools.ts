import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Gets the Debian programs that tests check packs with, where they are missing: unpacked under node_modules, without
 * root and without a change of the system, from where this machine's apt gets its packages. Each gets a starter among
 * npm's own, on the PATH of whatever `npm run` and its children start. Without a network or without apt nothing
 * happens, and the tests count what they had to leave out.
 */

/** By program, the package that it is in. */
export const OUTSIDE_TOOLS: Readonly<Record<string, string>> = {
  certutil: 'libnss3-tools',
  jq: 'jq',
  minisign: 'minisign',
  mutool: 'mupdf-tools',
  openssl: 'openssl',
  pdfdetach: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdfsig: 'poppler-utils',
  pdftotext: 'poppler-utils',
  qpdf: 'qpdf',
  'ssh-keygen': 'openssh-client',
  xxd: 'xxd',
};

const at = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const STARTERS = at('.bin');
const UNPACKED = at('.cache/outside-tools');
const TIMEOUT_MS = 180_000;

const programOf = (tool: string): string => join(UNPACKED, 'usr', 'bin', tool);

const isOfTheMachine = (tool: string): boolean =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => resolve(folder) !== STARTERS && existsSync(join(folder, tool)));

const missingTools = (): readonly string[] =>
  Object.keys(OUTSIDE_TOOLS).filter((tool) => !isOfTheMachine(tool) && !existsSync(programOf(tool)));

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
  // A package that is installed, but not on the PATH, is fetched too.
  const download = [
    '-y',
    '--no-install-recommends',
    '--reinstall',
    '--download-only',
    'install',
    ...packages,
  ];
  return run('apt-get', [...options, '-qq', 'update']) && run('apt-get', [...options, '-qq', ...download]);
}

function unpack(missing: readonly string[]): void {
  const scratch = join(UNPACKED, 'scratch');
  try {
    const packages = new Set(missing.map((tool) => OUTSIDE_TOOLS[tool] ?? tool));
    if (!fetchPackages([...packages], scratch)) return;
    const archives = readdirSync(join(scratch, 'archives')).filter((name) => name.endsWith('.deb'));
    for (const name of archives) run('dpkg-deb', ['-x', join(scratch, 'archives', name), UNPACKED]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where what was unpacked looks for its own: set for that program alone, none for the rest of the machine. */
function surroundings(): Readonly<Record<string, string>> {
  const lib = join(UNPACKED, 'usr', 'lib');
  const triplets = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-gnu')) : [];
  const libraries = triplets.map((name) => join(lib, name));
  const modules = libraries
    .map((folder) => join(folder, 'ossl-modules'))
    .find((folder) => existsSync(folder));
  const configuration = join(UNPACKED, 'etc', 'ssl', 'openssl.cnf');
  return {
    LD_LIBRARY_PATH: libraries.join(delimiter),
    ...(modules === undefined ? {} : { OPENSSL_MODULES: modules }),
    ...(existsSync(configuration) ? { OPENSSL_CONF: configuration } : {}),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function writeStarters(): void {
  const settings = Object.entries(surroundings()).map(([name, value]) => `${name}=${quoted(value)}`);
  for (const tool of Object.keys(OUTSIDE_TOOLS)) {
    const starter = join(STARTERS, tool);
    rmSync(starter, { force: true });
    if (isOfTheMachine(tool) || !existsSync(programOf(tool))) continue;
    writeFileSync(starter, `#!/bin/sh\n${settings.join(' ')} exec ${quoted(programOf(tool))} "$@"\n`);
    chmodSync(starter, 0o755);
  }
}

if (import.meta.main) {
  const missing = missingTools();
  if (missing.length > 0) unpack(missing);
  writeStarters();
  const left = missingTools();
  const got = missing.filter((tool) => !left.includes(tool));
  if (got.length > 0) console.log(`outside tools: got ${got.join(', ')}`);
  if (left.length > 0) console.log(`outside tools: not to be had here: ${left.join(', ')}`);
}
