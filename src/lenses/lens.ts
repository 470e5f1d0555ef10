import type { Argument, Change, Episode, IndicatorRole, LensKind, Silence } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import type { Indicator } from '../indicators/indicator.ts';

/** A burst of requests that matched rules against injection. */
export interface ProbeBurst {
  readonly atMs: number;
  readonly path: string | null;
  readonly matches: number;
  readonly letThrough: number;
  readonly evidence: readonly string[];
}

/** Sign-ins that were refused or succeeded in a time. */
export interface SignIns {
  readonly failed: readonly {
    readonly atMs: number;
    readonly user: string | null;
    readonly from: string | null;
  }[];
  readonly succeeded: SignIns['failed'];
  readonly evidence: readonly string[];
}

/** Requests that one rule of the firewall refused, in order of time. */
export interface BlockingRule {
  readonly rule: string;
  readonly isOfRate: boolean;
  readonly blocks: readonly {
    readonly atMs: number;
    readonly path: string;
    readonly client: string;
  }[];
  readonly evidence: readonly string[];
}

/** What somebody did or tried, from where. */
export interface Act {
  readonly atMs: number;
  readonly kind: string;
  readonly what: string;
  /** Account and key, as far as they are named. */
  readonly who: string;
  readonly key: string | null;
  readonly address: string;
  readonly evidence: string;
}

/** An error that the data base logged. */
export interface DatabaseError {
  readonly atMs: number;
  /** SQLSTATE */
  readonly code: string;
  readonly evidence: string;
}

/** What was published at one look. */
export interface KeysSeen {
  readonly atMs: number;
  readonly ids: readonly string[];
  readonly evidence: readonly string[];
}

/** Everything that explanations look at; none of it is a note. */
export interface Facts {
  readonly services: readonly string[];
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly indicators: readonly Indicator[];
  readonly episodes: readonly Episode[];
  readonly silences: readonly Silence[];
  readonly changes: readonly Change[];
  readonly probes: readonly ProbeBurst[];
  readonly acts: readonly Act[];
  readonly signIns: SignIns;
  readonly blockingRules: readonly BlockingRule[];
  readonly keys: readonly KeysSeen[];
  readonly databaseErrors: readonly DatabaseError[];
}

/** One way in which a group of effects can have come about. */
export interface Candidate {
  readonly subject: string;
  readonly at: string;
  readonly text: string;
  readonly for: readonly Argument[];
  readonly against: readonly Argument[];
  readonly missing: readonly string[];
  readonly marks: {
    /** Other than the first effect, where the explanation knows better. */
    readonly startedMs?: number;
    /** The last that was done, where no indicator shows an effect. */
    readonly overMs?: number;
    readonly mitigated?: {
      readonly atMs: number;
      readonly why: string;
      readonly evidence: readonly string[];
    };
  };
}

/** One kind of explanation: a plain object, without clock, store or knowledge of the others. */
export interface Lens {
  readonly kind: LensKind;
  /** What would tell of it where nothing in evidence does. */
  readonly wouldTell: string;
  /** Whether evidence of the kind that it reads is there at all. */
  isCovered(facts: Facts): boolean;
  candidates(group: EffectGroup, facts: Facts): readonly Candidate[];
  /** What explains no effect on an indicator, and can have happened all the same. */
  alone?(facts: Facts, groups: readonly EffectGroup[]): readonly Candidate[];
}

export const argument = (
  weight: Argument['weight'],
  holds: boolean,
  text: string,
  evidence: readonly string[],
): readonly Argument[] => (holds && evidence.length > 0 ? [{ text, weight, evidence }] : []);

/** Time after a cause in which its effect is usual, and beyond which it is not looked for. */
export const USUAL_LAG_MS = 20 * 60_000;
export const MAX_LAG_MS = 60 * 60_000;

export const hasRole = ({ indicators }: Facts, role: IndicatorRole): boolean =>
  indicators.some((indicator) => indicator.role === role);
