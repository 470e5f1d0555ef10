import { type Gate, insufficient } from './gate.ts';
import { stackTraces } from './limits.ts';

const unanswered = (id: string, why: string): Gate => ({ id, judge: () => insufficient(why) });

export const probes = unanswered('probes', 'No probe transcript is in evidence.');
export const rollbackToken = unanswered(
  'rollback-token',
  'No probe with a malformed, expired or unsigned token is in evidence.',
);
export const scans = unanswered('scans', 'No scanner report is in evidence.');
export const load = unanswered('load', 'No load test is in evidence.');

/** A stack trace decides it; without one, schemas in responses have still not been looked for. */
export const rollbackLeak: Gate = {
  id: 'rollback-leak',
  judge(context) {
    const judgement = stackTraces.judge(context);
    if (judgement.verdict !== 'satisfied') return judgement;
    return {
      ...judgement,
      verdict: 'insufficient-evidence',
      why: `${judgement.why} Whether a response showed a schema is not in evidence.`,
    };
  },
};
