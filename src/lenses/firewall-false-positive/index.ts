import { toIso } from '../../domain/time.ts';
import type { Change } from '../../domain/understanding.ts';
import type { EffectGroup } from '../../indicators/groups.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, type BlockingRule, type Candidate, type Facts, type Lens } from '../lens.ts';
import { mostOf } from '../most.ts';
import { isDuring } from '../spans.ts';

const BLOCKS_MIN = 20;
const TIMES_BEFORE = 5;
const CLIENTS_MIN = 10;
/** More of the blocks from one address than this, and it is not everybody. */
const ONE_CLIENT_SHARE = 0.2;
const APART_MS = 10 * 60_000;
const ENDED_MS = 15 * 60_000;

/** Rules of the firewall that refuse those whom it is there for. */
export const firewallFalsePositive: Lens = {
  kind: 'firewall-false-positive',
  wouldTell: 'firewall logs',
  isCovered: ({ blockingRules }) => blockingRules.length > 0,
  candidates: (group, facts) =>
    facts.blockingRules
      .filter(({ isOfRate }) => !isOfRate)
      .flatMap((rule) => refusedMany(rule, group, facts)),
};

function refusedMany(
  { rule, blocks, evidence: own }: BlockingRule,
  group: EffectGroup,
  { changes, window }: Facts,
): readonly Candidate[] {
  const during = blocks.filter(({ atMs }) => isDuring(group)(atMs));
  const before = blocks.filter(({ atMs }) => atMs < group.fromMs - group.certaintyMs);
  const rate = (count: number, ms: number): number => count / Math.max(ms, 60_000);
  const rose =
    rate(during.length, (group.toMs ?? window.toMs) - group.fromMs) >
    TIMES_BEFORE * rate(before.length, group.fromMs - window.fromMs);
  if (during.length < BLOCKS_MIN || !rose) return [];
  const clients = Map.groupBy(during, ({ client }) => client);
  const most = Math.max(...[...clients.values()].map(({ length }) => length));
  const isSpread = clients.size >= CLIENTS_MIN && most <= ONE_CLIENT_SHARE * during.length;
  const firstMs = during[0]?.atMs ?? group.fromMs;
  const set = changes.findLast(
    (change) =>
      isOfFirewall(change) &&
      Math.abs(Date.parse(change.at) - firstMs) <= APART_MS &&
      Date.parse(change.at) <= firstMs,
  );
  const back = changes.find(
    (change) =>
      isOfFirewall(change) &&
      group.toMs !== null &&
      Date.parse(change.at) > firstMs &&
      Math.abs(group.toMs - Date.parse(change.at)) <= ENDED_MS,
  );
  const path = mostOf(during.map((one) => one.path)) ?? 'unknown';
  const evidence = [...own, ...group.evidence];
  const at = set?.at ?? toIso(firstMs);
  return [
    {
      subject: `${rule}, ${path}`,
      at,
      text: `Rule ${rule} of the firewall refused ${grouped(during.length)} requests of ${grouped(clients.size)} clients, most to ${path}, from ${minuteOf(toIso(firstMs))} on, as in a false positive`,
      for: [
        ...argument(
          'strong',
          isSpread,
          `the requests that it refused came from ${grouped(clients.size)} addresses, none with more than a fifth of them`,
          own,
        ),
        ...argument(
          'strong',
          set !== undefined,
          `${set?.what ?? ''} at ${minuteOf(set?.at ?? at)}, and the refusals set in with it`,
          [...(set?.evidence ?? []), ...own],
        ),
        ...argument(
          'decisive',
          isSpread && back !== undefined,
          `the effect ended after ${back?.what ?? ''} at ${minuteOf(back?.at ?? at)}`,
          [...(back?.evidence ?? []), ...evidence],
        ),
      ],
      against: argument('decisive', !isSpread, 'the requests that it refused came from few addresses', own),
      missing: ['who sent the requests that were refused'],
      marks:
        back === undefined
          ? {}
          : { mitigated: { atMs: Date.parse(back.at), why: back.what, evidence: back.evidence } },
    },
  ];
}

const isOfFirewall = ({ kind }: Change): boolean => kind === 'firewall';
