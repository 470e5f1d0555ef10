import type { Button, KnownBlock } from '@slack/web-api';
import type { GateResult } from '../domain/gate.ts';
import { phaseNames } from '../domain/incident.ts';
import { type SectionKind, sectionKinds } from '../domain/section.ts';
import type { CardState } from '../incident/card-state.ts';
import { fields, header, listing, markup } from './blocks.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';
import { noteButton } from './forms/buttons.ts';
import { words } from './forms/inputs.ts';
import type { Message } from './messages.ts';

const SOURCES_MAX = 8;
const LINE_CHARS_MAX = 160;

/** Verbs that a button on the card stands for. */
export const pressable = ['collect', 'draft', 'pack'] as const;
export type Pressable = (typeof pressable)[number];

const BUTTON_WORDS: Readonly<Record<Pressable, string>> = {
  collect: 'Collect again',
  draft: 'Draft',
  pack: 'Pack',
};

/** `action_id` of the button of a verb. */
export const pressId = (verb: Pressable): string => `press-${verb}`;

/**
 * The card that is pinned in the channel: what a person on a phone wants to know first, and buttons. `drawing` sets its
 * buttons apart from those of an earlier drawing.
 */
export function pinnedCard(state: CardState, drawing: string): Message {
  const closed = state.status === 'closed';
  return {
    text: cardText(state),
    blocks: [
      header(`${state.id} ${state.title}`),
      fields([
        ['Severity', state.severity?.toUpperCase() ?? 'not set'],
        ['Status', tellStatus(state)],
        ['From', slackDate(Date.parse(state.from))],
        ['To', slackDate(Date.parse(state.to))],
        ['Services', slackText(state.services.join(', '), LINE_CHARS_MAX) || 'not named'],
        ['Held', tellHeld(state)],
        ['Gates', tellGates(state.gates)],
        ['Actions', tellActions(state.actions)],
      ]),
      ...phaseBlocks(state),
      ...listing('Sources', state.sources.map(sourceLine), SOURCES_MAX),
      markup(`*Still missing*\n${missing(state).join(', ') || 'nothing'}`),
      ...(closed
        ? [markup('Closed. `/rca reopen WHY` opens it again; `/rca draft` and `/rca pack` still work.')]
        : [buttons(state.id, drawing)]),
    ],
  };
}

const buttons = (incident: string, drawing: string): KnownBlock => ({
  type: 'actions',
  block_id: 'card-buttons',
  elements: [
    pressButton('collect', incident, drawing),
    noteButton(incident),
    pressButton('draft', incident, drawing),
    pressButton('pack', incident, drawing),
  ],
});

const pressButton = (verb: Pressable, incident: string, drawing: string): Button => ({
  type: 'button',
  action_id: pressId(verb),
  text: words(BUTTON_WORDS[verb]),
  accessibility_label: `${BUTTON_WORDS[verb]}, ${incident}`,
  value: JSON.stringify({ incident, drawing }),
});

/** One line for notifications and screen readers. */
function cardText(state: CardState): string {
  const lacking = missing(state);
  return [
    `${state.id} ${slackText(state.title, LINE_CHARS_MAX)}`,
    `${state.severity?.toUpperCase() ?? 'severity not set'}, ${tellStatus(state).toLowerCase()}`,
    `Sources: ${tellSources(state)}`,
    tellHeld(state),
    `Gates: ${tellGates(state.gates)}`,
    `Actions: ${tellActions(state.actions)}`,
    lacking.length === 0 ? 'Nothing is missing' : `Still missing: ${lacking.join(', ')}`,
  ].join('. ');
}

function tellStatus({ status, closedAs, mergedInto }: CardState): string {
  if (closedAs === 'merged') return `Merged into ${mergedInto}`;
  const word = closedAs === 'cancelled' ? 'cancelled' : status;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function tellSources({ sources }: CardState): string {
  const states = Map.groupBy(sources, ({ state }) => state);
  return [...states].map(([state, runs]) => `${runs.length} ${state}`).join(', ') || 'none asked yet';
}

const tellHeld = ({ evidence, notes, gaps }: CardState): string =>
  `${count(evidence, 'evidence item')}, ${count(notes, 'note')}, ${count(gaps, 'gap')}`;

function tellGates(gates: CardState['gates']): string {
  if (gates === null) return 'not judged yet';
  const of = (verdict: GateResult['verdict']) => gates.filter((gate) => gate.verdict === verdict).length;
  return `${of('not-satisfied')} not satisfied, ${of('insufficient-evidence')} insufficient evidence, ${of('satisfied')} satisfied`;
}

const tellActions = ({ open, overdue }: CardState['actions']): string =>
  overdue === 0 ? `${open} open` : `${open} open, ${overdue} overdue`;

/** What a note places stands before what evidence shows. */
const phaseTimes = ({ phases, placed }: CardState): readonly (readonly [string, string])[] =>
  phaseNames.flatMap((name): (readonly [string, string])[] => {
    const at = placed.find(({ phase }) => phase === name)?.at ?? phases?.[name]?.at;
    return at === undefined ? [] : [[name, at]];
  });

function phaseBlocks(state: CardState): readonly KnownBlock[] {
  const times = phaseTimes(state).map(([name, at]): readonly [string, string] => [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    slackDate(Date.parse(at)),
  ]);
  return times.length === 0 ? [] : [fields(times)];
}

function sourceLine({ source, state, records, error }: CardState['sources'][number]): string {
  const line =
    error === null ? `${source}: ${state}, ${count(records, 'record')}` : `${source}: ${state}, ${error}`;
  return line.length > LINE_CHARS_MAX ? `${line.slice(0, LINE_CHARS_MAX - 1)}…` : line;
}

const NEEDED: Readonly<Record<SectionKind, string | null>> = {
  impact: 'impact',
  cause: 'contributing factors',
  lesson: 'lessons',
  action: 'action items',
  control: null,
  wording: null,
};

/** In words, what people still have to write or place for a complete RCA. */
function missing(state: CardState): readonly string[] {
  const has = (kind: SectionKind): boolean => state.written.some((each) => each.kind === kind);
  const reached = new Set(phaseTimes(state).map(([name]) => name));
  const times = phaseNames.filter((name) => !reached.has(name));
  return [
    ...(state.evidence === 0 ? ['evidence'] : []),
    ...(state.severity === null ? ['severity'] : []),
    ...sectionKinds.flatMap((kind) => (has(kind) ? [] : (NEEDED[kind] ?? []))),
    ...(times.length === 0 ? [] : [`times of ${times.join(', ')}`]),
  ];
}

const count = (of: number, what: string): string =>
  `${of.toLocaleString('en-GB')} ${what}${of === 1 ? '' : 's'}`;
