import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../../domain/canonical.ts';
import { sectionLetters } from '../../domain/section.ts';
import type { AuditRows } from '../audit-rows.ts';
import { commitment } from '../commitment.ts';
import { committedNote } from '../note-rows.ts';
import { numbered } from '../row-values.ts';
import { type RowEntry, rowEntries } from './entries.ts';

/**
 * What rows say otherwise than the ledger, that they have and it has not, or the other way round. Each row is
 * turned into the entry that must stand for it, and both sides are compared as a whole.
 */
export function rowProblems(rows: AuditRows): readonly string[] {
  const { entries, problems } = rowEntries(rows.ledger.map(({ line }) => line));
  const told = new Map(entries.flatMap((entry) => factsOf(entry)));
  const stored = new Map(factsOfRows(rows));
  const found = [...problems];
  for (const [name, fact] of told) {
    const row = stored.get(name);
    if (row === undefined) found.push(`${name} stands in the ledger and not in the store`);
    else if (row !== fact) found.push(`${name} was changed: it is not what the ledger says`);
  }
  for (const name of stored.keys()) {
    if (!told.has(name)) found.push(`${name} stands in the store and not in the ledger`);
  }
  const versions = entries.flatMap((entry) => (entry.type === 'pack.written' ? [entry.body.version] : []));
  if (Math.max(0, ...versions) > rows.incident.packs) {
    found.push(
      `the store counts ${rows.incident.packs} packs, the ledger tells of version ${Math.max(...versions)}`,
    );
  }
  return found;
}

const sourced = z.object({ source: z.string() });

type Fact = readonly [name: string, value: string];

const fact = (name: string, value: unknown): Fact => [name, canonicalJson(value)];

function factsOf({ type, at, actor, body }: RowEntry): readonly Fact[] {
  switch (type) {
    case 'incident.started':
      return [fact('the incident', { at, actor, ...body })];
    case 'evidence.collected':
    case 'evidence.imported':
      return [fact(`evidence ${body.evidence}`, { ...body, imported: type === 'evidence.imported' })];
    case 'evidence.withdrawn':
      return [fact(`the withdrawal of ${body.evidence}`, { commitment: body.commitment })];
    case 'gap.recorded':
      return [fact(`the gap ${body.sha256.slice(0, 16)}`, { sha256: body.sha256 })];
    case 'note.written':
    case 'note.edited':
      return [fact(`note ${body.note} version ${body.version}`, { at, actor, commitment: body.commitment })];
    case 'collection.requested':
      return [
        fact(`collection ${body.collection}`, { at, actor, sources: body.sources, window: body.window }),
      ];
    case 'source.finished':
      return [
        fact(`the end of ${body.source} in ${body.collection}`, {
          at,
          state: body.state,
          evidence: body.evidence,
        }),
      ];
    case 'incident.changed':
      return [fact(`version ${body.version} of the incident`, body)];
    case 'section.changed':
      return [
        fact(`${body.section} ${body.entry} version ${body.version}`, {
          at,
          actor,
          commitment: body.commitment,
        }),
      ];
    case 'pack.written':
      return [];
  }
}

function factsOfRows(rows: AuditRows): readonly Fact[] {
  const { incident } = rows;
  const { title, services } = incident;
  return [
    fact('the incident', {
      at: incident.startedAt,
      actor: incident.startedBy,
      incident: incident.id,
      severity: incident.severity,
      window: { from: incident.windowFrom, to: incident.windowTo },
      commitment: commitment(incident.salt, { title, services }),
    }),
    ...rows.evidence.flatMap(evidenceFacts),
    ...rows.gaps.map(({ gap }) => {
      const sha256 = sha256Hex(gap);
      return fact(`the gap ${sha256.slice(0, 16)}`, { sha256 });
    }),
    ...rows.notes.map((note) =>
      fact(`note ${numbered('N', note.number)} version ${note.version}`, {
        at: note.writtenAt,
        actor: note.author,
        commitment: commitment(note.salt, committedNote(note)),
      }),
    ),
    ...rows.versions.map(({ version, title, severity, status, closedAs, mergedInto, salt }) =>
      fact(`version ${version} of the incident`, {
        version,
        status,
        severity,
        closing:
          closedAs === null
            ? null
            : closedAs === 'merged'
              ? { as: closedAs, into: mergedInto }
              : { as: closedAs },
        commitment: commitment(salt, { title }),
      }),
    ),
    ...rows.sections.map(({ kind, number, version, body, author, writtenAt, salt }) =>
      fact(`${kind} ${numbered(sectionLetters[kind], number)} version ${version}`, {
        at: writtenAt,
        actor: author,
        commitment: commitment(salt, { body: parsed(body) }),
      }),
    ),
    ...rows.collections.map(({ id, sources, windowFrom, windowTo, requestedAt, requestedBy }) =>
      fact(`collection ${id}`, {
        at: requestedAt,
        actor: requestedBy,
        sources,
        window: { from: windowFrom, to: windowTo },
      }),
    ),
    ...rows.sourceRuns
      .filter(({ state }) => state === 'done' || state === 'failed')
      .map(({ collection, source, state, evidence, finishedAt }) =>
        fact(`the end of ${source} in ${collection}`, { at: finishedAt, state, evidence }),
      ),
  ];
}

function evidenceFacts(row: AuditRows['evidence'][number]): readonly Fact[] {
  const id = numbered('E', row.number);
  const item = fact(`evidence ${id}`, {
    evidence: id,
    source: sourceIn(row.description),
    collection: row.collection,
    sha256: sha256Hex(row.description),
    imported: row.collection === null,
  });
  if (row.withdrawn === null) return [item];
  const withdrawal = { commitment: commitment(row.withdrawnSalt ?? '', { why: row.withdrawn }) };
  return [item, fact(`the withdrawal of ${id}`, withdrawal)];
}

const sourceIn = (description: string): unknown =>
  sourced.safeParse(parsed(description)).data?.source ?? null;

/** Null for what is no JSON any more: its digest tells. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
