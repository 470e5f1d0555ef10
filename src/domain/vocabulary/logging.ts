import { family, trailAttributes } from './entry.ts';

/** Whether what happens is recorded at all. */
export const logging = family(
  {
    titles: ['{summary}: {resource.id!}', '{summary}'],
    identity: ['resource.id'],
    facets: { subject: ['resource.id'], actor: ['user.name'] },
    attributes: [...trailAttributes],
    change: 'logging',
  },
  {
    'logging.stopped': { one: 'recording stopped or reduced', many: 'recordings stopped or reduced' },
    'logging.started': { one: 'recording begun', many: 'recordings begun' },
  },
);
