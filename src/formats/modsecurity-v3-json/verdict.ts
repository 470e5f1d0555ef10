import type { Kind } from '../../domain/observation.ts';

export interface RuleMessage {
  readonly ruleId: string;
  readonly message: string;
  readonly ruleSet: string | undefined;
}

/** Rules of the Core Rule Set that compare the anomaly score with the threshold and deny. */
const BLOCKING_EVALUATIONS: ReadonlySet<string> = new Set(['949110', '949111', '959100', '959101']);

/** Ids that are reserved for the Core Rule Set: https://coreruleset.org/docs/concepts/false_positives_tuning/ */
const CORE_RULE_SET_IDS = { min: 900_000, max: 999_999 };

export interface Verdict {
  readonly kind: Kind;
  /** The rule that ended the request, or would have. */
  readonly deciding: RuleMessage | undefined;
}

/**
 * The log has no flag for a block. The Core Rule Set only adds to a score until one of its evaluation rules
 * denies; any other rule that denied ended its phase, so it is the last message. Either way the engine must be
 * enabled and the logged status a refusal. Null when no rule matched: a 403 is then the server's own.
 */
export function verdictOf(
  messages: readonly RuleMessage[],
  engine: string | undefined,
  status: number | undefined,
): Verdict | null {
  const last = messages.at(-1);
  if (last === undefined) return null;
  const evaluation = messages.find(({ ruleId }) => BLOCKING_EVALUATIONS.has(ruleId));
  if (engine === 'DetectionOnly') {
    return { kind: evaluation === undefined ? 'waf.counted' : 'waf.detected', deciding: evaluation };
  }
  const deciding = evaluation ?? (isCoreRule(last.ruleId) ? undefined : last);
  const refused = engine === 'Enabled' && status !== undefined && status >= 400 && status < 500;
  return deciding !== undefined && refused
    ? { kind: 'waf.blocked', deciding }
    : { kind: 'waf.counted', deciding: undefined };
}

function isCoreRule(ruleId: string): boolean {
  const id = Number(ruleId);
  return id >= CORE_RULE_SET_IDS.min && id <= CORE_RULE_SET_IDS.max;
}
