import { type Command, type Unparsed, verbOf } from './command.ts';
import { slackText } from './escape.ts';
import { helpText } from './help.ts';

/** What the person who typed a stored command reads at once, in mrkdwn. Says how it was understood. */
export const ackText = (command: Command): string =>
  command.verb === 'help' ? helpText(command.about) : verbOf(command).ack(command.given);

/** While the person's time zone is not known yet, no time is repeated that may turn out to be another one. */
export const unzonedText = ({ verb }: { readonly verb: string }): string =>
  `Doing /rca ${verb}. Clock times are read in your time zone; what comes of it appears here with its times.`;

export const unparsedText = (unparsed: Unparsed): string =>
  `${slackText(unparsed.problem, 300)} ${slackText(unparsed.mend, 300)}`;

/** The request could not be stored, so that no work will follow. */
export const notStoredText =
  'Nothing was done: the request could not be stored. Send the same command again in a minute; if this stays, ask the operator to look at GET /readyz.';

/** Storing took too long to wait for: it may still succeed. */
export const unsureText =
  'The request could not be stored in time, and may or may not be carried out. Look at `/rca status` before you send it again.';
