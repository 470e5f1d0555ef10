import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser as Chromium } from 'puppeteer-core';
import { messageOf, outsideError } from '../domain/errors.ts';
import { type Candidate, candidates } from './browser/find.ts';

/** Which browser prints, and who hears what is unusual about it. */
export interface Browser {
  /** Path of an executable (`RCA_BROWSER`); null looks for one. */
  readonly executable: string | null;
  readonly onNotice?: (notice: string) => void;
}

/** Chromium draws page numbers and running headers from this version on. */
const MAJOR_VERSION_MIN = 131;
const LAUNCH_MS_MAX = 30_000;

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
];

/**
 * Runs `work` in a browser of its own, with a profile that is removed afterwards. Throws `BROWSER_MISSING`
 * when no browser can be started.
 */
export async function withBrowser<T>(browser: Browser, work: (chromium: Chromium) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'rca-browser-'));
  try {
    const chromium = await launchFirst(browser, profile);
    try {
      return await work(chromium);
    } finally {
      await stop(chromium);
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function launchFirst(browser: Browser, profile: string): Promise<Chromium> {
  const tried: string[] = [];
  for await (const candidate of candidates(browser.executable)) {
    try {
      return await launch(candidate, profile, browser.onNotice);
    } catch (cause) {
      tried.push(`${candidate.executable}: ${firstLine(cause)}`);
    }
  }
  throw outsideError({
    code: 'BROWSER_MISSING',
    message:
      tried.length === 0
        ? 'there is no browser to print with'
        : `no browser could be started: ${tried.join('; ')}`,
    where: browser.executable === null ? 'browser' : 'RCA_BROWSER',
    mend:
      browser.executable === null
        ? 'install Chrome or Chromium, or set RCA_BROWSER to the path of one'
        : 'set RCA_BROWSER to the path of a Chrome or Chromium that this user may run, or unset it',
  });
}

/** Root cannot have Chromium's sandbox, and some systems give it to nobody: then without it, and it is said. */
async function launch(
  candidate: Candidate,
  profile: string,
  onNotice: Browser['onNotice'] = () => {},
): Promise<Chromium> {
  const withoutSandbox = async (why: string): Promise<Chromium> => {
    const chromium = await start(candidate, profile, ['--no-sandbox']);
    onNotice(`the browser printed without its own sandbox, because ${why}; JavaScript and network were off`);
    return chromium;
  };
  if (process.getuid?.() === 0) return withoutSandbox('root cannot use it');
  try {
    return await start(candidate, profile, []);
  } catch (cause) {
    if (!/sandbox/i.test(messageOf(cause))) throw cause;
    return withoutSandbox('this system allows it to no ordinary user');
  }
}

async function start(candidate: Candidate, profile: string, args: readonly string[]): Promise<Chromium> {
  const chromium = await puppeteer.launch({
    executablePath: candidate.executable,
    headless: candidate.shell ? 'shell' : true,
    pipe: true,
    timeout: LAUNCH_MS_MAX,
    userDataDir: profile,
    args: [...QUIET, ...args],
    // A closed pipe ends Chromium, whatever ends this process; signals belong to the caller.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(process.platform === 'linux' ? { env: environment(candidate, profile) } : {}),
  });
  const version = await chromium.version();
  if (Number(/\/(\d+)\./.exec(version)?.[1]) >= MAJOR_VERSION_MIN) return chromium;
  await stop(chromium);
  throw new Error(`${version} is older than ${MAJOR_VERSION_MIN}`);
}

/** The browser inherits no secrets, and looks the same for everybody. */
const environment = (candidate: Candidate, profile: string): Record<string, string> => ({
  HOME: profile,
  LANG: 'C.UTF-8',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TZ: 'UTC',
  ...(candidate.libraries === null ? {} : { LD_LIBRARY_PATH: candidate.libraries }),
});

async function stop(chromium: Chromium): Promise<void> {
  const child = chromium.process();
  try {
    await chromium.close();
  } finally {
    child?.kill('SIGKILL');
  }
}

function firstLine(cause: unknown): string {
  const lines = messageOf(cause)
    .split('\n')
    .map((line) => line.trim());
  return lines.find((line) => /error|older|sandbox|denied|ENO/i.test(line)) ?? lines[0] ?? 'unknown';
}
