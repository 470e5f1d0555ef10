import { basename, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { type Config, setEnvironment } from '../config.ts';
import { recordedIncident } from '../demo/incident/incident.ts';
import type { Recording } from '../demo/recording.ts';
import { startFixtureServer } from '../demo/server/server.ts';
import { allowedOrigin, searchPath, shopToken } from '../demo/server/shop.ts';
import { outsideError, userError } from '../domain/errors.ts';
import { toIso } from '../domain/time.ts';
import { writeFileWhole } from '../incident/documents.ts';
import type { Shapes } from './shapes.ts';
import type { Terminal } from './terminal.ts';

const HOUR_MS = 3_600_000;

const ALL_IS_IN_MS = 15 * 60_000;

/** The last full hour that is long enough ago for no source to owe anything of it. */
export const lastFullHourMs = (nowMs: number): number =>
  Math.floor((nowMs - ALL_IS_IN_MS) / HOUR_MS) * HOUR_MS;

export interface DemoDeps {
  readonly home: string;
  readonly anchorMs: number;
  /** Where the incident is kept and who seals; null: an embedded database and a folder in the home folder, nobody. */
  readonly place: Pick<Config, 'storeUrl' | 'migrationUrl' | 'blobsDir' | 'seal'> | null;
  readonly terminal: Terminal;
  /** Runs one ordinary command of the command line. */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * Serves a recorded incident over the sources' own protocols and runs ordinary commands against it. The
 * commands are told where the services are by a configuration file and by the AWS SDK's own variables.
 * Throws `DEMO_SEAL_KMS`: AWS is the recorded one, which has no keys.
 */
export async function runDemo(deps: DemoDeps): Promise<Shapes['demo']> {
  if (deps.place?.seal.key?.startsWith('kms:')) throw keyInKms();
  const recording = recordedIncident(deps.anchorMs);
  const server = await startFixtureServer(recording);
  try {
    setEnvironment({
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret-the-fixture-server-checks-none',
      AWS_REGION: recording.waf.region,
      RCA_DEMO_SHOP_TOKEN: shopToken(Date.now()),
    });
    const dir = join(deps.home, 'demo');
    const config = join(dir, 'rca.yaml');
    const settings = { ...placed(deps), sources: sources(recording, server.url), probes: probes(server.url) };
    const files = [{ name: basename(config), text: stringify(settings) }, ...recording.files];
    for (const file of files) await writeFileWhole(dir, file.name, Buffer.from(file.text));
    return await conversation(deps, recording, config, dir);
  } finally {
    await server.close();
  }
}

/** URLs of a server hold passwords: the file names the variables that hold them. */
function placed({ home, place }: DemoDeps): Record<string, unknown> {
  if (place === null) {
    return { store: { url: `pglite:${join(home, 'db')}` }, blobs: { url: `file:${join(home, 'blobs')}` } };
  }
  const { storeUrl, migrationUrl, blobsDir, seal } = place;
  setEnvironment({
    RCA_DEMO_STORE: storeUrl,
    ...(migrationUrl === null ? {} : { RCA_DEMO_MIGRATION: migrationUrl }),
  });
  return {
    store: {
      url: '${RCA_DEMO_STORE}',
      ...(migrationUrl === null ? {} : { migrationUrl: '${RCA_DEMO_MIGRATION}' }),
    },
    blobs: { url: `file:${blobsDir}` },
    ...sealed(seal),
  };
}

/** Keys stay where they are: the file names a variable for each, and the PKCS #12 file by its path. */
function sealed({ pkcs12, ...texts }: Config['seal']): Record<string, unknown> {
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null);
  const variable = (name: string): string => `RCA_DEMO_SEAL_${name.toUpperCase()}`;
  setEnvironment(Object.fromEntries(given.map(([name, text]) => [variable(name), text])));
  const seal = {
    ...Object.fromEntries(given.map(([name]) => [name, `\${${variable(name)}}`])),
    ...(pkcs12 === null ? {} : { pkcs12: `file:${pkcs12}` }),
  };
  return Object.keys(seal).length === 0 ? {} : { seal };
}

const keyInKms = () =>
  userError({
    code: 'DEMO_SEAL_KMS',
    message: 'the demo asks a recorded AWS, which holds no keys',
    where: 'seal.key',
    mend: 'seal the demo with a key from a file, or leave "seal" out of the configuration that the demo gets',
  });

const sources = (recording: Recording, url: string): readonly object[] => [
  {
    id: 'edge-waf',
    type: 'aws.waf',
    region: recording.waf.region,
    webAcl: recording.waf.webAclArn,
    logGroup: recording.waf.logGroup,
  },
  { id: 'slis', type: 'prometheus', url, queries: recording.prometheus.queries },
  { id: 'trail', type: 'aws.cloudtrail', region: recording.trail.region },
];

const probes = (url: string): object => ({
  // The recorded shop is on this machine: nobody is disturbed.
  perSecond: 50,
  targets: [
    { name: 'search', url, path: `${searchPath}?q=lamp`, allowedOrigin, token: '${RCA_DEMO_SHOP_TOKEN}' },
  ],
});

/** The commands that an incident lead would type. */
async function conversation(
  deps: DemoDeps,
  recording: Recording,
  config: string,
  dir: string,
): Promise<Shapes['demo']> {
  const say = async <Shape>(...argv: string[]): Promise<Shape> => {
    deps.terminal.stderr.write(`$ rca ${argv.map((word) => quoted(word, deps.terminal.cwd)).join(' ')}\n`);
    const stdout = new PassThrough();
    const said = text(stdout);
    const exit = await deps.run([...argv, '--home', deps.home, '--config', config, '--json'], {
      ...deps.terminal,
      stdout,
    });
    stdout.end();
    const answer = await said;
    if (exit === 0) return JSON.parse(answer) as Shape;
    throw outsideError({
      code: 'DEMO_FAILED',
      message: `the command ended with ${exit}`,
      where: `rca ${argv[0]}`,
      mend: 'the lines above say why; rca doctor checks store and browser',
    });
  };
  const window = ['--from', toIso(recording.window.fromMs), '--to', toIso(recording.window.toMs)];
  const severity = ['--severity', 'sev2', '--service', 'search'];
  const { incident } = await say<Shapes['start']>(
    'start',
    '--title',
    recording.title,
    ...severity,
    ...window,
  );
  for (const file of recording.files) {
    const at = ['--at', toIso(file.capturedAtMs)];
    await say<Shapes['import']>('import', incident, join(dir, file.name), ...at);
  }
  for (const note of recording.notes) {
    const phase = note.phase === null ? [] : ['--phase', note.phase];
    await say<Shapes['note']>('note', incident, note.text, '--at', toIso(note.atMs), ...phase);
  }
  for (const { kind, text, fields } of recording.entries) {
    const options = Object.entries(fields).flatMap(([name, value]) => [`--${name}`, value]);
    await say<Shapes['section']>(kind, 'add', incident, text, ...options);
  }
  await say<Shapes['probe']>('probe', incident);
  const { documents } = await say<Shapes['draft']>('draft', incident, '--out', dir);
  const { pack } = await say<Shapes['pack']>('pack', incident, '--out', join(dir, 'evidence-pack.pdf'));
  return { incident, documents, pack };
}

const quoted = (word: string, cwd: string): string => {
  const shown = word.startsWith('/') ? relative(cwd, word) || word : word;
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : JSON.stringify(shown);
};
