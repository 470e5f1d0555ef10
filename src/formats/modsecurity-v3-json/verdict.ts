import type { Kind } from '../../domain/observation.ts';

export interface RuleMessage {
  readonly ruleId: string;
  readonly message: string;
  readonly ruleSet: string | undefined;
  /** 0 (emergency) to 7 (debug), as text. */
  readonly severity: string | undefined;
}

/** Rules of the Core Rule Set that compare the anomaly score with the threshold and deny. */
const BLOCKING_EVALUATIONS: ReadonlySet<string> = new Set(['949110', '949111', '959100', '959101']);

/** Ids that are reserved for the Core Rule Set: https://coreruleset.org/docs/concepts/false_positives_tuning/ */
const CORE_RULE_SET_IDS = { min: 900_000, max: 999_999 };

/** Rules of the Core Rule Set that report when all is over, in phase 5, where nothing can be stopped. */
const REPORTING_IDS = { min: 980_000, max: 980_999 };

/** A match of this severity scores 5, the threshold that the Core Rule Set comes with. */
const CRITICAL: ReadonlySet<string | undefined> = new Set(['0', '1', '2']);

export interface Verdict {
  readonly kind: Kind;
  /** The rule that ended the request, would have, or may have. */
  readonly deciding: RuleMessage | undefined;
}

const counted: Verdict = { kind: 'waf.counted', deciding: undefined };

/**
 * The log has no flag for a block: it is settled by the engine's mode, the status and what matched, or cannot be
 * told. Null when no rule matched and nothing was refused.
 */
export function verdictOf(
  all: readonly RuleMessage[],
  engine: string | undefined,
  status: number | undefined,
): Verdict | null {
  const messages = all.filter(({ ruleId }) => !isWithin(ruleId, REPORTING_IDS));
  const isEnabled = engine === 'Enabled';
  if (all.length === 0)
    return isEnabled && status === 403 ? { kind: 'waf.undecided', deciding: undefined } : null;
  const evaluation = messages.find(({ ruleId }) => BLOCKING_EVALUATIONS.has(ruleId));
  const deciding = evaluation ?? houseRuleOf(messages);
  if (engine === 'DetectionOnly') {
    return { kind: deciding === undefined ? 'waf.counted' : 'waf.detected', deciding };
  }
  if (!isEnabled || status === undefined || status < 300) return counted;
  const isRefusal = status >= 400 && status < 500;
  if (deciding !== undefined) return { kind: isRefusal ? 'waf.blocked' : 'waf.undecided', deciding };
  return isRefusal ? selfContained(messages) : counted;
}

/**
 * The rule of the house that denied: it ended its phase, so it is the last that matched. Where another of them
 * matched before and the request went on, these rules are known to let pass.
 */
function houseRuleOf(messages: readonly RuleMessage[]): RuleMessage | undefined {
  const own = messages.filter(({ ruleId }) => !isWithin(ruleId, CORE_RULE_SET_IDS));
  const last = messages.at(-1);
  return last !== undefined && own.every(({ ruleId }) => ruleId === last.ruleId) ? own.at(-1) : undefined;
}

/**
 * A rule of the Core Rule Set denies by itself where it does not score (`SecDefaultAction` with deny). A critical match
 * that only scored would have reached the threshold, and the evaluation rule would be in the log. A lesser one would not.
 */
function selfContained(messages: readonly RuleMessage[]): Verdict {
  const last = messages.at(-1);
  if (last === undefined || !isWithin(last.ruleId, CORE_RULE_SET_IDS)) return counted;
  return { kind: CRITICAL.has(last.severity) ? 'waf.blocked' : 'waf.undecided', deciding: last };
}

function isWithin(ruleId: string, { min, max }: { readonly min: number; readonly max: number }): boolean {
  const id = Number(ruleId);
  return id >= min && id <= max;
}
