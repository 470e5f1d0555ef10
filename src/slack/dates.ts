import { toIso } from '../domain/time.ts';

/**
 * A time in the reader's zone, with UTC as fallback, for mrkdwn.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function slackDate(atMs: number): string {
  const utc = toIso(atMs).replace(/\.\d{3}Z$/, 'Z');
  return `<!date^${Math.floor(atMs / 1000)}^{date_short_pretty} {time_secs}|${utc}>`;
}
