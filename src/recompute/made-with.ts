import { loadPolicy } from '../analysis/load-policy.ts';
import type { Policy } from '../analysis/policy.ts';
import { type Templates, templatesDigest } from '../documents/templates.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { messageOf } from '../domain/errors.ts';
import { parseJson } from '../domain/parse-json.ts';
import { madeFrom } from '../pack/part-names.ts';
import { type LoadedControls, loadControls } from '../record/load-controls.ts';
import type { Attached } from './attached.ts';
import { jsonDifferences } from './differences.ts';
import { compared, equal, partOf, type RecomputedPart } from './report.ts';

/** A settings file that the reader has from elsewhere, or that comes with this version. */
export interface KnownText {
  readonly text: string;
  readonly whose: 'given' | 'default';
}

/** What documents are derived with, and what the pack has of it. */
export interface MadeWith<Value> {
  /** Undefined when there is nothing to derive with. */
  readonly value: Value | undefined;
  readonly part: RecomputedPart;
}

interface Kind<Value> {
  readonly file: string;
  /** In `madeWith` of the manifest. */
  readonly named: string;
  readonly option: string;
  load(text: string, file: string): Value;
  /** What is compared. */
  plain(value: Value): unknown;
}

const policyKind: Kind<Policy> = {
  file: madeFrom.policy,
  named: 'policy',
  option: '--policy FILE',
  load: loadPolicy,
  plain: (policy) => policy,
};

const controlsKind: Kind<LoadedControls> = {
  file: madeFrom.controls,
  named: 'controls',
  option: '--controls FILE',
  load: loadControls,
  plain: ({ mapping }) => mapping,
};

export const policyOf = (attached: Attached, known: KnownText): MadeWith<Policy> =>
  settingsOf(policyKind, attached, known);

export const controlsOf = (attached: Attached, known: KnownText): MadeWith<LoadedControls> =>
  settingsOf(controlsKind, attached, known);

/**
 * What the reader gave is derived with, whatever the pack brings. What comes with this version is derived with when
 * the pack says the same; settings of its own are its own word.
 */
function settingsOf<Value>(kind: Kind<Value>, attached: Attached, known: KnownText): MadeWith<Value> {
  const { file, named, option } = kind;
  const trusted = kind.load(known.text, file);
  const said = attached.text(file);
  const digest = attached.manifest.madeWith[named];
  if (said === undefined) {
    if (digest === sha256Hex(known.text)) return { value: trusted, part: equal(file, whose(known)) };
    const why = `it is not attached, and is not ${whose(known)}; give ${option}`;
    return { value: undefined, part: partOf(file, 'not-recomputable', why) };
  }
  let own: Value;
  try {
    own = kind.load(said, file);
  } catch (cause) {
    return { value: undefined, part: partOf(file, 'differs', messageOf(cause)) };
  }
  const named_ = digest === sha256Hex(said) ? [] : [`the manifest names another: ${digest ?? 'none'}`];
  const others = [...jsonDifferences('', kind.plain(own), kind.plain(trusted))].map((one) =>
    one.replace(', derived ', `, ${known.whose === 'given' ? 'yours' : 'the default'} `),
  );
  if (others.length === 0 || known.whose === 'given') {
    return { value: trusted, part: compared(file, [...named_, ...others], whose(known)) };
  }
  const why = `of its own, not ${whose(known)} (${others.slice(0, 5).join('; ')}); give ${option} that you trust`;
  const part = named_.length > 0 ? compared(file, named_) : partOf(file, 'own-word', why);
  return { value: own, part };
}

const whose = ({ whose: of }: KnownText): string =>
  of === 'given' ? 'the one that you gave' : "this version's own";

/**
 * Templates are programs, so those that a pack brings are shown and never run: text is derived with this version's
 * own, or with those that the reader gives.
 */
export function templatesOf(attached: Attached, templates: Templates): MadeWith<Templates> {
  const digest = attached.manifest.madeWith['templates'];
  const isGiven = templates.own.size > 0;
  const file = madeFrom.templates;
  const text = attached.text(file);
  const own = text === undefined ? new Map<string, string>() : textsIn(text);
  if (own === undefined) return { value: undefined, part: partOf(file, 'differs', 'it cannot be read') };
  const whole = templatesDigest(new Map([...templates.ours, ...own]));
  const names = [...own.keys()].join(', ');
  if (digest === templates.sha256 && (own.size === 0 || whole === digest)) {
    return { value: templates, part: equal(file, isGiven ? 'those that you gave' : "this version's own") };
  }
  if (isGiven) {
    const what = 'the pack was made with other templates than those that you gave';
    return { value: templates, part: partOf(file, 'differs', what) };
  }
  if (own.size > 0) {
    return digest === whole
      ? {
          value: undefined,
          part: partOf(
            file,
            'own-word',
            `of its own: ${names}; read them, and give --templates DIR that you trust`,
          ),
        }
      : { value: templates, part: partOf(file, 'differs', `the manifest names others than these: ${names}`) };
  }
  return {
    value: templates,
    part: partOf(
      file,
      'differs',
      "the manifest names templates that are not attached and not this version's",
    ),
  };
}

function textsIn(text: string): ReadonlyMap<string, string> | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = Object.entries(value);
  return members.every(([, member]) => typeof member === 'string') ? new Map(members) : undefined;
}
