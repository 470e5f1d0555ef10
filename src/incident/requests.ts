import { act, type Context } from './context.ts';

/** What became of something that a person asked for through an entry; the code names why not. */
export type RequestOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused' | 'failed'; readonly code: string };

/** A command, button or form, without any text of it. */
export interface Request {
  /** Of the ledger entry. */
  readonly type: 'slack.command' | 'slack.button' | 'slack.form';
  /** The verb, or the action's or form's own id: words of ours. */
  readonly name: string;
  /** When it was sent. */
  readonly sentAt: string;
}

/** Enters a request into the incident's ledger, once a key and outcome: what failed may be done in the end. */
export async function enterRequest(
  context: Context,
  incident: string,
  { type, name, sentAt }: Request,
  result: RequestOutcome,
  actor: string,
  key: string,
): Promise<void> {
  await context.store.record(
    incident,
    type,
    { name, sentAt, ...result },
    act(context, actor),
    `${key}:${result.outcome}`,
  );
}
