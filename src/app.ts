import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { readRegular, readRegularSync } from '#platform/regular-file';
import { loadPolicy } from './analysis/load-policy.ts';
import type { Policy } from './analysis/policy.ts';
import { createRedactor } from './collect/redact/redactor.ts';
import type { Config } from './config.ts';
import type { Destination } from './deliver/destination.ts';
import { destinationId } from './deliver/settings.ts';
import { loadTemplates, type Templates } from './documents/templates.ts';
import { sha256Hex } from './domain/canonical.ts';
import { messageOf, userError } from './domain/errors.ts';
import { createFolderBlobs } from './evidence/blobs.ts';
import { createCheckpointFolder } from './evidence/checkpoint-folder.ts';
import { createRecordStore } from './evidence/create-record-store.ts';
import { openDatabase } from './evidence/database.ts';
import { createEvidenceStore } from './evidence/evidence-store.ts';
import { type Alerts, createAlerts } from './incident/alerts.ts';
import { type Capture, createCapture } from './incident/capture/capture.ts';
import { type CardStates, createCardStates } from './incident/card-state.ts';
import type { Context } from './incident/context.ts';
import { createUseCases } from './incident/create-use-cases.ts';
import { createHomeStates, type HomeStates } from './incident/home-state.ts';
import { createSlackInstallations, type SlackInstallations } from './incident/slack-installations.ts';
import { createSlackLinks, type SlackLinks } from './incident/slack-links.ts';
import type { UseCases } from './incident/use-cases.ts';
import { createJobs } from './jobs/create-jobs.ts';
import type { Jobs } from './jobs/jobs.ts';
import { masterKey } from './master-key.ts';
import { openDestination } from './open-destination.ts';
import { openSealer } from './open-sealer.ts';
import { type LoadedControls, loadControls } from './record/load-controls.ts';
import { openSource } from './sources/registry.ts';
import { version } from './version.ts';

const installation = fileURLToPath(new URL('..', import.meta.url));

/** What an entry works with. */
export interface App {
  readonly config: Config;
  readonly useCases: UseCases;
  /** The same, collecting from these sources alone; `probes` among them for probes. */
  useCasesOf(sources: ReadonlySet<string>): UseCases;
  readonly context: Context;
  readonly jobs: Jobs;
  readonly slackLinks: SlackLinks;
  readonly slackInstallations: SlackInstallations;
  /** What secrets at rest are encrypted under, and tokens of redaction hang on. */
  readonly masterKey: Uint8Array;
  readonly capture: Capture;
  readonly cards: CardStates;
  readonly homes: HomeStates;
  readonly alerts: Alerts;
  /** Resolves when the store answers. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface AppDeps {
  readonly log: Logger;
  nowMs(): number;
}

/** Configuration → clients → stages. Opens the store; everything else is opened when it is used. */
export async function openApp(config: Config, deps: AppDeps): Promise<App> {
  const policy = readPolicy(config);
  await makeHome(config.home);
  const key = await masterKey(config);
  const sealer = await openSealer(config.seal, deps.nowMs);
  const database = await openDatabase(config.storeUrl, {
    ...(config.migrationUrl === null ? {} : { migrationUrl: config.migrationUrl }),
    rules: { retention: config.retention, confirmation: config.confirmation },
    onFault: (err) => deps.log.warn({ err }, 'a database connection broke while idle'),
  });
  const jobs = createJobs(database, {
    onFault: ({ job, givenUp, cause: err }) => deps.log.error({ job, givenUp, err }, 'a job failed'),
  });
  const blobs = createFolderBlobs(config.blobsDir);
  let templates: Templates | undefined;
  const context: Context = {
    store: createEvidenceStore(database, blobs, config.installation),
    record: createRecordStore(database),
    destinations: destinationsOf(config, deps.nowMs),
    retention: config.retention,
    controls: () => readControls(config),
    blobs,
    jobs,
    sources: new Map(
      config.sources.map(({ id, type, settings }) => [id, { id, open: openSource(type, settings) }]),
    ),
    probes: config.probes,
    ...policy,
    templates: async () => {
      templates = await loadTemplates(
        join(installation, 'templates'),
        config.templatesDir ?? undefined,
        templates,
      );
      return templates;
    },
    browser: {
      executable: config.browser,
      onNotice: (notice) => deps.log.debug(notice),
    },
    checkpoints: createCheckpointFolder(config.checkpoints.folder),
    sealer,
    signoffRoles: config.signoffRoles,
    home: config.home,
    tool: { name: 'rca', version },
    redactor: (incident) => createRedactor({ ...config.redaction, masterKey: key, incident }),
    nowMs: deps.nowMs,
  };
  return {
    config,
    context,
    useCases: createUseCases(context),
    useCasesOf: (sources) =>
      createUseCases({
        ...context,
        sources: new Map([...context.sources].filter(([id]) => sources.has(id))),
        probes: sources.has('probes') ? context.probes : null,
      }),
    jobs,
    slackLinks: createSlackLinks(database),
    slackInstallations: createSlackInstallations(database),
    masterKey: key,
    capture: createCapture(context),
    cards: createCardStates(database),
    homes: createHomeStates(database),
    alerts: createAlerts(context),
    async ready() {
      await context.store.incidents();
    },
    async close() {
      await jobs.stop(0);
      await database.close();
    },
  };
}

const destinationsOf = (config: Config, nowMs: () => number): ReadonlyMap<string, Destination> =>
  new Map(
    config.record.deliver.map((settings) => [destinationId(settings), openDestination(settings, nowMs)]),
  );

async function readControls(config: Config): Promise<LoadedControls> {
  const file = config.record.controlsFile ?? join(installation, 'templates', 'controls.yaml');
  let text: string;
  try {
    text = (await readRegular(file)).toString('utf8');
  } catch (cause) {
    throw userError(
      {
        code: 'CONTROLS_UNREADABLE',
        message: `the control mapping cannot be read: ${messageOf(cause)}`,
        where: file,
        mend: 'check "record.controls" in the configuration, or leave it out to use the default mapping',
      },
      cause,
    );
  }
  return loadControls(text, file);
}

async function makeHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw userError(
      {
        code: 'HOME_UNUSABLE',
        message: `the home folder cannot be made: ${messageOf(cause)}`,
        where: home,
        mend: 'give --home or RCA_HOME a folder that this account may write to',
      },
      cause,
    );
  }
}

export function readPolicy(config: Config): {
  readonly policy: Policy;
  readonly policyText: string;
  readonly policySha256: string;
} {
  const file = config.policyFile ?? join(installation, 'templates', 'policy.yaml');
  let text: string;
  try {
    text = readRegularSync(file).toString('utf8');
  } catch (cause) {
    throw userError(
      {
        code: 'POLICY_UNREADABLE',
        message: `the policy cannot be read: ${messageOf(cause)}`,
        where: file,
        mend: 'check "policy" in the configuration, or leave it out to use the default policy',
      },
      cause,
    );
  }
  return { policy: loadPolicy(text, file), policyText: text, policySha256: sha256Hex(text) };
}
