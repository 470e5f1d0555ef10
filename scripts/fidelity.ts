import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPolicy } from '../src/analysis/load-policy.ts';
import { medianAndRange } from './fidelity/baseline.ts';
import type { DataSet } from './fidelity/data-set.ts';
import { figuresOf } from './fidelity/figures.ts';
import { type Method, ours } from './fidelity/measure.ts';
import { nezha } from './fidelity/nezha.ts';
import { petshop } from './fidelity/petshop.ts';

const USE = `Reads public recordings of faults whose start and place are known, and prints how well both are found.

  npm run fidelity                  clones the data sets once, into node_modules/.cache/fidelity
  npm run fidelity -- --nezha DIR --petshop DIR
                                    reads copies that are there already
`;

const { values } = parseArgs({
  options: {
    nezha: { type: 'string' },
    petshop: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** At the commits that docs/fidelity.md gives figures of. */
const repositories = {
  nezha: {
    url: 'https://github.com/IntelligentDDS/Nezha.git',
    commit: 'd8140101fdb4e7dfb60d3ef9f64706f382b68470',
    folders: ['rca_data'],
  },
  petshop: {
    url: 'https://github.com/amazon-science/petshop-root-cause-analysis.git',
    commit: '1c5992dc46a02c988a027e2219036d59e8158a91',
    folders: ['dataset'],
  },
} as const;

function cloned(name: keyof typeof repositories): string {
  const { url, commit, folders } = repositories[name];
  const folder = fileURLToPath(new URL(`../node_modules/.cache/fidelity/${name}`, import.meta.url));
  if (existsSync(`${folder}/${folders[0]}`)) return folder;
  mkdirSync(folder, { recursive: true });
  const git = (...parts: readonly string[]): void => {
    const run = spawnSync('git', parts, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
    if (run.status !== 0) throw new Error(`git ${parts.join(' ')} failed: give a copy with --${name} DIR`);
  };
  git('init', '--quiet');
  git('fetch', '--quiet', '--depth', '1', url, commit);
  git('checkout', '--quiet', 'FETCH_HEAD', '--', ...folders);
  return folder;
}

function print({ name, recorded }: DataSet, methods: Readonly<Record<string, Method>>): void {
  console.log(name);
  for (const [method, run] of Object.entries(methods)) {
    const of = figuresOf(recorded, run);
    console.log(
      [
        `  ${method}`,
        `    an effect seen in ${of.seen} of ${of.faults} faults`,
        `    its start off by ${of.startErrorSeconds.median} s (median), ${of.startErrorSeconds.ninth} s (nine of ten)`,
        `    the service of the fault first in ${of.first}, among the first three in ${of.amongThree}`,
        `    ${of.falseEffects} false effects in ${of.quietHours} hours without a fault`,
      ].join('\n'),
    );
  }
}

if (values.help) console.log(USE);
else {
  const policy = loadPolicy(
    readFileSync(new URL('../templates/policy.yaml', import.meta.url), 'utf8'),
    'templates/policy.yaml',
  );
  const methods = { rca: ours(policy), 'median and interquartile range': medianAndRange };
  for (const set of [
    ...nezha(values.nezha ?? cloned('nezha')),
    ...petshop(values.petshop ?? cloned('petshop')),
  ])
    print(set, methods);
}
