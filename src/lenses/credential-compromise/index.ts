import { toIso } from '../../domain/time.ts';
import type { Argument, Change } from '../../domain/understanding.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { type Act, argument, type Candidate, type Facts, type Lens } from '../lens.ts';
import { mostOf } from '../most.ts';

const REFUSED_MIN = 5;
const SHOWN = 6;

const REFUSALS: ReadonlySet<string> = new Set(['access.refused', 'auth.failed']);
const LASTING: ReadonlySet<string> = new Set(['credential.created', 'access.granted', 'role.changed']);
const READING: ReadonlySet<string> = new Set(['data.read']);
const HIDING: ReadonlySet<string> = new Set(['logging.stopped']);

/** Somebody acts with a credential that is not theirs. */
export const credentialCompromise: Lens = {
  kind: 'credential-compromise',
  wouldTell: 'an audit trail with who acted, and from where',
  isCovered: ({ acts }) => acts.length > 0,
  candidates: () => [],
  alone: (facts) =>
    [...Map.groupBy(facts.acts, ({ address }) => address)].flatMap(([address, acts]) =>
      misused(address, acts, facts),
    ),
};

function misused(address: string, acts: readonly Act[], { acts: all, changes }: Facts): readonly Candidate[] {
  const of = (kinds: ReadonlySet<string>): readonly Act[] => acts.filter(({ kind }) => kinds.has(kind));
  const [refusals, lasting, reading, hiding] = [of(REFUSALS), of(LASTING), of(READING), of(HIDING)];
  const keys = new Set(acts.flatMap(({ key }) => key ?? []));
  const first = acts[0];
  if (first === undefined) return [];
  const elsewhere = all.filter(
    ({ key, address: other, atMs }) =>
      key !== null && keys.has(key) && other !== address && atMs < first.atMs,
  );
  const forced =
    refusals.length >= REFUSED_MIN &&
    acts.some(({ kind, atMs }) => !REFUSALS.has(kind) && atMs > (refusals[0]?.atMs ?? 0));
  const isSuspect = forced || hiding.length > 0 || elsewhere.length > 0;
  // What an account does every day is no sign of its theft, however far its rights reach.
  if (!isSuspect || lasting.length + reading.length + hiding.length === 0) return [];
  const who = mostOf(acts.map((act) => act.who)) ?? 'somebody';
  const evidence = evidenceOf(acts);
  const stopped = stoppedBy(changes, acts, all, address);
  const last = acts.at(-1) ?? first;
  return [
    {
      subject: `${who}, from ${address}${keys.size === 0 ? '' : `, with key ${[...keys].sort().join(', ')}`}`,
      at: toIso(first.atMs),
      text: `What was done as ${who} from ${address}, from ${minuteOf(toIso(first.atMs))} on, is as with a compromised credential`,
      for: [
        ...argument(
          'strong',
          forced,
          `${grouped(refusals.length)} of what was tried from ${address} was refused, and more went on`,
          evidenceOf(refusals),
        ),
        ...argument(
          'strong',
          elsewhere.length > 0,
          `the same key was used from ${mostOf(elsewhere.map((act) => act.address)) ?? 'elsewhere'} before`,
          [...evidenceOf(elsewhere), ...evidence],
        ),
        ...told('strong', lasting, 'credentials and rights were made that last'),
        ...told('strong', hiding, 'what would have recorded it was stopped'),
        ...told('strong', reading, 'secrets or data were read'),
        ...argument(
          'decisive',
          stopped !== undefined && last.atMs <= Date.parse(stopped.at),
          `nothing more came from ${address} after ${stopped?.what ?? ''} (${stopped?.subject ?? ''}) at ${minuteOf(stopped?.at ?? toIso(last.atMs))}`,
          [...evidence, ...(stopped?.evidence ?? [])],
        ),
      ],
      against: [],
      missing: ['how the credential got out', 'what else was done with what was made or read'],
      marks: {
        startedMs: first.atMs,
        ...(stopped && {
          mitigated: {
            atMs: Date.parse(stopped.at),
            why: `${stopped.what} (${stopped.subject})`,
            evidence: stopped.evidence,
          },
          overMs: Math.max(last.atMs, Date.parse(stopped.at)),
        }),
      },
    },
  ];
}

const evidenceOf = (acts: readonly Act[]): readonly string[] =>
  sortedIds(new Set(acts.map((act) => act.evidence)));

const told = (weight: Argument['weight'], acts: readonly Act[], what: string): readonly Argument[] =>
  argument(
    weight,
    acts.length > 0,
    `${what}: ${[...new Set(acts.map((act) => act.what))].slice(0, SHOWN).join(', ')}`,
    evidenceOf(acts),
  );

/** The first credential that somebody else took away after it had begun. */
function stoppedBy(
  changes: readonly Change[],
  acts: readonly Act[],
  all: readonly Act[],
  address: string,
): Change | undefined {
  const firstMs = acts[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const others = new Set(
    all
      .filter((act) => act.address !== address && /^credential\.(?:disabled|deleted|changed)$/.test(act.kind))
      .map(({ atMs }) => atMs),
  );
  return changes.find(
    ({ kind, at }) => kind === 'credential' && Date.parse(at) > firstMs && others.has(Date.parse(at)),
  );
}
