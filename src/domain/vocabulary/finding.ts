import { family, trailAttributes } from './entry.ts';

/** What a detector of the source itself reports. */
export const finding = family(
  {
    titles: ['{summary}'],
    facets: { action: ['event.name'] },
    attributes: [...trailAttributes, 'finding.state'],
  },
  {
    'finding.reported': { one: 'finding reported by the source', many: 'findings reported by the source' },
  },
);
