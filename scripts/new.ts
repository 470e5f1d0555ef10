import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const NAME = /^[a-z]+(?:-[a-z]+)*$/;

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A folder that the conformance suite refuses until it is registered, described and shown by cases. */
function newLens(name: string): string {
  const folder = join(root, 'src/lenses', name);
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  mkdirSync(join(folder, 'cases'), { recursive: true });
  writeFileSync(
    join(folder, 'index.ts'),
    `import type { Lens } from '../lens.ts';

/** What it explains, in one sentence. */
export const ${camel(name)}: Lens = {
  kind: '${name}',
  wouldTell: '',
  isCovered: () => false,
  candidates: () => [],
};
`,
  );
  writeFileSync(
    join(folder, 'readme.md'),
    `# ${name}

## Speaks when

## For and against

## What would decide
`,
  );
  return `src/lenses/${name} was made. Then:
  1. add '${name}' to lensKinds in src/domain/understanding.ts, and the lens to src/lenses/registry.ts
  2. write its candidates, its readme, and at least two cases/*.yaml: one in which it leads and one in which it does not
  3. node scripts/schemas.ts, and node --test test/lenses/*.test.ts until nothing is refused
`;
}

const recipes: Readonly<Record<string, (name: string) => string>> = { lens: newLens };

const [what = '', name = ''] = process.argv.slice(2);
const recipe = recipes[what];
if (recipe === undefined || !NAME.test(name)) {
  process.stderr.write(
    `usage: npm run new ${Object.keys(recipes).join('|')} NAME, in lower case with hyphens\n`,
  );
  process.exitCode = 2;
} else {
  process.stdout.write(recipe(name));
}
