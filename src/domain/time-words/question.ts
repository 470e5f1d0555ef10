import type { Asked } from './take.ts';

/** A command that does nothing until somebody has said which time it means. */
export class TimeQuestion extends Error {
  readonly asked: Asked;
  /** What may be sent instead, each with what it says on its button. */
  readonly instead: readonly { readonly label: string; readonly text: string }[];

  constructor(asked: Asked, instead: TimeQuestion['instead']) {
    super(tellAsked(asked));
    this.name = 'TimeQuestion';
    this.asked = asked;
    this.instead = instead;
  }
}

/** `“2:05” may mean several times: …`. */
export const tellAsked = ({ words, why }: Asked): string => `“${words}” is not clear: ${why}`;
