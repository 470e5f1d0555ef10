import type { Command, Unparsed } from './command.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';
import { helpText } from './help.ts';

/** What the person who typed a stored command reads at once, in mrkdwn. Says how it was understood. */
export function ackText(command: Command): string {
  switch (command.verb) {
    case 'start':
      return [
        `Opening an incident in this channel: ${command.title === null ? 'untitled' : `“${slackText(command.title, 200)}”`}`,
        command.window === null
          ? 'looking at the last hour'
          : `from ${slackDate(command.window.fromMs)} to ${slackDate(command.window.toMs)}`,
        ...(command.severity === null ? [] : [command.severity.toUpperCase()]),
        ...(command.services.length === 0 ? [] : [`service ${slackText(command.services.join(', '), 200)}`]),
      ]
        .join(', ')
        .concat('. The card and the progress of the collection appear here.');
    case 'status':
      return 'Reading the state of this incident. The card appears here.';
    case 'note':
      return command.atMs === null
        ? 'Writing the note down. It is echoed here.'
        : `Writing the note down for ${slackDate(command.atMs)}. It is echoed here.`;
    case 'pack':
      return 'Rendering the evidence pack. It is uploaded here when it is done.';
    case 'help':
      return helpText(command.about);
  }
}

export const unparsedText = (unparsed: Unparsed): string =>
  `${slackText(unparsed.problem, 300)} ${slackText(unparsed.mend, 300)}`;

/** The request could not be stored, so that no work will follow. */
export const notStoredText =
  'Nothing was done: the request could not be stored. Send the same command again in a minute; if this stays, ask the operator to look at GET /readyz.';

/** Storing took too long to wait for: it may still succeed. */
export const unsureText =
  'The request could not be stored in time, and may or may not be carried out. Look at `/rca status` before you send it again.';
