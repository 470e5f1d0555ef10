import type { Argument, Hypothesis, LensKind } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import type { Candidate, Facts } from '../lenses/lens.ts';
import { lenses } from '../lenses/registry.ts';

/** A hypothesis with what its lens offers for the phases. */
export interface Explained {
  /** Null: it explains no effect on an indicator. */
  readonly group: EffectGroup | null;
  readonly hypothesis: Hypothesis;
  readonly candidate: Candidate;
}

const countOf = (list: readonly Argument[], weight: Argument['weight']): number =>
  list.filter((one) => one.weight === weight).length;

interface Rank {
  readonly againstDecisive: number;
  readonly decisive: number;
  /** Strong arguments for, less those against. */
  readonly strong: number;
  readonly againstWeak: number;
}

const rankOf = (candidate: Candidate): Rank => ({
  againstDecisive: countOf(candidate.against, 'decisive'),
  decisive: countOf(candidate.for, 'decisive'),
  strong: countOf(candidate.for, 'strong') - countOf(candidate.against, 'strong'),
  againstWeak: countOf(candidate.against, 'weak'),
});

const better = (a: Rank, b: Rank): number =>
  a.againstDecisive - b.againstDecisive ||
  b.decisive - a.decisive ||
  b.strong - a.strong ||
  a.againstWeak - b.againstWeak;

/** Enough to lead: one decisive argument or two strong ones, and none decisive against. */
const carries = ({ againstDecisive, decisive, strong }: Rank): boolean =>
  againstDecisive === 0 && (decisive > 0 || strong >= 2) && strong >= 0;

/** All explanations of one group of effects side by side: what is inconsistent with the evidence counts first. */
export const explain = (group: EffectGroup, facts: Facts): readonly Explained[] =>
  setSideBySide(
    lenses.flatMap((lens) =>
      lens.candidates(group, facts).map((candidate) => ({ kind: lens.kind, candidate, group })),
    ),
  );

/** Explanations of what no effect on an indicator is joined to. */
export const explainAlone = (facts: Facts, groups: readonly EffectGroup[]): readonly Explained[] =>
  setSideBySide(
    lenses.flatMap((lens) =>
      (lens.alone?.(facts, groups) ?? []).map((candidate) => ({ kind: lens.kind, candidate, group: null })),
    ),
  );

function setSideBySide(
  found: readonly {
    readonly kind: LensKind;
    readonly candidate: Candidate;
    readonly group: EffectGroup | null;
  }[],
): readonly Explained[] {
  const entries = found
    .map((one) => ({ ...one, rank: rankOf(one.candidate) }))
    .sort(
      (a, b) =>
        better(a.rank, b.rank) ||
        nearness(a) - nearness(b) ||
        (a.kind + a.candidate.subject < b.kind + b.candidate.subject ? -1 : 1),
    );
  const top = entries[0];
  return entries.map(({ kind, candidate, group, rank }) => ({
    group,
    candidate,
    hypothesis: {
      kind,
      verdict:
        rank.againstDecisive > 0
          ? 'ruled-out'
          : top !== undefined && carries(rank) && better(rank, top.rank) === 0 && !isTie(entries, kind, rank)
            ? 'leading'
            : 'possible',
      subject: candidate.subject,
      at: candidate.at,
      text: candidate.text,
      for: candidate.for,
      against: candidate.against,
      missing: candidate.missing,
    },
  }));
}

/** Another kind that stands as well leaves the question open. */
const isTie = (
  entries: readonly { readonly kind: LensKind; readonly rank: Rank }[],
  kind: LensKind,
  rank: Rank,
): boolean => entries.some((other) => other.kind !== kind && better(other.rank, rank) === 0);

const nearness = ({
  candidate,
  group,
}: {
  readonly candidate: Candidate;
  readonly group: EffectGroup | null;
}): number => (group === null ? 0 : Math.abs(Date.parse(candidate.at) - group.fromMs));

/** Explanations that nothing in evidence speaks to, with what would. */
export const notChecked = (explained: readonly Explained[], facts: Facts): readonly Hypothesis[] =>
  lenses
    .filter(({ kind }) => !explained.some(({ hypothesis }) => hypothesis.kind === kind))
    .filter((lens) => !lens.isCovered(facts))
    .map(({ kind, wouldTell }) => ({
      kind,
      verdict: 'not-checked',
      subject: null,
      at: null,
      text: '',
      for: [],
      against: [],
      missing: [wouldTell],
    }));
