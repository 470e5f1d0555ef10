import type { Coverage } from '../domain/coverage.ts';
import { tellCoverage } from '../domain/coverage.ts';
import { insufficient, type Judgement } from './judgement.ts';
import type { Spec } from './spec.ts';

interface Item {
  readonly id: string;
  readonly coverage: Coverage;
}

/** What no format that is read holds yet, in the words of the field. */
const UNREAD: Readonly<Record<string, string>> = {
  scans: 'No scanner report is in evidence.',
  load: 'No load test is in evidence.',
};

/** The evidence of a format covers the window, and its source says so. `openFrom`: the first minute that it does not cover. */
export function complete(spec: Spec<'complete'>, items: readonly Item[], openFrom: string | null): Judgement {
  if (items.length === 0)
    return insufficient(UNREAD[spec.lens] ?? `No evidence of ${spec.lens} was collected.`);
  const evidence = items.map(({ id }) => id);
  const partial = items.filter(
    ({ coverage }) => coverage.state !== 'complete' && coverage.state !== 'unknown',
  );
  const unknown = items.filter(({ coverage }) => coverage.state === 'unknown');
  const judged = { figure: partial.length, threshold: 0, unit: 'items not whole', evidence };
  if (partial.length > 0) {
    const told = partial.slice(0, 4).map(({ id, coverage }) => `${id} is ${tellCoverage(coverage)}`);
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `The evidence of ${spec.lens} is not whole: ${told.join('; ')}.`,
    };
  }
  if (openFrom !== null) {
    return {
      ...judged,
      verdict: 'not-satisfied',
      why: `The evidence of ${spec.lens} leaves the time from ${openFrom} open.`,
    };
  }
  if (unknown.length > 0) {
    return insufficient(
      `Nothing says that the evidence of ${spec.lens} is whole: ${unknown
        .map(({ id }) => id)
        .slice(0, 4)
        .join(', ')}.`,
      evidence,
    );
  }
  return {
    ...judged,
    verdict: 'satisfied',
    why: `The evidence of ${spec.lens} covers the window, as its source says.`,
  };
}
