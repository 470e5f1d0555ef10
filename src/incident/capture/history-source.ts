/** `source` of a channel's history. It is no configured source: the Slack entry reads it, in jobs of its own. */
export const HISTORY_SOURCE = 'slack.history';
