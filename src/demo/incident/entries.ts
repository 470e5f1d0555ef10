import { toIso } from '../../domain/time.ts';
import type { Recording } from '../recording.ts';
import type { Story } from './story.ts';

const DAY_MS = 86_400_000;

/** What the review of the recorded incident says beyond what its evidence shows. */
export function entriesOf({ resolvedMs }: Story): Recording['entries'] {
  const day = (days: number): string => toIso(resolvedMs + days * DAY_MS).slice(0, 10);
  return [
    {
      kind: 'impact',
      text: 'Confirmed none: the matching statements ran with bound parameters and returned no row.',
      fields: { area: 'data' },
    },
    {
      kind: 'cause',
      text: 'No alert covered SQL injection rules that only count.',
      fields: { role: 'factor' },
    },
    {
      kind: 'lesson',
      text: 'Bound parameters kept every payload from becoming SQL.',
      fields: { side: 'well' },
    },
    {
      kind: 'lesson',
      text: 'The rules of the edge had been counting since the rollout, and nothing showed it.',
      fields: { side: 'badly' },
    },
    {
      kind: 'lesson',
      text: 'The probing began during working hours.',
      fields: { side: 'lucky' },
    },
    {
      kind: 'action',
      text: 'Alert when a rule group of the web ACL is overridden to COUNT.',
      fields: { type: 'preventive', owner: 'platform lead', due: day(14) },
    },
    {
      kind: 'action',
      text: 'Set the SQL injection rules of the edge to BLOCK.',
      fields: { type: 'corrective', owner: 'security engineer', state: 'done', evidence: 'N-0003' },
    },
    {
      kind: 'control',
      text: 'The web ACL blocks SQL injection at the edge.',
      fields: { state: 'operational', evidence: 'N-0003' },
    },
    {
      kind: 'control',
      text: 'The pipeline refuses a web ACL with a rule group in COUNT.',
      fields: {
        state: 'pending',
        owner: 'platform lead',
        eta: day(30),
        mitigation: 'The alert above, once it is there; until then a weekly look.',
      },
    },
  ];
}
