import { type Opening, revealToken } from '../collect/redact/reveal.ts';
import { act, type Context } from './context.ts';

/** Opens a token and records that it was opened, without the value. */
export async function reveal(
  context: Context,
  incident: string,
  token: string,
  value: Uint8Array,
  actor: string,
): Promise<Opening> {
  await context.store.incident(incident);
  const opening = revealToken(context.redactor(incident).settings, token, value);
  if (opening.matches) {
    await context.store.record(incident, 'redaction.revealed', { token }, act(context, actor));
  }
  return opening;
}
