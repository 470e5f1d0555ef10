import { glob } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { bundledChromium } from './bundle.ts';

/** A browser that may be there. */
export interface Candidate {
  readonly executable: string;
  /** `chrome-headless-shell` knows one mode only. */
  readonly shell: boolean;
  /** Folder of shared libraries that it brings along. */
  readonly libraries: string | null;
}

const INSTALLED_NAMES = [
  'chrome-headless-shell',
  'chrome',
  'chrome.exe',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

const SYSTEM_PATHS = [
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/lib/chromium/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Browsers in order of preference: the given one alone, or puppeteer's cache (newest first), the system's
 * Chrome and Chromium, the one that comes with npm. The last is unpacked only when it is asked for.
 */
export async function* candidates(executable: string | null): AsyncIterable<Candidate> {
  if (executable !== null) {
    yield candidate(executable);
    return;
  }
  for (const path of await installed()) yield candidate(path);
  for (const path of await onSystem()) yield candidate(path);
  const bundled = await bundledChromium();
  if (bundled === null) return;
  yield { executable: bundled.executable, shell: true, libraries: null };
  yield { executable: bundled.executable, shell: true, libraries: bundled.libraries };
}

const candidate = (executable: string): Candidate => ({
  executable,
  shell: /headless.shell/.test(executable),
  libraries: null,
});

async function installed(): Promise<string[]> {
  const cwd = join(homedir(), '.cache', 'puppeteer');
  const paths: string[] = [];
  for (const name of INSTALLED_NAMES) {
    for await (const path of glob(`{chrome-headless-shell,chrome}/*/*/${name}`, { cwd }))
      paths.push(join(cwd, path));
  }
  return paths.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

async function onSystem(): Promise<string[]> {
  const known = await systemChrome();
  const paths = known === null ? [] : [known];
  for await (const path of glob(SYSTEM_PATHS)) if (path !== known) paths.push(path);
  return paths;
}

/** Where Chrome's installer puts it on this platform; puppeteer throws when it is not there. */
async function systemChrome(): Promise<string | null> {
  try {
    return await puppeteer.executablePath('chrome');
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}
