/** Time zones of people, from their profiles. */
export interface Zones {
  /** What is known without asking Slack: null when nothing is. */
  known(userId: string): string | null;
  /** Asks Slack when nothing fresh is known; null when Slack refuses to say. Throws when Slack cannot be asked. */
  of(userId: string): Promise<string | null>;
}
