/** An alert that a monitoring system posted into a channel. */
export interface PostedAlert {
  readonly kind: 'alert.fired' | 'alert.acknowledged' | 'alert.resolved';
  readonly name: string;
}

const KINDS: Readonly<Record<string, PostedAlert['kind']>> = {
  firing: 'alert.fired',
  alerting: 'alert.fired',
  alarm: 'alert.fired',
  triggered: 'alert.fired',
  're-triggered': 'alert.fired',
  retriggered: 'alert.fired',
  acknowledged: 'alert.acknowledged',
  resolved: 'alert.resolved',
  recovered: 'alert.resolved',
  ok: 'alert.resolved',
};

/**
 * How they begin: Alertmanager and Grafana `[FIRING:2] Name`, Datadog `Triggered: [P1] Name` and `Recovered: …`,
 * PagerDuty `Triggered #42: …` and `Resolved incident #42 …`, CloudWatch `ALARM: "name" in …` and
 * `CloudWatch Alarm | name | …`. What is written otherwise stays a message.
 */
const HEADS: readonly RegExp[] = [
  /^\[(?<state>FIRING|RESOLVED|Alerting|OK)(?::\d+)?\]\s*(?<name>[^\n(]+)/,
  /^\**(?<state>Triggered|Re-Triggered|Recovered)\b[^\n:]{0,20}:\**\s*(?<name>[^\n]+)/,
  /^\**(?<state>Triggered|Acknowledged|Resolved)\**\s+(?:incident\s+)?\[?#\d+\]?:?\s*(?<name>[^\n]+)/i,
  /^(?<state>ALARM|OK): "(?<name>[^"\n]+)"/,
  /^CloudWatch (?<state>Alarm) \| (?<name>[^|\n]+)/,
];

const NAME_CHARS_MAX = 120;

/** The alert that a bot's message tells; a person's is a message whatever it says. */
export function postedAlert(words: string, isOfBot: boolean): PostedAlert | undefined {
  if (!isOfBot) return undefined;
  for (const head of HEADS) {
    const { state, name } = head.exec(words.trimStart())?.groups ?? {};
    const kind = KINDS[state?.toLowerCase() ?? ''];
    if (kind !== undefined && name !== undefined)
      return { kind, name: name.replace(/\*+/g, '').trim().slice(0, NAME_CHARS_MAX) };
  }
  return undefined;
}
