import { family } from './entry.ts';

/** What people say. */
export const person = family(
  {},
  {
    message: {
      one: 'message',
      many: 'messages',
      attributes: ['event.id', 'message.*', 'messaging.*'],
      listing: 'few',
    },
  },
);
