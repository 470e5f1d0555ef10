import type { Actor, AffectedService, Argument, Credential, Hypothesis } from '../domain/understanding.ts';
import type { Conclusions } from '../incident/use-cases.ts';
import { effectName } from '../indicators/groups.ts';
import { cleaned, grouped, minuteOf } from '../timeline/words.ts';

const VERDICTS = {
  leading: 'leads',
  possible: 'possible',
  'ruled-out': 'ruled out',
  'not-checked': 'not checked',
} as const;

const argumentLine = (sign: '+' | '-', { text, weight, evidence }: Argument): string =>
  `  ${sign} ${text} (${weight}; ${evidence.slice(0, 4).join(', ')})\n`;

/** Explanations as a person reads them, the leading ones first. */
export function tellWhy(hypotheses: readonly Hypothesis[]): string {
  const looked = hypotheses.filter(({ verdict }) => verdict !== 'not-checked');
  const open = hypotheses.filter(({ verdict }) => verdict === 'not-checked');
  const head = looked.some(({ verdict }) => verdict === 'leading')
    ? ''
    : 'Not determined: no explanation is carried by the evidence.\n';
  const told = looked.map((one) =>
    [
      `${one.kind} ${VERDICTS[one.verdict]}: ${cleaned(one.text, 300)}\n`,
      ...one.for.map((argument) => argumentLine('+', argument)),
      ...one.against.map((argument) => argumentLine('-', argument)),
      ...one.missing.map((text) => `  ? would tell: ${text}\n`),
    ].join(''),
  );
  const rest = open.map(({ kind, missing }) => `${kind} not checked: ${missing.join('; ')} would tell\n`);
  return [head, ...told, ...rest].join('');
}

const ACTORS_TOLD = 10;

function actorLines({
  principal,
  type,
  key,
  address,
  firstSeen,
  calls,
  signs,
  persistence,
  secretsRead,
  loggingStopped,
  agent,
}: Actor): string {
  const from = [
    address ?? 'no address',
    ...(key === null ? [] : [`key ${key}`]),
    ...(agent === null ? [] : [agent]),
  ].join(', ');
  const deeds = [...secretsRead, ...persistence, ...loggingStopped];
  const told = deeds
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, ACTORS_TOLD)
    .map(
      ({ at, action, what, subject, evidence }) =>
        `    ${minuteOf(at)}  ${action}: ${what}${subject === null ? '' : ` (${subject})`} [${evidence.join(', ')}]\n`,
    );
  return `  ${principal}${type === null ? '' : ` (${type})`} from ${from}: ${grouped(calls)} records since ${minuteOf(firstSeen)}${signs.length === 0 ? '' : `; ${signs.join(', ')}`}\n${signs.length === 0 ? '' : told.join('')}`;
}

function tellActors(actors: readonly Actor[]): string {
  if (actors.length === 0) return '';
  const more = actors.length - ACTORS_TOLD;
  return `Actors in trails:\n${actors.slice(0, ACTORS_TOLD).map(actorLines).join('')}${more > 0 ? `  and ${grouped(more)} more (--json)\n` : ''}`;
}

function tellCredentials(credentials: readonly Credential[]): string {
  const told = credentials.map(
    ({ kind, id, holder, state, purpose, contradicted }) =>
      `  ${kind} ${cleaned(id, 60)}${holder === null ? '' : ` of ${holder}`}: ${state}${purpose === null ? '' : `, ${purpose}`}${contradicted ? ', used or valid again after its end' : ''}\n`,
  );
  return told.length === 0 ? '' : `Credentials:\n${told.join('')}`;
}

const SERVICES_TOLD = 3;

function tellServices(services: readonly AffectedService[]): string {
  if (services.length === 0) return '';
  const told = services
    .slice(0, SERVICES_TOLD)
    .map(({ service, from }) => `${cleaned(service, 60)} (from ${minuteOf(from)} on)`);
  const more = services.length - SERVICES_TOLD;
  return `Farthest out of their usual bands: ${told.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}\n`;
}

export function tellAnalysis({
  episodes,
  services,
  changes,
  actors,
  credentials,
  hypotheses,
}: Conclusions): string {
  const effects = episodes.map(
    (one) =>
      `${minuteOf(one.from)} to ${one.to === null ? 'now' : minuteOf(one.to)}  ${cleaned(effectName(one), 100)} beyond its ${one.crossing}, worst ${one.worst}\n`,
  );
  const changed = changes.map(
    ({ at, kind, what, subject, to }) =>
      `${minuteOf(at)}  ${kind}: ${what} (${subject}${to === null ? '' : `, ${to}`})\n`,
  );
  return `${effects.join('') || 'No indicator left its usual band.\n'}${tellServices(services)}${changed.join('')}${tellActors(actors)}${tellCredentials(credentials)}${tellWhy(hypotheses)}`;
}
