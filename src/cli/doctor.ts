import { access, constants, mkdir } from 'node:fs/promises';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { type Browser, withBrowser } from '../documents/browser.ts';
import { messageOf, outsideError, RcaError } from '../domain/errors.ts';
import { configuredProbes } from '../incident/probes/sources.ts';
import { validity } from '../pack/seal/certificate-validity.ts';
import { keyName } from '../pack/seal/signer-name.ts';
import { createSeal } from '../slack/install/seal.ts';
import type { Shapes } from './shapes.ts';

type Check = Shapes['doctor']['checks'][number];

/** Checks what a configuration needs; each failure names its mend. */
export async function examine(open: () => Promise<App>): Promise<Check[]> {
  let app: App;
  try {
    app = await open();
  } catch (error) {
    return [failed('configuration and store', error)];
  }
  const { context, config } = app;
  const checks: Check[] = [
    ok('configuration', config.file ?? 'no file: defaults'),
    ok('store', withoutCredentials(config.storeUrl)),
    await attempt('blobs', async () => {
      await mkdir(config.blobsDir, { recursive: true });
      await access(config.blobsDir, constants.R_OK | constants.W_OK);
      return config.blobsDir;
    }),
    await attempt('templates', async () => {
      await context.templates();
      return config.templatesDir ?? 'those of the installation';
    }),
    await attempt('browser', () => browserWords(context.browser)),
    ok('slack', slackWords(config)),
    ...(config.slack?.oauth ? [await attempt('slack installations', () => installationWords(app))] : []),
  ];
  checks.push(...(await sealChecks(context)));
  for (const destination of context.destinations.values()) {
    checks.push(await attempt(`deliver: ${destination.id}`, () => destination.check()));
  }
  checks.push(await attempt('undelivered packs', () => undeliveredWords(app)));
  const targets = configuredProbes(context.probes);
  if (targets.length === 0) checks.push(ok('probes', 'no target is configured'));
  for (const { id, open: source } of [...context.sources.values(), ...targets]) {
    try {
      const found = await source.check();
      checks.push(...found.map((check) => ({ ...check, check: `${id}: ${check.check}` })));
    } catch (error) {
      checks.push(failed(id, error));
    }
  }
  // What a server answers to a check may quote what it was sent, and more.
  const { redactText } = context.redactor('doctor');
  return checks.map((check) => ({
    ...check,
    detail: redactText(check.detail),
    mend: redactText(check.mend),
  }));
}

async function sealChecks({ sealer, nowMs }: App['context']): Promise<readonly Check[]> {
  if (sealer === null) return [ok('seal', 'not configured: packs are not sealed')];
  const { certified, signingKey, timestamp } = sealer;
  const checks: Check[] = [];
  if (signingKey !== null) checks.push(ok('seal: signing key', keyName(signingKey.publicKey)));
  if (certified !== null) {
    checks.push(await attempt('seal: key', () => certified.check()));
    checks.push(await attempt('seal: certificate', async () => validity(certified.certificates[0], nowMs())));
  }
  if (timestamp !== null) {
    checks.push(
      await attempt('seal: timestamp authority', async () => {
        await timestamp(Buffer.from('rca doctor'));
        return 'it answers';
      }),
    );
  }
  return checks;
}

async function undeliveredWords({ context }: App): Promise<string> {
  const waiting = await context.record.undelivered();
  if (waiting.length === 0) return 'none';
  const [first] = waiting;
  throw outsideError({
    code: 'DELIVERY_PENDING',
    message: `${waiting.length} have not arrived, first: ${first?.incident} version ${first?.version} at ${first?.destination}`,
    mend: `see why with: rca record ${first?.incident}; try again with --retry`,
  });
}

/** They stand before the host, or in the query; a password may hold an unescaped @. */
const withoutCredentials = (url: string): string => url.replace(/\?.*$/, '').replace(/\/\/.*@/, '//');

const ok = (check: string, detail: string): Check => ({ check, ok: true, detail, mend: '' });

/** The browser's version, and what is unusual about how it runs here. */
async function browserWords(browser: Browser): Promise<string> {
  const words: string[] = [];
  const onNotice = (notice: string): void => {
    words.push(notice);
  };
  words.unshift(await withBrowser({ ...browser, onNotice }, (chromium) => chromium.version()));
  return words.join('; ');
}

async function attempt(check: string, look: () => Promise<string>): Promise<Check> {
  try {
    return ok(check, await look());
  } catch (error) {
    return failed(check, error);
  }
}

const failed = (check: string, error: unknown): Check => ({
  check,
  ok: false,
  detail: messageOf(error),
  mend: error instanceof RcaError ? error.mend : 'see the detail',
});

const slackWords = ({ slack }: Config): string => {
  if (slack === null) return 'not configured: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set';
  return `${slack.mode} mode, ${slack.oauth === null ? 'one workspace' : 'workspaces by OAuth'}`;
};

/** Every stored token is opened, so that a wrong master key shows before a workspace notices it. */
async function installationWords({ slackInstallations, masterKey }: App): Promise<string> {
  const seal = createSeal(masterKey);
  const rows = await slackInstallations.all();
  for (const row of rows) seal.open(row.sealed, row);
  return `${rows.length} installed, and their tokens open`;
}
