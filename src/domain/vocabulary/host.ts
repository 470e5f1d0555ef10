import { family, trailAttributes } from './entry.ts';

/** What is done on machines. */
export const host = family(
  {
    titles: ['{summary}: {resource.id!}', '{summary}'],
    identity: ['resource.id'],
    facets: { action: ['event.name'], actor: ['user.name'], client: ['client.address'] },
    attributes: [...trailAttributes],
    listing: 'few',
  },
  {
    /** Code was run, or a shell was opened, on a machine or in a container. */
    'command.ran': { one: 'command run on a machine', many: 'commands run on machines' },
  },
);
