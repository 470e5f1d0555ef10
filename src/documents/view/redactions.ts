import type { CaseFile } from '../../domain/case-file.ts';
import { redactionTotals } from '../../domain/redaction-totals.ts';
import { oneLine } from '../../domain/visible.ts';
import { count, counted } from './format.ts';
import type { Refer } from './references.ts';

const EVIDENCE_SHOWN = 6;
const RULES_SHOWN = 100;

/** What was hidden over all items: totals by rule and class, with where. */
export function redactionsView({ items }: CaseFile, refer: Refer) {
  const totals = redactionTotals(items.map(({ item }) => item));
  const values = totals.reduce((sum, total) => sum + total.values, 0);
  const touched = new Set(totals.flatMap(({ evidence }) => evidence)).size;
  const byClass = new Map<string, number>();
  for (const total of totals) {
    const name = classWords(total.classes);
    byClass.set(name, (byClass.get(name) ?? 0) + total.values);
  }
  const shown = totals.slice(0, RULES_SHOWN);
  return {
    summary: `${counted(values, 'value')} in ${count(touched)} of ${counted(items.length, 'evidence item')} ${values === 1 ? 'was' : 'were'} hidden, by ${counted(totals.length, 'rule')}.`,
    ruleSets: [...new Set(items.map(({ item }) => item.ruleSetSha256))].toSorted(),
    rows: shown.map((total) => ({
      what: oneLine(total.what, 120),
      rule: oneLine(total.rule, 60),
      class: classWords(total.classes),
      values: count(total.values),
      items: counted(total.evidence.length, 'item'),
      evidence: refer(total.evidence.slice(0, EVIDENCE_SHOWN)),
      more:
        total.evidence.length > EVIDENCE_SHOWN
          ? `and ${count(total.evidence.length - EVIDENCE_SHOWN)} more`
          : '',
    })),
    classes: [...byClass]
      .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
      .map(([name, total]) => ({ class: name, values: count(total) })),
    omitted:
      totals.length > shown.length
        ? `${counted(totals.length - shown.length, 'further rule')} in manifest.json.`
        : '',
  };
}

const classWords = (classes: readonly string[]): string =>
  classes.length === 0 ? "the organisation's own" : classes.join(' or ');
