import { sha256Hex } from '../../src/domain/canonical.ts';
import type { EvidenceItemDraft } from '../../src/domain/evidence-item.ts';
import type { Gap } from '../../src/domain/gap.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import type { Act, NewIncident, NewNote } from '../../src/evidence/store.ts';

export const window = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };

export const act: Act = { actor: 'cli:root', at: '2026-01-27T12:00:00.000Z' };

export const redacted = (text: string) => text as Redacted<string>;

export const incidentDraft = (title = 'Probing of the search'): NewIncident => ({
  title: () => redacted(title),
  severity: 'sev2',
  services: ['search'],
  window,
});

export const noteDraft = (text: string): NewNote => ({
  text: redacted(text),
  at: '2026-01-27T10:05:00.123456789Z',
  phase: 'detected',
});

export const gapDraft = (why = 'the source kept two hours only'): Gap => ({
  source: 'edge-waf',
  window,
  why,
  mend: 'ask sooner',
});

/** An item of one page; another `page` makes another item. */
export const itemDraft = (page: string, changes: Partial<EvidenceItemDraft> = {}): EvidenceItemDraft => ({
  source: 'edge-waf',
  sourceType: 'aws.waf',
  format: 'aws.waf-log',
  mediaType: 'application/x-ndjson',
  query: { logGroup: 'aws-waf-logs-prod' },
  asked: window,
  answered: null,
  retrievedAt: '2026-01-27T12:00:00.000Z',
  clockOffsetMs: null,
  coverage: { state: 'complete' },
  proof: [],
  fidelity: 'reserialised',
  pages: [{ sha256: sha256Hex(page), sizeBytes: page.length, records: 3 }],
  records: 3,
  observations: 2,
  rejected: 1,
  rejects: [{ record: 2, why: 'not JSON' }],
  redactions: { authorization: 1 },
  ruleSetSha256: sha256Hex('rules'),
  collector: 'arn:aws:sts::123456789012:assumed-role/rca/session',
  tool: { name: 'rca', version: '0.1.0' },
  original: null,
  ...changes,
});
