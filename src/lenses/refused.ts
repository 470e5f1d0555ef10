import type { Episode } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';

const EVERYBODY = 0.9;

/** Episodes in which nearly everybody was refused. */
export const everybodyRefused = ({ episodes }: EffectGroup): readonly Episode[] =>
  episodes.filter(
    ({ role, indicator, worst }) =>
      role === 'error-ratio' &&
      /unauth|401|forbidden|403|denied|refused|auth/i.test(indicator) &&
      worst >= EVERYBODY,
  );
