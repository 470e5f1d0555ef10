import type { Judgement } from '../../judges/judgement.ts';
import { insufficient, tempered } from '../../judges/judgement.ts';
import type { Sli } from '../../judges/sli.ts';
import type { Context } from '../context.ts';
import { absenceOf, sliOf } from '../facts/sli.ts';

/** A fact that evidence proves or does not. */
export interface Proof {
  judge(context: Context): Judgement;
}

/** Judges an indicator; never green while something of it is missing. */
export function judgeSli(context: Context, name: string, judge: (sli: Sli) => Judgement): Judgement {
  const sli = sliOf(context, name);
  if (!sli) return insufficient(absenceOf(context, name));
  return tempered(judge(sli), sli.shortfall);
}
