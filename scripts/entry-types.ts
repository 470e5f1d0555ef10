import { z } from 'zod';
import { canonicalJson } from '../src/domain/canonical.ts';
import { catalogue } from '../src/ledger/catalogue.ts';
import type { EntryType } from '../src/ledger/entry-type.ts';

// Run by hand when a type of entry is new or says something else: prints the statement that a new migration needs, so
// that the database's trigger goes by src/ledger. A test compares the two.

export interface EntryTypeRow {
  readonly type: string;
  /** What the trigger reads: the body as JSON Schema, and the templates of facts in parts. */
  readonly rules: string;
}

/** Those that rca.fits reads (db/migrations/0017_ledger_rules.sql). */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'anyOf', 'enum', 'const', 'pattern', 'minimum', 'maximum'],
  ...['properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'minItems', 'maxItems'],
]);

export const entryTypeRows = (): readonly EntryTypeRow[] =>
  [...catalogue]
    .map(([type, { body, once, needs, bars, gives, ends }]) => ({
      type,
      rules: canonicalJson({
        body: shapeOf(body),
        ...partsOf({ once, needs, bars, gives, ends }),
      }),
    }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));

function shapeOf(body: z.ZodType): unknown {
  const { $schema: _, ...shape } = z.toJSONSchema(body);
  refuseUnknown(shape);
  return shape;
}

function refuseUnknown(shape: object): void {
  for (const [keyword, value] of Object.entries(shape)) {
    if (!KEYWORDS.has(keyword)) throw new Error(`the trigger does not know the keyword ${keyword}`);
    const inner = keyword === 'properties' ? Object.values(value) : Array.isArray(value) ? value : [value];
    for (const one of inner) if (typeof one === 'object' && one !== null) refuseUnknown(one);
  }
}

type Rules = Omit<EntryType, 'body'>;

const partsOf = (rules: Rules) =>
  Object.fromEntries(
    Object.entries(rules).map(([rule, templates]) => [rule, (templates as readonly string[]).map(parts)]),
  );

/** Text as it is; a slot as `{at}`, with `list` where it names each member of one, `less` where it counts down. */
const parts = (template: string): readonly unknown[] =>
  template
    .split(/[{}]/)
    .map((part, place) => (place % 2 === 0 ? part : slot(part)))
    .filter((part) => part !== '');

function slot(text: string): object {
  if (text.endsWith('-1')) return { at: text.slice(0, -2).split('.'), less: 1 };
  const [list = '', inner] = text.split('*');
  if (inner === undefined) return { at: text.split('.') };
  return { list: list.split('.'), at: inner === '' ? [] : inner.slice(1).split('.') };
}

if (import.meta.main) {
  const values = entryTypeRows().map(({ type, rules }) => `  ('${type}', '${rules.replaceAll("'", "''")}')`);
  process.stdout.write(
    `INSERT INTO rca.entry_types (type, rules) VALUES\n${values.join(',\n')}\nON CONFLICT (type) DO UPDATE SET rules = excluded.rules;\n`,
  );
}
