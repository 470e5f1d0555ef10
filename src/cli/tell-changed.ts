import type { Changed } from '../incident/conclusions.ts';
import { minuteOf } from '../timeline/words.ts';

/** Phases and gates that other rules concluded otherwise, a line each. */
export function tellChanged(changed: Changed | null): string {
  if (changed === null) return '';
  const { since, phases, gates } = changed;
  const rules =
    since === null ? 'an earlier version' : `rca ${since.tool}, policy ${since.policySha256.slice(0, 12)}`;
  const lines = [
    ...phases.map(
      ({ phase, from, to }) =>
        `  ${phase}: ${from === null ? 'none' : minuteOf(from)} → ${to === null ? 'none' : minuteOf(to)}\n`,
    ),
    ...gates.map(({ gate, from, to }) => `  gate ${gate}: ${from ?? 'not there'} → ${to ?? 'not there'}\n`),
  ];
  return lines.length === 0
    ? `no phase or gate differs from what ${rules} concluded\n`
    : `differs from what ${rules} concluded, of the evidence of then:\n${lines.join('')}`;
}
