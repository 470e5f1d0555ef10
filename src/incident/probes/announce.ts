import type { Collection } from '../../domain/incident.ts';
import { readEntries } from '../../ledger/read-entries.ts';
import type { Collecting } from '../../sources/source.ts';
import { act, type Context } from '../context.ts';

const SENT = 'probe.sent';

/**
 * Enters each probe into the incident's ledger before it is sent: what we sent to a system can be told from what others
 * did, and a job that is resumed knows what was sent before.
 */
export const announcer =
  (context: Pick<Context, 'store' | 'nowMs'>, { id, incident }: Collection): Collecting['announce'] =>
  async (call, timesMax) => {
    const times = await timesSent(context, incident, id, call);
    if (times >= timesMax) return null;
    const attempt = times + 1;
    const body = { collection: id, call, attempt };
    await context.store.record(incident, SENT, body, act(context, 'rca'), `${id}/${call}/${attempt}`);
    return attempt;
  };

async function timesSent(
  { store }: Pick<Context, 'store'>,
  incident: string,
  collection: string,
  call: string,
): Promise<number> {
  return readEntries(await store.ledger(incident)).filter(
    ({ type, body }) => type === SENT && body['collection'] === collection && body['call'] === call,
  ).length;
}
