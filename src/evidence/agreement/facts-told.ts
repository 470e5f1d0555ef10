import type { RowEntry } from './entries.ts';
import { DESTROYED, type Fact, fact, names } from './fact.ts';

/** What an entry says of rows. `gone`: the words were destroyed, what is left of their rows is blank. */
export function factsOf({ type, at, actor, body }: RowEntry, gone: boolean): readonly Fact[] {
  const bound = (commitment: string | null) => (gone ? DESTROYED : commitment);
  switch (type) {
    case 'incident.started':
      return [fact(names.incident, { at, actor, ...body, commitment: bound(body.commitment) })];
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
      return [fact(names.version(body.version), { ...body, commitment: bound(body.commitment) })];
    case 'section.changed':
      return [
        fact(`${body.section} ${body.entry} version ${body.version}`, {
          at,
          actor,
          commitment: body.commitment,
        }),
      ];
    case 'pack.written': {
      const { version, sha256, manifestSha256 } = body;
      return [fact(names.pack(version), { at, actor, sha256, manifestSha256 })];
    }
    // Judged together, by deliveryProblems.
    case 'pack.delivered':
    case 'delivery.failed':
      return [];
    case 'signoff.made':
      return [fact(names.signoff(body.signoff), { commitment: bound(body.commitment) })];
    case 'hold.placed':
      return [fact(names.hold(body.hold), { at, actor, commitment: bound(body.commitment) })];
    case 'hold.released':
      return [fact(names.release(body.hold), { at, actor, commitment: bound(body.commitment) })];
    case 'destruction.begun':
      return [fact(names.plan, { at, actor, plan: body.plan })];
    case 'evidence.destroyed':
      return [fact(names.certificate, { at, certificate: body.certificate })];
  }
}
