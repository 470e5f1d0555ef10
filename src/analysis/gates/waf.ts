import { toIso } from '../../domain/time.ts';
import { figureOf, insufficient, type Judgement, tempered } from '../../judges/judgement.ts';
import type { Spec } from '../../judges/spec.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { counted, grouped, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { firewallChangesShortfall, firewallLogsShortfall } from '../facts/coverage.ts';
import { MINUTE_MS, total } from '../facts/minutes.ts';
import { sliOf } from '../facts/sli.ts';
import { blockBins, correlationOf, highestRise, riseOf } from '../facts/spikes.ts';
import { wafModeOf } from '../facts/waf-mode.ts';

/** The firewall was in block mode all the time, with rules against SQL injection. */
export function firewallBlocks(context: Context, spec: Spec<'proven'>): Judgement {
  const mode = wafModeOf(context);
  const { waf } = context;
  const countMinutesAtMost = spec.limit;
  const evidence = sortedIds([...mode.evidence, ...waf.evidence]);
  const minutes = figureOf(mode.countMs / MINUTE_MS);
  const judged = { figure: minutes, threshold: countMinutesAtMost, unit: 'min in COUNT', evidence };
  const blocks = `${counted(waf.sqliBlocked, 'SQL-injection match', 'SQL-injection matches')} blocked in the window`;
  if (minutes > countMinutesAtMost) {
    const span = `${minuteOf(toIso(mode.countFromMs ?? 0))} and ${minuteOf(toIso(mode.countToMs ?? 0))}`;
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `For at least ${grouped(minutes)} minutes between ${span} the firewall only counted: ${counted(total(waf.sqliCounted), 'SQL-injection match', 'SQL-injection matches')} let through; ${blocks}.`,
    };
  }
  if (mode.sqliRules === false) {
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `None of the rule groups that were read looks for SQL injection; ${blocks}.`,
    };
  }
  if (mode.last === 'count') {
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `The firewall's configuration was in COUNT when it was last read; ${blocks}.`,
    };
  }
  if (mode.last === 'none') {
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `No rule of the firewall's configuration stopped anything when it was last read; ${blocks}.`,
    };
  }
  if (mode.last !== 'block') {
    return insufficient(`No evidence says that the firewall was in block mode; ${blocks}.`, evidence);
  }
  const trail = firewallChangesShortfall(context);
  const rules = mode.sqliRules === null ? 'no list of its rule groups was read' : null;
  const shortfall = [firewallLogsShortfall(context), trail, rules].filter((part) => part !== null).join('; ');
  return tempered(
    {
      ...judged,
      verdict: 'satisfied',
      why: `The firewall was in block mode, with rules against SQL injection; nothing shows it counting; ${blocks}.`,
    },
    shortfall === '' ? null : shortfall,
  );
}

/** Blocks neither move with 5xx answers nor spike. */
export function blocksWithErrors(context: Context, spec: Spec<'correlate'>): Judgement {
  const { limit: correlationBelow, spikeTimes } = spec;
  if (context.waf.evidence.length === 0) return insufficient('No firewall logs were collected.');
  const errors = sliOf(context, 'error_ratio');
  const bins = blockBins(context);
  const evidence = sortedIds([...context.waf.evidence, ...(errors?.evidence ?? [])]);
  const rise = highestRise(bins);
  if (rise && rise.value >= spikeTimes) {
    return {
      verdict: 'not-satisfied',
      figure: figureOf(rise.value),
      threshold: spikeTimes,
      unit: '× hour before',
      evidence,
      why: `Blocks spiked to ${rise.value.toFixed(1)} times the mean of the hour before in the five minutes from ${minuteOf(toIso(rise.atMs))}; from ${spikeTimes} times on a spike pages.`,
    };
  }
  if (!errors)
    return insufficient('Without the share of 5xx answers nothing can be set beside the blocks.', evidence);
  const correlation = correlationOf(bins) ?? 0;
  const judgement: Judgement = {
    verdict: correlation >= correlationBelow ? 'not-satisfied' : 'satisfied',
    figure: figureOf(correlation),
    threshold: correlationBelow,
    unit: 'correlation',
    evidence,
    why: `Blocks and 5xx answers of the same five minutes have a correlation of ${correlation.toFixed(2)}; from ${correlationBelow} on they move together. Blocks did not spike to ${spikeTimes} times the hour before.`,
  };
  const shortfall = [firewallLogsShortfall(context), errors.shortfall]
    .filter((part) => part !== null)
    .join('; ');
  return tempered(judgement, shortfall === '' ? null : shortfall);
}

/** No spike of blocks comes with many 5xx answers. */
export function errorsAtBlocks(context: Context, spec: Spec<'correlate'>): Judgement {
  const { limit: errorsAbove, spikeTimes, withinMinutes } = spec;
  const errors = sliOf(context, 'error_ratio');
  if (context.waf.evidence.length === 0 || !errors) {
    return insufficient('Firewall logs and the share of 5xx answers are both needed.', context.waf.evidence);
  }
  const bins = blockBins(context);
  const spikes = bins.filter((bin) => riseOf(bin) >= spikeTimes);
  const worst = spikes.map(({ atMs }) => {
    const near = bins.filter((bin) => Math.abs(bin.atMs - atMs) <= withinMinutes * MINUTE_MS);
    return Math.max(0, ...near.map(({ errorRatio }) => errorRatio ?? 0));
  });
  const figure = figureOf(Math.max(0, ...worst));
  const shortfall = [firewallLogsShortfall(context), errors.shortfall]
    .filter((part) => part !== null)
    .join('; ');
  return tempered(
    {
      verdict: figure > errorsAbove ? 'not-satisfied' : 'satisfied',
      figure,
      threshold: errorsAbove,
      unit: 'ratio',
      evidence: sortedIds([...context.waf.evidence, ...errors.evidence]),
      why:
        spikes.length === 0
          ? `Blocks never spiked to ${spikeTimes} times the hour before.`
          : `${counted(spikes.length, 'spike')} of blocks; the highest share of 5xx answers within ${withinMinutes} minutes of one was ${figureOf(figure * 100)} %, the trigger is more than ${figureOf(errorsAbove * 100)} %.`,
    },
    shortfall === '' ? null : shortfall,
  );
}
