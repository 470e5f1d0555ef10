import type { Claim } from '../../domain/claim.ts';
import { counted, grouped } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { total } from '../facts/minutes.ts';
import { budgetOf } from '../impact/index.ts';
import { claim, durationOf, percentOf } from './claim.ts';
import { availabilityCourse, type Course, errorCourse, latencyCourse } from './course.ts';
import { effects, failedRequests } from './effects.ts';
import { leads } from './explained.ts';

export const impactOf = (context: Context): readonly Claim[] => [
  ...failedRequests(context),
  ...effects(context),
  ...requests(context),
  ...letThrough(context),
  ...budget(context),
  ...outside(
    context,
    'impact.availability',
    availabilityCourse(context),
    'Availability was below its target',
  ),
  ...outside(
    context,
    'impact.latency',
    latencyCourse(context),
    'The 95th percentile of latency was over its limit',
  ),
  ...outside(context, 'impact.errors', errorCourse(context), 'The share of 5xx answers was over its limit'),
];

function requests({ waf }: Context): readonly Claim[] {
  if (waf.blocked === 0) return [];
  const clients = counted(waf.blockedByClient.size, 'client address', 'client addresses');
  const bots = waf.bots > 0 ? `; ${grouped(waf.bots)} bore a label of bot control` : '';
  return claim(
    'impact.requests',
    'observed',
    `${counted(waf.blocked, 'request was', 'requests were')} blocked at the edge, from ${clients}${bots}.`,
    waf.evidence,
  );
}

function letThrough(context: Context): readonly Claim[] {
  const { waf } = context;
  if (!leads(context, 'injection')) return [];
  const counts = total(waf.sqliCounted);
  if (counts === 0) return [];
  return claim(
    'impact.let-through',
    'observed',
    `${counted(counts, 'request that matched', 'requests that matched')} a rule against SQL injection ${counts === 1 ? 'was' : 'were'} counted by it and not stopped by it.`,
    waf.sqliEvidence,
  );
}

function budget(context: Context): readonly Claim[] {
  const { value: spent, evidence, reasons } = budgetOf(context);
  if (spent === null) return [];
  const { slo } = context.policy;
  const partial = reasons.map(({ why }) => ` (${why})`).join('');
  return claim(
    'impact.budget',
    'inferred',
    `The window spent ${percentOf(spent)} of the error budget of ${slo.periodDays} days (target ${percentOf(slo.target)})${partial}.`,
    evidence,
  );
}

function outside(
  { understanding }: Context,
  name: string,
  course: Course | null,
  what: string,
): readonly Claim[] {
  if (!course) return [];
  if (course.outsideMs === 0)
    return claim(name, 'observed', `${what} at no point of the window.`, course.sli.evidence);
  const seen = understanding.episodes.some(({ indicator }) => indicator === course.sli.name);
  if (!seen) {
    const total = durationOf(course.outsideMs);
    return claim(
      name,
      'observed',
      `${what} in single samples (${total} in all), and never out of its usual band.`,
      course.sli.evidence,
    );
  }
  return claim(name, 'observed', `${what} for ${durationOf(course.outsideMs)} in all.`, course.sli.evidence);
}
