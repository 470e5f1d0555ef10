import { z } from 'zod';
import { type KeyRule, keyRules } from './key-rules.ts';
import { type PatternRule, patternRules } from './pattern-rules.ts';
import { tokenClasses } from './rules.ts';

/** Sets of characters that a value can consist of behind its prefix, as parts of a character class. */
const CHARACTERS = {
  digits: '\\d',
  hex: '\\dA-Fa-f',
  letters: 'A-Za-z',
  'letters-digits': '\\dA-Za-z',
  base64: '\\dA-Za-z+/=',
  base64url: '\\dA-Za-z_-',
} as const;
type Characters = keyof typeof CHARACTERS;

const LENGTH_MAX = 256;
const OTHER_RULES: ReadonlySet<string> = new Set([
  ...[...keyRules, ...patternRules].map(({ rule }) => rule),
  'ip-address',
  'jwk-private',
  'sql-bound-value',
  'named-secret',
  'encoded-secret',
  'attack-kept',
]);
/** `file` is the class of a whole file's commitment. */
const OTHER_CLASSES: ReadonlySet<string> = new Set([...tokenClasses, 'file']);

const ownRuleSchema = z
  .strictObject({
    rule: z
      .string()
      .regex(/^[a-z][a-z-]{1,31}$/, 'small letters and hyphens, 2 to 32 of them')
      .refine((rule) => !OTHER_RULES.has(rule), 'a name that no built-in rule has')
      .describe('Name under which the pack counts what it hid.'),
    class: z
      .string()
      .regex(/^[a-z][a-z-]{1,31}$/, 'small letters and hyphens, 2 to 32 of them')
      .refine((tokenClass) => !OTHER_CLASSES.has(tokenClass), 'a class that is not built in')
      .describe('What the values are: it stands in their tokens, [class:ABCDEFGH23].'),
    revealable: z
      .boolean()
      .default(false)
      .describe('Whether rca reveal may open a token of this class for a suspected value; not for secrets.'),
    fields: z
      .array(
        z
          .string()
          .regex(
            /^\*?[A-Za-z0-9](?:[ _.-]?[A-Za-z0-9]){2,63}$/,
            'a name of 3 to 64 letters and digits, with single _ - . or spaces between, * in front for any beginning',
          ),
      )
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Names of members, parameters and headers whose values are hidden. Case, _ - . and spaces do not count; * in front stands for any beginning.',
      ),
    prefix: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/,
        'letters, digits, _ . and -, 3 to 32 of them, first a letter or digit',
      )
      .optional()
      .describe('Instead of fields: how each value begins, case-sensitive; it is hidden with the rest.'),
    characters: z
      .enum(Object.keys(CHARACTERS) as [Characters, ...Characters[]])
      .optional()
      .describe('With prefix: what stands behind it.'),
    length: z
      .strictObject({ min: z.int().min(1).max(LENGTH_MAX), max: z.int().min(1).max(LENGTH_MAX) })
      .refine(({ min, max }) => min <= max, 'min is above max')
      .optional()
      .describe('With prefix: how many characters stand behind it, at least min, at most max.'),
  })
  .refine(({ fields, prefix }) => (fields === undefined) !== (prefix === undefined), {
    error: 'a rule has either fields or a prefix',
  })
  .refine(
    ({ prefix, characters, length }) =>
      (prefix === undefined) === (characters === undefined) &&
      (prefix === undefined) === (length === undefined),
    { error: 'prefix, characters and length belong together' },
  );

/** Rules of a customer's own, by names of fields or by the shape of values. Neither form can backtrack. */
export const ownRulesSchema = z
  .array(ownRuleSchema)
  .max(100)
  .superRefine((rules, context) => {
    for (const [index, { rule, class: tokenClass, revealable }] of rules.entries()) {
      const before = rules.slice(0, index);
      if (before.some((other) => other.rule === rule)) {
        context.addIssue({ code: 'custom', path: [index, 'rule'], message: `two rules are called ${rule}` });
      }
      if (before.some((other) => other.class === tokenClass && other.revealable !== revealable)) {
        const message = `class ${tokenClass} is revealable in one rule and not in another`;
        context.addIssue({ code: 'custom', path: [index, 'revealable'], message });
      }
    }
  });

export type OwnRule = z.infer<typeof ownRuleSchema>;

/** The same rules in the form of the built-in ones. */
export const compileOwnRules = (rules: readonly OwnRule[]) => ({
  keys: rules.flatMap(keyRulesFrom),
  patterns: rules.flatMap(patternRulesFrom),
});

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const isEnding = (name: string): boolean => name.startsWith('*');

function keyRulesFrom({ rule, class: tokenClass, fields }: OwnRule): KeyRule[] {
  if (fields === undefined) return [];
  return [
    {
      rule,
      class: tokenClass,
      gates: [...new Set(fields.flatMap(spellings))],
      endsWith: fields.filter(isEnding).map(plain),
      is: fields.filter((name) => !isEnding(name)).map(plain),
      isNot: [],
    },
  ];
}

/** `customerNumber`: customernumber, customer-number, customer_number, customer.number, customer number. */
function spellings(name: string): readonly string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== '');
  return ['', '-', '_', '.', ' '].map((separator) => words.join(separator));
}

/**
 * One repetition of one set of characters, at most 256 times, then something that is not of the set: it gives up
 * after twice as many steps.
 */
function patternRulesFrom({ rule, class: tokenClass, prefix, characters, length }: OwnRule): PatternRule[] {
  if (prefix === undefined || characters === undefined || length === undefined) return [];
  const set = CHARACTERS[characters];
  const begin = String.raw`(?:(?<![A-Za-z\d])|(?<=%[\dA-Fa-f]{2}))`;
  const value = `${prefix.replaceAll('.', '\\.')}[${set}]{${length.min},${length.max}}`;
  return [
    {
      rule,
      class: tokenClass,
      gates: [prefix.toLowerCase()],
      pattern: new RegExp(`${begin}(?<value>${value})(?![${set}])`, 'y'),
    },
  ];
}
