import type { Hold } from '../../domain/record.ts';
import { act, type Context } from '../context.ts';
import { spreadHold } from './deliver.ts';

/** Places a hold, then sets it on the delivered copies that know holds. */
export async function placeHold(
  context: Context,
  incident: string,
  reason: string,
  actor: string,
): Promise<Hold> {
  const words = context.redactor(incident).redactText(reason);
  const hold = await context.record.placeHold(incident, words, act(context, actor));
  await spreadHold(context, incident);
  return hold;
}

export async function releaseHold(
  context: Context,
  incident: string,
  id: string,
  reason: string,
  actor: string,
): Promise<Hold> {
  const words = context.redactor(incident).redactText(reason);
  const hold = await context.record.releaseHold(incident, id, words, act(context, actor));
  await spreadHold(context, incident);
  return hold;
}
