import { z } from 'zod';
import { sha256Hex } from '../../domain/canonical.ts';
import { sectionLetters } from '../../domain/section.ts';
import type { AuditRows } from '../audit-rows.ts';
import { commitment, committedNote } from '../commitment.ts';
import { windowBody } from '../incident-rows.ts';
import { numbered } from '../row-values.ts';
import { DESTROYED, type Fact, fact, names } from './fact.ts';

/** As `rca.destroy_content` leaves it. */
const DESTROYED_TITLE = '(destroyed)';

const sourced = z.object({ source: z.string() });

/** What the rows say, each as the entry that must stand for it. `gone`: words were destroyed, rows are blank. */
export function factsOfRows(rows: AuditRows, gone: boolean): readonly Fact[] {
  const { incident } = rows;
  const { title, services } = incident;
  const blankTitle = (row: { readonly title: string; readonly salt: string }) =>
    gone && row.title === DESTROYED_TITLE && row.salt === '';
  return [
    fact(names.incident, {
      at: incident.startedAt,
      actor: incident.startedBy,
      incident: incident.id,
      severity: incident.severity,
      window: { from: incident.windowFrom, to: incident.windowTo },
      ...(incident.windowFollows && { windowFollows: true }),
      commitment:
        blankTitle(incident) && services.length === 0
          ? DESTROYED
          : commitment(incident.salt, { title, services }),
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
    ...rows.versions.map(({ version, title, severity, status, closedAs, mergedInto, salt, ...row }) =>
      fact(names.version(version), {
        version,
        status,
        severity,
        closing:
          closedAs === null
            ? null
            : closedAs === 'merged'
              ? { as: closedAs, into: mergedInto }
              : { as: closedAs },
        ...windowBody(row),
        commitment: blankTitle({ title, salt }) ? DESTROYED : commitment(salt, { title }),
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
    ...rows.packs.map(({ version, sha256, manifestSha256, writtenAt, writtenBy }) =>
      fact(names.pack(version), { at: writtenAt, actor: writtenBy, sha256, manifestSha256 }),
    ),
    ...rows.signoffs.map(({ number, reason, salt }) =>
      fact(names.signoff(numbered('S', number)), { commitment: ofReason(reason, salt, gone) }),
    ),
    ...rows.holds.flatMap((row) => holdFacts(row, gone)),
    ...rows.destructions.flatMap(destructionFacts),
  ];
}

/** Null where no reason was given. */
function ofReason(reason: string | null, salt: string | null, gone: boolean): string | null {
  if (reason === null && salt === null) return gone ? DESTROYED : null;
  return commitment(salt ?? '', { reason });
}

function holdFacts(row: AuditRows['holds'][number], gone: boolean): readonly Fact[] {
  const id = numbered('H', row.number);
  const { placedAt, placedBy, releasedAt, releasedBy } = row;
  const placed = { at: placedAt, actor: placedBy, commitment: ofReason(row.reason, row.salt, gone) };
  if (releasedAt === null) return [fact(names.hold(id), placed)];
  const words = ofReason(row.releaseReason, row.releaseSalt, gone);
  const released = { at: releasedAt, actor: releasedBy, commitment: words };
  return [fact(names.hold(id), placed), fact(names.release(id), released)];
}

function destructionFacts(row: AuditRows['destructions'][number]): readonly Fact[] {
  const plan = fact(names.plan, { at: row.begunAt, actor: row.begunBy, plan: sha256Hex(row.plan) });
  if (row.certificate === null) return [plan];
  const certificate = { at: row.finishedAt, certificate: sha256Hex(row.certificate) };
  return [plan, fact(names.certificate, certificate)];
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
    return z.json().safeParse(JSON.parse(text)).data ?? null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
