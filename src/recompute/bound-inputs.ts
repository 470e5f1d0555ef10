import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { EvidenceItem } from '../domain/evidence-item.ts';
import { type RowEntry, rowEntries } from '../evidence/agreement/entries.ts';
import { commitment, committedNote } from '../evidence/commitment.ts';
import type { Inputs } from './inputs.ts';

/** What of the inputs the ledger contradicts, and what it does not bind. */
export interface Bound {
  readonly problems: readonly string[];
  /**
   * What documents are derived from and the ledger would allow to be otherwise: notes that are left out, because it
   * does not say that they were withdrawn; services, once the title that they are committed to with was changed.
   */
  readonly ownWord: readonly string[];
  /** Stated by the pack alone: the ledger would be the same whatever it says. */
  readonly unbound: readonly string[];
}

type Of<Type extends RowEntry['type']> = Extract<RowEntry, { readonly type: Type }>;

/** Compares what the ledger commits to with what is attached, both ways. */
export function boundInputs(
  inputs: Inputs,
  lines: readonly string[],
  items: readonly Pick<EvidenceItem, 'source' | 'sourceType'>[],
): Bound {
  const { entries, problems } = rowEntries(lines);
  const of = <Type extends RowEntry['type']>(...types: Type[]): Of<Type>[] =>
    entries.filter((entry): entry is Of<Type> => types.some((type) => type === entry.type));
  const types = typesOf(lines);
  const isRenamed = [...types.values()].includes('incident.renamed');
  const ownWord: string[] = [];
  const found = [
    ...problems,
    ...incidentProblems(inputs, of('incident.started'), of('incident.changed'), isRenamed, ownWord),
    ...noteProblems(inputs, of('note.written', 'note.edited'), ownWord),
    ...sectionProblems(inputs, of('section.changed'), types),
    ...gapProblems(inputs, of('gap.recorded')),
    ...withdrawalProblems(inputs, of('evidence.withdrawn')),
    ...sourceProblems(inputs, of('collection.requested'), of('source.finished')),
    ...typeProblems(inputs, items),
    ...reasonProblems(inputs, of('signoff.made')),
    ...recordProblems(inputs, of('pack.written'), of('pack.delivered'), of('hold.placed')),
  ];
  return { problems: found, ownWord, unbound: unboundOf(inputs) };
}

/** What stands in rows or in the configuration alone, whatever the ledger. */
function unboundOf({ sources }: Inputs): readonly string[] {
  const failed = sources.flatMap(({ askings }) => askings).filter(({ error }) => error !== null).length;
  return [
    ...(failed === 0 ? [] : [`why ${failed} readings of sources failed`]),
    'which sources were configured',
    'the periods of retention',
    'how many earlier packs were sealed',
  ];
}

const typesOf = (lines: readonly string[]): ReadonlyMap<number, string> =>
  new Map(lines.map((line, seq) => [seq, String((JSON.parse(line) as { type?: unknown }).type)]));

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

function incidentProblems(
  { incident }: Inputs,
  started: readonly Of<'incident.started'>[],
  changed: readonly Of<'incident.changed'>[],
  isRenamed: boolean,
  ownWord: string[],
): readonly string[] {
  const [first] = started;
  if (first === undefined) return ['the ledger does not tell how the incident was started'];
  const last = changed.at(-1);
  const { title, services, salts } = incident;
  const now = last?.body ?? { severity: first.body.severity, status: 'open', closing: null };
  const claims: readonly (readonly [string, boolean])[] = [
    ['when it was started', first.at === incident.startedAt],
    ['who started it', first.actor === incident.startedBy],
    ['its window', same(last?.body.window ?? first.body.window, incident.window)],
    [
      'whether its window follows it',
      (last?.body.windowFollows ?? first.body.windowFollows ?? false) === (incident.windowFollows ?? false),
    ],
    ['its cycles', same(last?.body.cycles ?? null, incident.cycles ?? null)],
    ['its severity', now.severity === incident.severity],
    ['its status', now.status === incident.status && same(now.closing, incident.closing)],
    [
      'its title and services',
      salts.start === null
        ? isRenamed
        : commitment(salts.start, { title, services }) === first.body.commitment,
    ],
    [
      'its title',
      last === undefined
        ? salts.version === null && salts.start !== null
        : salts.version !== null && commitment(salts.version, { title }) === last.body.commitment,
    ],
  ];
  if (salts.start === null) ownWord.push('the services, since the title was changed');
  return claims.filter(([, holds]) => !holds).map(([what]) => `the ledger tells otherwise: ${what}`);
}

function latestBy<Entry>(
  entries: readonly Entry[],
  of: (entry: Entry) => { readonly id: string; readonly version: number },
) {
  const latest = new Map<string, Entry>();
  for (const entry of entries) {
    const known = latest.get(of(entry).id);
    if (known === undefined || of(known).version < of(entry).version) latest.set(of(entry).id, entry);
  }
  return latest;
}

function noteProblems(
  { notes }: Inputs,
  told: readonly Of<'note.written' | 'note.edited'>[],
  ownWord: string[],
): readonly string[] {
  const latest = latestBy(told, ({ body }) => ({ id: body.note, version: body.version }));
  const problems = twice(notes);
  for (const { id, version, at, text, phase, author, writtenAt, message, salt } of notes) {
    const entry = latest.get(id);
    latest.delete(id);
    const words = committedNote({
      at,
      text,
      phase,
      message: message === undefined ? null : canonicalJson(message),
      withdrawn: null,
    });
    const holds =
      entry?.body.version === version &&
      entry.at === writtenAt &&
      entry.actor === author &&
      entry.body.commitment === commitment(salt, words);
    if (!holds) problems.push(`note ${id} is not what the ledger commits to`);
  }
  if (latest.size > 0) ownWord.push(`${[...latest.keys()].join(', ')} left out as withdrawn`);
  return problems;
}

function sectionProblems(
  { sections }: Inputs,
  told: readonly Of<'section.changed'>[],
  types: ReadonlyMap<number, string>,
): readonly string[] {
  const latest = latestBy(told, ({ body }) => ({ id: body.entry, version: body.version }));
  const problems = twice(sections);
  for (const { id, version, author, writtenAt, body, salt } of sections) {
    const entry = latest.get(id);
    latest.delete(id);
    const holds =
      entry?.body.version === version &&
      entry.body.section === body.kind &&
      entry.at === writtenAt &&
      entry.actor === author &&
      body.withdrawn === null &&
      entry.body.commitment === commitment(salt, { body });
    if (!holds) problems.push(`${body.kind} ${id} is not what the ledger commits to`);
  }
  for (const [id, { seq, body }] of latest) {
    if (types.get(seq) !== 'section.withdrawn') problems.push(`${body.section} ${id} is left out`);
  }
  return problems;
}

function gapProblems({ gaps }: Inputs, told: readonly Of<'gap.recorded'>[]): readonly string[] {
  const recorded = new Set(told.map(({ body }) => body.sha256));
  const stated = new Set(gaps.map((gap) => sha256Hex(canonicalJson(gap))));
  return [
    ...[...stated]
      .filter((sha256) => !recorded.has(sha256))
      .map((sha256) => `the ledger does not tell of the gap ${sha256.slice(0, 16)}`),
    ...[...recorded]
      .filter((sha256) => !stated.has(sha256))
      .map((sha256) => `the gap ${sha256.slice(0, 16)} is left out`),
  ];
}

function withdrawalProblems(
  { withdrawn }: Inputs,
  told: readonly Of<'evidence.withdrawn'>[],
): readonly string[] {
  const commitments = new Map(told.map(({ body }) => [body.evidence, body.commitment]));
  const problems = twice(withdrawn);
  for (const { id, why, salt } of withdrawn) {
    if (commitments.get(id) !== commitment(salt, { why }))
      problems.push(`why ${id} was withdrawn is not what the ledger commits to`);
    commitments.delete(id);
  }
  return [...problems, ...[...commitments.keys()].map((id) => `the withdrawal of ${id} is left out`)];
}

const askingKey = (source: string, collection: string): string => canonicalJson([source, collection]);

/** Each asking of the ledger is stated and no other, and ended as the ledger says. */
function sourceProblems(
  { sources }: Inputs,
  requested: readonly Of<'collection.requested'>[],
  finished: readonly Of<'source.finished'>[],
): readonly string[] {
  const told = new Map(
    requested.flatMap(({ at, actor, body }) =>
      body.sources.map((source) => [
        askingKey(source, body.collection),
        { at, by: actor, window: body.window, state: 'waiting' },
      ]),
    ),
  );
  for (const { body } of finished) {
    const key = askingKey(body.source, body.collection);
    const known = told.get(key);
    if (known !== undefined) told.set(key, { ...known, state: body.state });
  }
  const problems: string[] = [];
  for (const { source, askings } of sources) {
    for (const { collection, at, by, window, state, error } of askings) {
      const key = askingKey(source, collection);
      const known = told.get(key);
      told.delete(key);
      const ended = state === 'done' || state === 'failed' ? state : 'waiting';
      const holds = known !== undefined && same(known, { at, by, window, state: ended });
      if (!holds || (state === 'done' && error !== null) || (state === 'failed' && error === null))
        problems.push(`the asking of ${source} in ${collection} is not what the ledger tells`);
    }
  }
  if (told.size > 0) problems.push(`${told.size} askings of sources are left out`);
  return problems;
}

/** Each source of evidence is stated, as what its items say that it is; one that is not asked and gave nothing is configured. */
function typeProblems(
  { sources }: Inputs,
  items: readonly Pick<EvidenceItem, 'source' | 'sourceType'>[],
): readonly string[] {
  const types = new Map(items.map(({ source, sourceType }) => [source, sourceType]));
  const stated = new Set(sources.map(({ source }) => source));
  return [
    ...twice(sources.map(({ source }) => ({ id: source }))),
    ...[...types.keys()].filter((source) => !stated.has(source)).map((source) => `${source} is left out`),
    ...sources.flatMap(({ source, type, configured, askings }) => {
      const own = types.get(source);
      if (own !== undefined && own !== type) return [`${source} is not of the type ${type}`];
      const isIdle = own === undefined && askings.length === 0 && !configured;
      return isIdle ? [`${source} was neither asked nor configured, and gave nothing`] : [];
    }),
  ];
}

function reasonProblems({ reasons }: Inputs, told: readonly Of<'signoff.made'>[]): readonly string[] {
  const commitments = new Map(
    told.flatMap(({ body }) => (body.commitment === null ? [] : [[body.signoff, body.commitment] as const])),
  );
  const problems = twice(reasons);
  for (const { id, text, salt } of reasons) {
    if (commitments.get(id) !== commitment(salt, { reason: text }))
      problems.push(`the reason of ${id} is not what the ledger commits to`);
    commitments.delete(id);
  }
  return [...problems, ...[...commitments.keys()].map((id) => `the reason of ${id} is left out`)];
}

function recordProblems(
  { record }: Inputs,
  written: readonly Of<'pack.written'>[],
  delivered: readonly Of<'pack.delivered'>[],
  held: readonly Of<'hold.placed'>[],
): readonly string[] {
  const counts: readonly (readonly [string, boolean])[] = [
    ['packs', record.packs === written.length && record.sealed <= record.packs],
    ['deliveries', record.delivered === delivered.length],
    ['holds', record.holds === held.length],
  ];
  return counts
    .filter(([, holds]) => !holds)
    .map(([what]) => `the record counts other ${what} than the ledger tells of`);
}

function twice(all: readonly { readonly id: string }[]): string[] {
  const ids = new Set<string>();
  const problems: string[] = [];
  for (const { id } of all) {
    if (ids.has(id)) problems.push(`${id} is stated twice`);
    ids.add(id);
  }
  return problems;
}
