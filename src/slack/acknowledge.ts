import { type Command, type Unparsed, verbOf } from './command.ts';
import { slackText } from './escape.ts';
import { helpText } from './help.ts';

/** What the person who typed a stored command reads at once, in mrkdwn. Says how it was understood. */
export const ackText = (command: Command): string =>
  command.verb === 'help' ? helpText(command.about) : verbOf(command).ack(command.given);

export const unparsedText = (unparsed: Unparsed): string =>
  `${slackText(unparsed.problem, 300)} ${slackText(unparsed.mend, 300)}`;

/** The request could not be stored, so that no work will follow. */
export const notStoredText =
  'Nothing was done: the request could not be stored. Send the same command again in a minute; if this stays, ask the operator to look at GET /readyz.';

/** Storing took too long to wait for: it may still succeed. */
export const unsureText =
  'The request could not be stored in time, and may or may not be carried out. Look at `/rca status` before you send it again.';
