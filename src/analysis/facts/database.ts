import type { StatementSummary } from '../../domain/case-file.ts';
import type { SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import { textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned } from '../../timeline/words.ts';
import { boundedTexts } from './bounded-texts.ts';

const TEXTS_MAX = 500;
const EXAMPLES_MAX = 20;
const TEXT_CHARS_MAX = 2_000;
const EXAMPLE_CHARS_MAX = 300;
/** Statements that read or write rows: the ones that a client's value reaches. */
const ON_ROWS = /^\s*(?:\/\*.*?\*\/\s*)?(?:select|insert|update|delete|merge|with|call|values)\b/is;
/** More than reading and writing rows: attributes of a role, or privileges that change the schema. */
const WIDENS = [
  /^\s*(?:create|alter)\s+(?:role|user)\s[^']*?\b(?:superuser|createrole|createdb|bypassrls)\b/i,
  /^\s*grant\s[^']*?\b(?:all|create|truncate|trigger)\b[^']*\bto\b/i,
];

const widens = (text: string): boolean =>
  text.split(';').some((statement) => WIDENS.some((pattern) => pattern.test(statement)));

export interface StatementFacts {
  readonly bound: number;
  readonly simple: number;
  readonly unknown: number;
  /** Simple statements that read or write rows, with the texts of (up to 500 of) them. */
  readonly simpleOnRows: number;
  readonly unknownOnRows: number;
  readonly simpleTexts: readonly string[];
  readonly textsOverflowed: boolean;
  /** Successful statements that hand out more than reading and writing rows. */
  readonly grants: readonly { readonly at: string; readonly evidence: string }[];
  readonly evidence: readonly string[];
  readonly summary: StatementSummary;
}

export interface DatabaseCollector {
  add(sourced: SourcedObservation): void;
  /** Null without a statement in the window. */
  facts(): StatementFacts | null;
}

export function databaseCollector(window: Window): DatabaseCollector {
  const counts = { bound: 0, simple: 0, unknown: 0, simpleOnRows: 0, unknownOnRows: 0 };
  const examples = boundedTexts(TEXTS_MAX);
  const simpleTexts = boundedTexts(TEXTS_MAX);
  const grants: { at: string; evidence: string }[] = [];
  const evidenceIds = new Set<string>();

  const addStatement = (text: string, binding: string | undefined): void => {
    const onRows = ON_ROWS.test(text);
    if (binding === 'bound') counts.bound += 1;
    else if (binding === 'simple') counts.simple += 1;
    else counts.unknown += 1;
    if (onRows && binding === 'simple') {
      counts.simpleOnRows += 1;
      simpleTexts.add(text);
    }
    if (onRows && binding !== 'bound' && binding !== 'simple') counts.unknownOnRows += 1;
    examples.add(JSON.stringify([cleaned(text, EXAMPLE_CHARS_MAX), binding ?? 'none']));
  };

  return {
    add({ evidence, observation }) {
      const { kind, at } = observation;
      if (kind !== 'db.statement') return;
      const atMs = Date.parse(at);
      if (atMs < window.fromMs || atMs >= window.toMs) return;
      const text = (textOf(observation, 'db.query.text') ?? '').slice(0, TEXT_CHARS_MAX);
      const failed = textOf(observation, 'db.response.status_code') !== undefined;
      if (!failed && widens(text)) grants.push({ at, evidence });
      evidenceIds.add(evidence);
      addStatement(text, textOf(observation, 'db.binding'));
    },
    facts() {
      const { bound, simple, unknown } = counts;
      if (bound + simple + unknown === 0) return null;
      const evidence = sortedIds(evidenceIds);
      return {
        ...counts,
        simpleTexts: simpleTexts.all().map(({ text }) => text),
        textsOverflowed: simpleTexts.overflowed,
        grants: grants.sort((a, b) =>
          a.at < b.at ? -1 : a.at > b.at ? 1 : a.evidence < b.evidence ? -1 : 1,
        ),
        evidence,
        summary: {
          bound,
          simple,
          unknown,
          evidence,
          examples: examples
            .all()
            .slice(0, EXAMPLES_MAX)
            .map(({ text, count }) => {
              const [statement = '', binding = 'none'] = JSON.parse(text) as string[];
              return { text: statement, binding, count };
            }),
        },
      };
    },
  };
}
