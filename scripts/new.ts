import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { indicatorOf } from '../src/indicators/indicator.ts';

const NAME = /^[a-z]+(?:[-_][a-z0-9]+)*$/;

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What a recipe makes, by path under the repository, and what is to be done then. */
export interface Made {
  readonly files: Readonly<Record<string, string>>;
  readonly next: string;
}

/** A folder that the conformance suite refuses until it is registered, described and shown by cases. */
function newLens(name: string): Made {
  return {
    files: {
      [`src/lenses/${name}/index.ts`]: `import type { Lens } from '../lens.ts';

/** What it explains, in one sentence. */
export const ${camel(name)}: Lens = {
  kind: '${name}',
  wouldTell: '',
  isCovered: () => false,
  candidates: () => [],
};
`,
      [`src/lenses/${name}/readme.md`]: `# ${name}

## Speaks when

## For and against

## What would decide
`,
    },
    next: `src/lenses/${name} was made. Then:
  1. add '${name}' to lensKinds in src/domain/understanding.ts, and the lens to src/lenses/registry.ts
  2. write its candidates, its readme, and at least two cases in src/lenses/${name}/cases/*.yaml: one in which it leads
     and one in which it does not
  3. node scripts/schemas.ts, and node --test test/lenses/*.test.ts until nothing is refused
`,
  };
}

/** A judge over the points of an indicator; refused until policies can name it and cases show it. */
function newCheck(name: string): Made {
  return {
    files: {
      [`src/judges/${name}.ts`]: `import { insufficient, type Judgement } from './judgement.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** What is satisfied when, in one sentence. */
export function ${camel(name)}(spec: Spec<'${name}'>, sli: Sli): Judgement {
  return insufficient(\`\${spec.indicator} is not judged yet: \${sli.series.length} series.\`);
}
`,
      [`test/judges/cases/${name}.yaml`]: `gate: { indicator: queue_depth, limit: 50 }
cases:
  - { values: "40", verdict: satisfied }
  - { values: "40; 90 from 12:00 to 12:15", verdict: not-satisfied }
`,
    },
    next: `src/judges/${name}.ts and its cases were made. Then:
  1. add its entry to src/judges/spec.ts (as ceiling has one) and its call to src/judges/series.ts
  2. write the judge, and cases of what satisfies it and what does not
  3. add its row to the checks of docs/policy.md
  4. node scripts/schemas.ts, and node --test test/judges/*.test.ts until nothing is refused
`,
  };
}

/** An indicator is a row of configuration: nothing is made. */
function newIndicator(name: string): Made {
  const { role, direction } = indicatorOf({ name, labels: {}, points: [], evidence: [] });
  const out = direction === 'both' ? 'either way' : `too ${direction}`;
  return {
    files: {},
    next: `An indicator is a row of rca.yaml, under the queries of a prometheus source:
      ${name}: 'the expression that gives it'
By its name its role is ${role}: it is out when it is ${out}. A name that tells another role makes it one
(src/indicators/indicator.ts: availability, error_ratio, latency_p95, pool_usage, requests, orders …).
Every series takes part in episodes and explanations. To judge it, add a gate to the policy:
  - { id: ${name.replaceAll('_', '-')}, check: ${direction === 'low' ? 'floor' : 'ceiling'}, indicator: ${name}, limit: 0 }
Evidence at hand: rca import INC FILE --name ${name}
`,
  };
}

const recipes: Readonly<Record<string, (name: string) => Made>> = {
  lens: newLens,
  check: newCheck,
  indicator: newIndicator,
};

/** What to make for the arguments of `npm run new`; null where they name no recipe or no name. */
export function madeFor([what = '', name = '']: readonly string[]): Made | null {
  const recipe = Object.hasOwn(recipes, what) ? recipes[what] : undefined;
  return recipe === undefined || !NAME.test(name) ? null : recipe(name);
}

const USE = `usage: npm run new ${Object.keys(recipes).join('|')} NAME

  lens       an explanation: its folder, refused until it is registered, described and shown by cases
  check      a judge that a policy can name: its file and cases, refused until they are whole
  indicator  what a row of configuration makes of a series of that name; nothing is written

NAME is written in lower case with hyphens, an indicator's as its query has it.
`;

function write(root: string, { files, next }: Made): void {
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new Error(`${there.join(' and ')} is there already`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.stdout.write(next);
}

if (import.meta.main) {
  const made = madeFor(process.argv.slice(2));
  if (made === null) {
    process.stderr.write(USE);
    process.exitCode = 2;
  } else write(fileURLToPath(new URL('..', import.meta.url)), made);
}
