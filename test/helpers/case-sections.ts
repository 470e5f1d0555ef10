import { type SectionBody, type SectionEntry, sectionLetters } from '../../src/domain/section.ts';

const common = { evidence: [], withdrawn: null };

const bodies: readonly SectionBody[] = [
  {
    kind: 'impact',
    ...common,
    text: 'Confirmed none: no row left the database.',
    area: 'data',
    evidence: ['E-0001'],
  },
  {
    kind: 'cause',
    ...common,
    text: 'The canary was released with the firewall in count mode.',
    role: 'trigger',
  },
  { kind: 'cause', ...common, text: 'No alert covered a change of the firewall mode.', role: 'factor' },
  { kind: 'cause', ...common, text: 'A leak of credentials.', role: 'ruled-out', evidence: ['E-0001'] },
  { kind: 'lesson', ...common, text: 'The canary kept half of the traffic safe.', side: 'well' },
  { kind: 'lesson', ...common, text: 'The alert came after 24 minutes.', side: 'badly' },
  {
    kind: 'action',
    ...common,
    text: 'Alert when a rule group of the firewall only counts.',
    type: 'preventive',
    owner: 'platform lead',
    due: '2026-02-14',
    state: 'open',
  },
  {
    kind: 'action',
    ...common,
    text: 'Rotate the signing key of the search tokens.',
    type: 'corrective',
    owner: 'security lead',
    due: null,
    state: 'done',
    evidence: ['E-0002'],
  },
  {
    kind: 'control',
    ...common,
    text: 'The firewall blocks SQL injection.',
    state: 'operational',
    owner: null,
    eta: null,
    mitigation: null,
    acceptedBy: null,
    acceptedUntil: null,
    evidence: ['E-0005'],
  },
  {
    kind: 'control',
    ...common,
    text: 'Statements in the search service carry bound parameters.',
    state: 'pending',
    owner: 'search lead',
    eta: '2026-03-01',
    mitigation: 'The firewall blocks the known payloads.',
    acceptedBy: null,
    acceptedUntil: null,
  },
];

/** What people wrote into the sections of the sample case. */
export const caseSections: readonly SectionEntry[] = bodies.map((body, index) => ({
  id: `${sectionLetters[body.kind]}-${String(1 + bodies.slice(0, index).filter(({ kind }) => kind === body.kind).length).padStart(4, '0')}`,
  version: 1,
  author: 'incident lead',
  writtenAt: '2026-01-28T09:00:00.000Z',
  body,
}));
