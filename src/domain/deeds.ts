/** What an account did, as an entry of this type says; the rest of the sentence is the account. */
const DEEDS: Readonly<Record<string, string>> = {
  'incident.started': 'opened the incident',
  'incident.mitigated': 'marked the incident mitigated',
  'incident.resolved': 'marked the incident resolved',
  'incident.reopened': 'opened the incident again',
  'incident.closed': 'closed the incident',
  'incident.cancelled': 'cancelled the incident',
  'incident.merged': 'merged the incident into another',
  'incident.renamed': 'renamed the incident',
  'incident.severity-changed': 'changed the severity',
  'incident.window-changed': 'changed the window',
  'incident.exported': 'exported the incident',
  'section.written': 'wrote into the review',
  'section.edited': 'edited the review',
  'section.withdrawn': 'withdrew a part of the review',
  'collection.requested': 'asked for a collection',
  'probe.sent': 'sent a probe',
  'source.finished': 'ended a collection from a source',
  'evidence.collected': 'collected evidence',
  'evidence.imported': 'imported evidence',
  'evidence.withdrawn': 'withdrew evidence',
  'gap.recorded': 'recorded a gap',
  'note.written': 'wrote a note',
  'note.edited': 'edited a note',
  'document.rendered': 'rendered the review',
  'pack.written': 'made an evidence pack',
  'pack.delivered': 'delivered an evidence pack',
  'delivery.failed': 'could not deliver an evidence pack',
  'hold.placed': 'placed a legal hold',
  'hold.released': 'released a legal hold',
  'destruction.requested': 'asked for the destruction of the content',
  'destruction.begun': 'began the destruction of the content',
  'redaction.revealed': 'opened a redaction token',
  'signoff.requested': 'asked for a sign-off',
  'signoff.approved': 'signed a document off',
  'signoff.rejected': 'rejected a document',
  'signoff.revoked': 'revoked a sign-off',
};

/** `wrote a note (3 times), opened the incident`: what entries of these types tell of, most frequent first. */
export const tellDeeds = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([type, count]) => `${DEEDS[type] ?? spaced(type)}${count === 1 ? '' : ` (${count} times)`}`)
    .join(', ');

/** Words for a type that is not known here: `hold.placed` → `hold placed`. */
export const spaced = (type: string): string => type.replace(/[^A-Za-z0-9]+/g, ' ').trim();

export function countByType(entries: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of entries) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
