import type { GateResult } from '../../domain/gate.ts';
import type { Context } from '../context.ts';
import { boundParameters, dbLeastPrivilege, rotation } from './access.ts';
import { authFailures, corsDenied, jwtReplay } from './baselines.ts';
import { burnFast, burnSlow } from './burn.ts';
import type { Gate } from './gate.ts';
import {
  availability,
  dbPool,
  errorRatio,
  latencyP95,
  latencyP99,
  limiterErrors,
  rollbackDbPool,
  rollbackErrors,
  rollbackLatency,
  rollbackLimiter,
  stackTraces,
} from './limits.ts';
import { probes, rollbackLeak, rollbackToken } from './probes.ts';
import { soak } from './soak.ts';
import { load, scans } from './unanswered.ts';
import { rollbackWaf, wafBlockMode, wafCorrelation } from './waf.ts';

/** Every gate, in the order in which they are reported. Ids are stable: add, never rename. */
const GATES: readonly Gate[] = [
  availability,
  latencyP95,
  latencyP99,
  errorRatio,
  soak,
  wafBlockMode,
  wafCorrelation,
  authFailures,
  jwtReplay,
  stackTraces,
  corsDenied,
  limiterErrors,
  dbPool,
  burnFast,
  burnSlow,
  rollbackLatency,
  rollbackErrors,
  rollbackToken,
  rollbackLeak,
  rollbackLimiter,
  rollbackDbPool,
  rollbackWaf,
  probes,
  rotation,
  boundParameters,
  dbLeastPrivilege,
  scans,
  load,
];

export const judgeAll = (context: Context): readonly GateResult[] =>
  GATES.map((gate) => ({ gate: gate.id, window: context.incident.window, ...gate.judge(context) }));
