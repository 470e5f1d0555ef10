import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { stringify } from 'yaml';
import { lastFullHourMs } from '../../../src/cli/demo.ts';
import type { Recording } from '../../../src/demo/recording.ts';
import { startFixtureServer } from '../../../src/demo/server/server.ts';
import { shopToken } from '../../../src/demo/server/shop.ts';
import { BOT_SCOPES } from '../../../src/slack/scopes.ts';
import { runCli, scratch, startCli } from '../../helpers/cli.ts';
import { served } from '../../helpers/serving.ts';
import type { StorePlace } from '../../helpers/stores.ts';
import { holder } from '../../pack/pki.ts';
import { type FixtureSlack, startFixtureSlack } from '../../slack/fixture-slack.ts';
import { SIGNING_SECRET } from '../../slack/workspace.ts';
import { smallIncident } from './recording.ts';

/** A window that ended later than this has a gap for what CloudTrail may still deliver. */
const CLOUDTRAIL_SETTLED_MS = 20 * 60_000;

/** What another story has otherwise than the recorded conversation. */
export interface HouseChanges {
  readonly recorded?: (anchorMs: number) => Recording;
  /** Added to the configuration; lists of sources and of targets are put behind those that are there. */
  readonly sources?: readonly unknown[];
  readonly targets?: readonly unknown[];
  readonly more?: Readonly<Record<string, unknown>>;
  /** The same, of what names the channel. */
  readonly inChannel?: (channelId: string) => Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the AWS clients call, in place of the server of the recorded incident. */
  readonly aws?: (recorded: string) => string;
}

export interface House {
  readonly slack: FixtureSlack;
  /** Base of the HTTP server of `rca serve`. */
  readonly url: string;
  readonly anchorMs: number;
  /** What the seal is verified with. */
  readonly publicKey: string;
  readonly root: string;
  readonly dir: string;
  readonly configuration: string;
  /** Every token that is given to the process. */
  readonly secrets: readonly string[];
  /** All that the process has written on its two outputs. */
  log(): string;
  run(...argv: string[]): ReturnType<typeof runCli>;
}

/** What takes neither a home nor a configuration. */
const readsFilesAlone = (argv: readonly string[]): boolean =>
  argv[0] === 'verify' && !argv.includes('--store');

/** `rca serve` as a process of its own, behind a fixture Slack, with sources, a target of probes, and a seal. */
export async function openHouse(
  t: TestContext,
  place: StorePlace,
  mode: 'http' | 'socket',
  changes: HouseChanges = {},
): Promise<House> {
  const home = await scratch();
  const at = (name: string): string => join(home.dir, name);
  const anchorMs = lastFullHourMs(Date.now() - CLOUDTRAIL_SETTLED_MS);
  const recorded = (changes.recorded ?? smallIncident)(anchorMs);
  const sources = await startFixtureServer(recorded);
  const slack = await startFixtureSlack(BOT_SCOPES);
  slack.userGroups.set('S0SEC', [slack.bystanderId]);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const root = await holder('Test root', { authority: true });
  const signer = await holder('Pack signer', { issuer: root });
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('PUB.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(at('seal.key'), signer.keyPem);
  await writeFile(at('seal.pem'), `${signer.pem}${root.pem}`);
  await writeFile(at('ROOT.pem'), root.pem);
  const migration = place.migrationUrl === undefined ? {} : { migrationUrl: place.migrationUrl };
  const { region, webAclArn: webAcl, logGroup } = recorded.waf;
  await writeFile(
    at('rca.yaml'),
    stringify({
      store: { url: place.url, ...migration },
      blobs: { url: `file:${place.blobsDirectory}` },
      slack: { mode, approvers: { security: ['S0SEC'] } },
      serve: { port: 0 },
      seal: { key: 'file:seal.key', certificate: 'file:seal.pem', signingKey: 'file:signing.pem' },
      sources: [
        { id: 'edge-waf', type: 'aws.waf', region, webAcl, logGroup },
        { id: 'slis', type: 'prometheus', url: sources.url, queries: recorded.prometheus.queries },
        { id: 'trail', type: 'aws.cloudtrail', region, lookups: ['EventName=RotateSecret'] },
        ...(changes.sources ?? []),
      ],
      probes: {
        perSecond: 50,
        targets: [
          { name: 'search', url: sources.url, path: '/api/v1/search?q=lamp', token: '${SHOP_TOKEN}' },
          ...(changes.targets ?? []),
        ],
      },
      ...changes.more,
      ...changes.inChannel?.(slack.channelId),
    }),
  );
  const token = shopToken(Date.now());
  const env = {
    AWS_ENDPOINT_URL: changes.aws?.(sources.url) ?? sources.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'fixture',
    AWS_REGION: region,
    SHOP_TOKEN: token,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    ...(mode === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: slack.appToken }),
    ...changes.env,
  };
  const common = ['--home', at('home'), '--config', at('rca.yaml')];
  const child = startCli(['serve', ...common], { env });
  let log = '';
  for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => (log += chunk));
  t.after(async () => {
    const exited = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await exited;
    await sources.close();
    await slack.close();
    await place.remove();
    await home.clear();
  });
  return {
    slack,
    url: await served(child),
    anchorMs,
    publicKey: at('PUB.pem'),
    root: at('ROOT.pem'),
    dir: home.dir,
    configuration: at('rca.yaml'),
    log: () => log,
    secrets: [token, ...token.split('.').slice(1)],
    run: (...argv) => runCli([...argv, ...(readsFilesAlone(argv) ? [] : common)], { env }),
  };
}
