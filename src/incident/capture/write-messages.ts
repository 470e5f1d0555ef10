import { gathered } from '../../domain/gathered.ts';
import type { Note } from '../../domain/incident.ts';
import type { MessageChange } from '../../evidence/store.ts';
import { act, type Context } from '../context.ts';

/** One change to the note of one message. */
export type WriteMessage = (
  incident: string,
  key: string,
  change: MessageChange['change'],
  actor: string,
) => Promise<Note | null>;

/** Writes messages that are captured at once in one transaction an incident. */
export function messageWriter(context: Pick<Context, 'store' | 'nowMs'>): WriteMessage {
  const write = gathered(async (items: readonly { incident: string; change: MessageChange }[]) => {
    const written = new Map<MessageChange, Note | null>();
    for (const [incident, changes] of Map.groupBy(items, (item) => item.incident)) {
      const ofIncident = changes.map(({ change }) => change);
      const notes = await context.store.writeMessages(incident, ofIncident);
      for (const [index, change] of ofIncident.entries()) written.set(change, notes[index] ?? null);
    }
    return items.map(({ change }) => written.get(change) ?? null);
  });
  return (incident, key, change, actor) =>
    write({ incident, change: { key, change, act: act(context, actor) } });
}
