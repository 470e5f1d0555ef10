import type { Argument, Change } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import { minuteOf } from '../timeline/words.ts';
import { argument, type Candidate, type Facts, MAX_LAG_MS, USUAL_LAG_MS } from './lens.ts';

/** Changes of a kind by people or machines, each as far as it can have done it and was taken back or replaced later. */
export const changeCandidates = (
  isMeant: (change: Change) => boolean,
  group: EffectGroup,
  facts: Facts,
): readonly Candidate[] =>
  facts.changes
    .filter((change) => isMeant(change) && couldHave(change, group))
    .map((change) => argue(change, group, facts));

function couldHave({ at, certaintyMs }: Change, group: EffectGroup): boolean {
  const lagMs = group.fromMs - Date.parse(at);
  return lagMs >= -(group.certaintyMs + certaintyMs) && lagMs <= MAX_LAG_MS;
}

function argue(change: Change, group: EffectGroup, facts: Facts): Candidate {
  const atMs = Date.parse(change.at);
  const lagMs = group.fromMs - atMs;
  const both = [...change.evidence, ...group.evidence];
  const undone = facts.changes.find(({ undoes, id }) => undoes === change.id && id !== change.id);
  const undoneMs = undone ? Date.parse(undone.at) : null;
  const recovered =
    undoneMs !== null && group.toMs !== null && isRecovery(undoneMs, group.fromMs, group.toMs);
  const affected = affectedBy(change, group, facts);
  const name = `${change.what} (${change.subject}${change.to === null ? '' : `, ${change.to}`})`;
  return {
    subject: change.to === null ? change.subject : `${change.subject} (${change.to})`,
    at: change.at,
    text: `${name} at ${minuteOf(change.at)}`,
    for: [
      ...argument('strong', lagMs <= USUAL_LAG_MS, `${name}: the effect began ${tellLag(lagMs)}`, both),
      ...argument('strong', affected === true, `${change.subject} is what was affected`, both),
      ...argument(
        'decisive',
        recovered,
        `it was taken back or replaced${undone?.to ? ` by ${undone.to}` : ''} at ${minuteOf(undone?.at ?? change.at)}, and the effect ended after that`,
        [...both, ...(undone?.evidence ?? [])],
      ),
    ],
    against: [
      ...argument('weak', lagMs > USUAL_LAG_MS, 'the effect began long after it', both),
      ...argument('strong', affected === false, `${change.subject} is not among what was affected`, both),
      ...endedWithout(undoneMs, group, both),
    ],
    missing: change.kind === 'deployment' ? [`answers by version of ${change.subject}`] : [],
    marks:
      recovered && undone && undoneMs !== null
        ? {
            mitigated: {
              atMs: undoneMs,
              why: `${undone.what} of ${undone.subject} took the change back or replaced it`,
              evidence: undone.evidence,
            },
          }
        : {},
  };
}

const tellLag = (lagMs: number): string =>
  lagMs < 0 ? 'at about the same time' : `${Math.round(lagMs / 1000)} s later`;

const RECOVERY_MS = 30 * 60_000;
const isRecovery = (undoneMs: number, fromMs: number, toMs: number): boolean =>
  undoneMs > fromMs && undoneMs <= toMs + 60_000 && toMs - undoneMs <= RECOVERY_MS;

const endedWithout = (
  undoneMs: number | null,
  group: EffectGroup,
  evidence: readonly string[],
): readonly Argument[] =>
  argument(
    'decisive',
    undoneMs !== null && group.toMs !== null && undoneMs > group.toMs + RECOVERY_MS,
    'the effect had ended long before the change was taken back',
    evidence,
  );

/** Whether the change is of what was affected; null where nothing names it. */
function affectedBy({ subject }: Change, group: EffectGroup, facts: Facts): boolean | null {
  const affected = group.services.length > 0 ? group.services : facts.services;
  if (affected.length === 0) return null;
  return affected.some((service) => namesSame(service, subject));
}

/** `cart` and `cart/flags` name the same service, `cart` and `cartoon` do not. */
export function namesSame(service: string, subject: string): boolean {
  const parts = subject.toLowerCase().split(/[/:\s]+/);
  return parts.includes(service.toLowerCase());
}
