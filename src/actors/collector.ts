import type { Kind, Observation, SourcedObservation } from '../domain/observation.ts';
import { toIso } from '../domain/time.ts';
import type { Actor, Deed } from '../domain/understanding.ts';
import { textOf } from '../timeline/attributes.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';
import { addTo, type Tally, top } from '../timeline/tally.ts';
import { cleaned } from '../timeline/words.ts';

/** Who did what, from all trails in evidence: a view, which decides nothing. */
export interface ActorCollector {
  add(sourced: SourcedObservation): void;
  /** Those with signs of an intrusion first, then by what they did. */
  actors(): readonly Actor[];
}

const ACTORS_MAX = 100;
const ACTIONS_MAX = 20;
const DEEDS_MAX = 50;
const SECRETS_MIN = 3;

/** Kinds by which somebody shows up in a trail at all. */
const SEEN: readonly string[] = [
  'auth.',
  'access.',
  'api.',
  'session.',
  'role.',
  'credential.',
  'data.',
  'logging.',
  'command.',
  'config.changed',
  'deploy.',
  'scale.',
  'resource.',
  'db.role-changed',
];

const SECRET = /secret|password|parameter|certificate with its key|SSH key/;
/** What stays when the session is over: identities, keys and rights that were made. */
const LASTING: ReadonlySet<Kind> = new Set(['credential.created', 'access.granted']);
const LASTING_ROLE =
  /^(?:Create|Update(?:AssumeRolePolicy|SAMLProvider|LoginProfile)|SetDefaultPolicyVersion|Put)/;
const ALREADY: ReadonlySet<Kind> = new Set(['access.refused', 'auth.failed', 'api.failed']);

interface Draft {
  readonly principal: string;
  readonly type: string | null;
  readonly key: string | null;
  readonly address: string | null;
  agent: string | null;
  firstMs: number;
  lastMs: number;
  calls: number;
  refusals: number;
  failures: number;
  readonly actions: Tally;
  readonly refused: Map<string, number>;
  readonly succeeded: { readonly action: string; readonly atMs: number; readonly evidence: string }[];
  readonly persistence: Deed[];
  readonly secrets: Map<string, Deed>;
  readonly loggingStopped: Deed[];
  readonly evidence: Set<string>;
}

export function actorCollector(): ActorCollector {
  const drafts = new Map<string, Draft>();
  return {
    add(sourced) {
      const { observation } = sourced;
      if (!SEEN.some((start) => observation.kind.startsWith(start))) return;
      const who = whoOf(observation);
      if (who === null) return;
      const key = JSON.stringify([who.principal, who.key, who.address]);
      const atMs = Date.parse(observation.at);
      const draft: Draft = drafts.get(key) ?? {
        ...who,
        agent: null,
        firstMs: atMs,
        lastMs: atMs,
        calls: 0,
        refusals: 0,
        failures: 0,
        actions: new Map(),
        refused: new Map(),
        succeeded: [],
        persistence: [],
        secrets: new Map(),
        loggingStopped: [],
        evidence: new Set(),
      };
      drafts.set(key, draft);
      take(draft, sourced, atMs);
    },
    actors() {
      const all = [...drafts.values()].sort(inTime);
      return all
        .map((draft) => actorOf(draft, all))
        .sort((a, b) => b.signs.length - a.signs.length)
        .slice(0, ACTORS_MAX);
    },
  };
}

const inTime = (a: Draft, b: Draft): number =>
  a.firstMs - b.firstMs ||
  (`${a.principal}${a.key}${a.address}` < `${b.principal}${b.key}${b.address}` ? -1 : 1);

function whoOf(observation: Observation) {
  const text = (name: string): string | null => {
    const value = textOf(observation, name);
    return value === undefined ? null : cleaned(value);
  };
  const address = text('client.address');
  const user = text('user.name');
  const session = text('aws.session.name');
  const named = user !== null && session !== null && session !== user ? `${user}/${session}` : user;
  const principal = named ?? text('aws.principal.arn') ?? text('aws.invoked_by') ?? address;
  if (principal === null) return null;
  const database = text('db.system.name');
  return {
    principal,
    type: text('aws.identity.type') ?? (database === null ? null : `${database} role`),
    key: text('aws.access_key.id'),
    address,
  };
}

function take(draft: Draft, { evidence, observation }: SourcedObservation, atMs: number): void {
  const { kind } = observation;
  const action = cleaned(actionOf(observation));
  draft.firstMs = Math.min(draft.firstMs, atMs);
  draft.lastMs = Math.max(draft.lastMs, atMs);
  draft.calls += 1;
  draft.agent ??= cleanedOr(textOf(observation, 'user_agent.original'));
  draft.evidence.add(evidence);
  addTo(draft.actions, action);
  if (kind === 'access.refused' || kind === 'auth.failed') {
    draft.refusals += 1;
    draft.refused.set(action, Math.min(draft.refused.get(action) ?? atMs, atMs));
  }
  if (kind === 'api.failed') draft.failures += 1;
  if (!ALREADY.has(kind)) draft.succeeded.push({ action, atMs, evidence });
  const deed = deedOf(observation, evidence, action);
  if (LASTING.has(kind) || (kind === 'role.changed' && LASTING_ROLE.test(action))) {
    if (draft.persistence.length < DEEDS_MAX) draft.persistence.push(deed);
  }
  if (kind === 'logging.stopped' && draft.loggingStopped.length < DEEDS_MAX) draft.loggingStopped.push(deed);
  if (kind === 'data.read' && SECRET.test(textOf(observation, 'data.kind') ?? '')) {
    const subject = deed.subject ?? 'unnamed';
    const known = draft.secrets.get(subject);
    if (known !== undefined || draft.secrets.size < DEEDS_MAX)
      draft.secrets.set(subject, known !== undefined && known.at <= deed.at ? known : deed);
  }
}

const cleanedOr = (text: string | undefined): string | null => (text === undefined ? null : cleaned(text));

const actionOf = (observation: Observation): string =>
  textOf(observation, 'event.name') ?? textOf(observation, 'db.operation.name') ?? observation.kind;

const deedOf = (observation: Observation, evidence: string, action: string): Deed => ({
  at: observation.at,
  action,
  what: cleaned(observation.summary),
  subject: cleanedOr(
    textOf(observation, 'access.granted_to') ??
      textOf(observation, 'credential.id') ??
      textOf(observation, 'resource.id') ??
      textOf(observation, 'db.role.name'),
  ),
  evidence: [evidence],
});

function actorOf(draft: Draft, all: readonly Draft[]): Actor {
  const after = draft.succeeded
    .filter(({ action, atMs }) => (draft.refused.get(action) ?? Number.POSITIVE_INFINITY) < atMs)
    .sort((a, b) => a.atMs - b.atMs)[0];
  const others = all.filter(
    (other) =>
      other.principal === draft.principal && other.address !== draft.address && other.address !== null,
  );
  const isElsewhere =
    draft.address !== null && others.length > 0 && others.every(({ firstMs }) => firstMs < draft.firstMs);
  const secretsRead = [...draft.secrets.values()].sort(byTime);
  const signs = [
    ...(isElsewhere ? ['an address that this principal was not seen at before'] : []),
    ...(draft.loggingStopped.length > 0 ? ['recording stopped'] : []),
    ...(secretsRead.length >= SECRETS_MIN ? [`${secretsRead.length} secrets read`] : []),
    ...(draft.persistence.length > 0 ? ['identities, keys or rights made'] : []),
    ...(draft.refusals > 0 ? [`${draft.refusals} refusals`] : []),
    ...(after === undefined ? [] : ['a success after a refusal of the same']),
  ];
  return {
    principal: draft.principal,
    type: draft.type,
    key: draft.key,
    address: draft.address,
    agent: draft.agent,
    firstSeen: toIso(draft.firstMs),
    lastSeen: toIso(draft.lastMs),
    calls: draft.calls,
    actions: top(draft.actions, ACTIONS_MAX),
    refusals: draft.refusals,
    failures: draft.failures,
    successAfterRefusal:
      after === undefined
        ? null
        : { at: toIso(after.atMs), action: after.action, evidence: [after.evidence] },
    persistence: [...draft.persistence].sort(byTime),
    secretsRead,
    loggingStopped: [...draft.loggingStopped].sort(byTime),
    signs,
    evidence: sortedIds(draft.evidence),
  };
}

const byTime = (a: Deed, b: Deed): number =>
  Date.parse(a.at) - Date.parse(b.at) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Signs that nobody's daily work shows by itself; two of them, of which one is of these, are taken for an intrusion. */
const GRAVE = /^(?:recording stopped|an address|\d+ secrets read)/;

export const seemsHostile = ({ signs }: Actor): boolean =>
  signs.length >= 2 && signs.some((sign) => GRAVE.test(sign));
