import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../src/domain/claim.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { lenses } from '../../src/lenses/registry.ts';
import { casesOf } from '../lenses/cases.ts';
import { waf } from '../timeline/observations.ts';
import { analysed } from './cases.ts';

/** The first case of each explanation: small, and of every kind. */
const cases = lenses.flatMap(({ kind }) => casesOf(kind).slice(0, 1));

const claimsOf = ({ incident }: (typeof cases)[number], given: readonly SourcedObservation[]) => {
  const { analysis } = analysed(given, [], [], [], incident);
  const { summary, impact, indicators, trigger, factors, ruledOut, resolution } = analysis;
  return {
    analysis,
    claims: [
      ...summary,
      ...impact,
      ...indicators,
      ...(trigger ? [trigger] : []),
      ...factors,
      ...ruledOut,
      ...resolution,
    ] satisfies readonly Claim[],
  };
};

for (const one of cases) {
  test(`${one.lens}, ${one.name}: each sentence's evidence, taken away, takes the sentence away`, () => {
    const { claims } = claimsOf(one, one.observations);
    assert.ok(claims.length > 0);
    for (const claim of claims) {
      assert.ok(claim.evidence.length > 0, claim.text);
      const without = one.observations.filter(({ evidence }) => !claim.evidence.includes(evidence));
      const left = claimsOf(one, without).claims.map(({ text }) => text);
      assert.ok(!left.includes(claim.text), `still said without ${claim.evidence.join()}: ${claim.text}`);
    }
  });
}

test('background never leads the summary: the first sentence is what those met with who use the service', () => {
  const background = Array.from({ length: 40 }, (_, index) =>
    waf(
      'waf.blocked',
      615 + index,
      `bg-${index}`,
      'SQLi_QUERYARGUMENTS',
      { 'url.path': '/old.php' },
      'E-9001',
    ),
  );
  for (const one of cases.filter(({ lens }) => ['deployment', 'saturation', 'dependency'].includes(lens))) {
    const { analysis } = claimsOf(one, [...one.observations, ...background]);
    const [first] = analysis.summary;
    assert.equal(first?.name, 'summary.service');
    assert.match(first.text, /^From 2026-01-27 .* at its worst, usually /);
    const told = analysis.summary.map(({ text }) => text).join(' ');
    assert.doesNotMatch(told, /firewall|SQL injection/i, told);
  }
});

test('a figure has one value in the summary and in the impact', () => {
  for (const one of cases) {
    const { analysis } = claimsOf(one, one.observations);
    const worst = (text: string) =>
      [...text.matchAll(/was ([\d.,]+ (?:%|ms)) at its worst/g)].map(([, value]) => value);
    const inImpact = analysis.impact.flatMap(({ text }) =>
      [...text.matchAll(/; ([\d.,]+ (?:%|ms)) at its worst/g)].map(([, value]) => value),
    );
    for (const value of analysis.summary.flatMap(({ text }) => worst(text))) {
      assert.ok(inImpact.includes(value), `${one.lens}: ${value} stands in the summary alone`);
    }
  }
});

test('an open incident is told as still so, and not resolved', () => {
  const still = lenses
    .flatMap(({ kind }) => casesOf(kind))
    .map((one) => claimsOf(one, one.observations).analysis)
    .filter(({ impactFigures }) => impactFigures.stillOpen);
  assert.ok(still.length > 0);
  for (const { summary } of still) {
    assert.match(summary.map(({ text }) => text).join(' '), /at the end of what was collected|not resolved/);
  }
});
