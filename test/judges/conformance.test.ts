import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { analysisBuilder } from '../../src/analysis/builder.ts';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import { type Verdict, verdicts } from '../../src/domain/gate.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { gateSpecSchema } from '../../src/judges/spec.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { valuesOver } from '../helpers/spells.ts';
import { incident, series } from '../timeline/observations.ts';

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).map((name) => name.replace('.yaml', ''));

const casesSchema = z.strictObject({
  /** Its entry in a policy, without id and check. */
  gate: z.looseObject({ indicator: z.string() }),
  /** Values of the six hours before the window, where the check compares with them. */
  before: z.string().optional(),
  cases: z.array(z.strictObject({ values: z.string(), verdict: z.enum(verdicts) })).min(2),
});

const read = (check: string) =>
  casesSchema.parse(parse(readFileSync(new URL(`${check}.yaml`, folder), 'utf8')));

const checks = gateSpecSchema.options.map((option) => option.shape.check.value);
/** Judged over an indicator; the others are judged over evidence of other kinds, in test/analysis. */
const ofIndicator = gateSpecSchema.options
  .filter((option) => 'indicator' in option.shape)
  .map((option) => option.shape.check.value);

const BEFORE_MINUTES = 360;
const DAY_MINUTES = 1440;

function verdictOf(
  check: string,
  gate: object,
  observations: readonly SourcedObservation[],
): Verdict | undefined {
  const slo = { target: 0.999, periodDays: 30 };
  const text = stringify({ version: 2, slo, gates: [{ id: 'case', check, ...gate }] });
  const policy = loadPolicy(text, 'policy.yaml');
  const builders = [
    timelineBuilder(incident, []),
    analysisBuilder(incident, policy),
    understandingBuilder(incident, policy),
  ] as const;
  for (const observation of observations) for (const builder of builders) builder.add(observation);
  const [timelines, analyses, understandings] = builders;
  const understanding = understandings.finish([]);
  const timeline = timelines.finish(understanding);
  return analyses.finish({ timeline, items: [], gaps: [], understanding }).gates[0]?.verdict;
}

function observed(
  { gate, before }: z.infer<typeof casesSchema>,
  values: readonly (number | null)[],
): readonly SourcedObservation[] {
  const earlier =
    before === undefined
      ? []
      : [
          series(gate.indicator, [...valuesOver(before, BEFORE_MINUTES)], {
            fromMinutes: -BEFORE_MINUTES,
            evidence: 'E-0002',
          }),
        ];
  return [series(gate.indicator, [...values]), ...earlier];
}

test('each check is told of in docs/policy.md, and each over an indicator is shown by cases', () => {
  const told = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
  for (const check of checks)
    assert.ok(told.includes(`| \`${check}\` |`), `docs/policy.md has no row for ${check}`);
  assert.deepEqual(files.toSorted(), ofIndicator.toSorted(), 'test/judges/cases');
});

for (const check of files) {
  test(`${check}: its cases have the verdict they name, and both are shown`, () => {
    const all = read(check);
    for (const { values, verdict } of all.cases) {
      assert.equal(
        verdictOf(check, all.gate, observed(all, valuesOver(values, DAY_MINUTES))),
        verdict,
        values,
      );
    }
    for (const verdict of ['satisfied', 'not-satisfied']) {
      assert.ok(
        all.cases.some((one) => one.verdict === verdict),
        `no case is ${verdict}`,
      );
    }
  });

  test(`${check}: nothing is satisfied over no point, nor over one that is missing`, () => {
    const all = read(check);
    assert.equal(verdictOf(check, all.gate, []), 'insufficient-evidence');
    for (const { values, verdict } of all.cases) {
      if (verdict !== 'satisfied') continue;
      const holed = valuesOver(values, DAY_MINUTES).map((value, minute) =>
        minute >= 900 && minute < 930 ? null : value,
      );
      assert.equal(verdictOf(check, all.gate, observed(all, holed)), 'insufficient-evidence', values);
    }
  });
}
