import { z } from 'zod';
import { dataStates } from '../domain/impact.ts';
import { phaseNames } from '../domain/incident.ts';
import {
  argumentWeights,
  changeKinds,
  credentialPurposes,
  credentialStates,
  crossings,
  hypothesisVerdicts,
  indicatorRoles,
  lensKinds,
} from '../domain/understanding.ts';

const evidence = z.array(z.string()).readonly();
const labels = z.record(z.string(), z.string()).readonly();

const phase = z.object({
  at: z.string(),
  evidence,
  setBy: z.enum(['evidence', 'human']),
  why: z.string(),
});
const phases = Object.fromEntries(phaseNames.map((name) => [name, phase.optional()])) as Record<
  (typeof phaseNames)[number],
  z.ZodOptional<typeof phase>
>;

const argument = z.object({ text: z.string(), weight: z.enum(argumentWeights), evidence });

const hypothesis = z.object({
  kind: z.enum(lensKinds),
  verdict: z.enum(hypothesisVerdicts),
  subject: z.string().nullable(),
  at: z.string().nullable(),
  text: z.string(),
  for: z.array(argument).readonly(),
  against: z.array(argument).readonly(),
  /** What would decide, and is not in evidence. */
  missing: z.array(z.string()).readonly(),
});
const hypotheses = z.array(hypothesis).readonly();

const deeds = z
  .array(
    z.object({
      at: z.string(),
      action: z.string(),
      what: z.string(),
      subject: z.string().nullable(),
      evidence,
    }),
  )
  .readonly();

const actors = z
  .array(
    z.object({
      principal: z.string(),
      type: z.string().nullable(),
      key: z.string().nullable(),
      address: z.string().nullable(),
      agent: z.string().nullable(),
      firstSeen: z.string(),
      lastSeen: z.string(),
      calls: z.number(),
      actions: z.record(z.string(), z.number()),
      refusals: z.number(),
      failures: z.number(),
      successAfterRefusal: z.object({ at: z.string(), action: z.string(), evidence }).nullable(),
      persistence: deeds,
      secretsRead: deeds,
      loggingStopped: deeds,
      signs: z.array(z.string()).readonly(),
      evidence,
    }),
  )
  .readonly();

const credentials = z
  .array(
    z.object({
      kind: z.string(),
      id: z.string(),
      holder: z.string().nullable(),
      state: z.enum(credentialStates),
      purpose: z.enum(credentialPurposes).nullable(),
      contradicted: z.boolean(),
      steps: z
        .array(
          z.object({
            at: z.string(),
            happening: z.string(),
            what: z.string(),
            actor: z.string().nullable(),
            address: z.string().nullable(),
            evidence,
          }),
        )
        .readonly(),
      evidence,
    }),
  )
  .readonly();

const rotations = z
  .array(
    z.object({
      credentialKind: z.string(),
      credentialId: z.string(),
      steps: z.array(z.object({ at: z.string(), what: z.string(), evidence })).readonly(),
      complete: z.boolean(),
      missing: z.array(z.string()).readonly(),
      why: z.string(),
    }),
  )
  .readonly();

const count = z.number().int().nonnegative();

/** Null where nothing in evidence tells: `reasons` say why, by figure. */
const impact = z.object({
  requests: z.object({
    total: count.nullable(),
    failed: count.nullable(),
    refused: count.nullable(),
    method: z.string().nullable(),
    boundsLow: count.nullable(),
    boundsHigh: count.nullable(),
    atLeast: z.boolean(),
  }),
  users: count.nullable(),
  durationMs: z.number().nullable(),
  stillOpen: z.boolean(),
  /** A share: 0.98 is 98 %. */
  availabilityLowest: z.number().nullable(),
  /** Of the budget of the policy's period; 1 is all of it. */
  budgetSpentRatio: z.number().nullable(),
  services: z.array(z.string()).readonly(),
  data: z.object({
    state: z.enum(dataStates),
    checked: z
      .array(
        z.object({
          what: z.string(),
          found: z.enum(['nothing', 'something', 'not-checked']),
          why: z.string(),
          evidence,
        }),
      )
      .readonly(),
  }),
  reasons: z.array(z.object({ figure: z.string(), why: z.string() })).readonly(),
  evidence,
});

export const analysisShapes = {
  analysis: z.object({
    phases: z.object({ ...phases, computed: z.object(phases) }),
    /** Absent while the incident was never opened again. */
    cycles: z
      .array(z.object({ number: z.number(), from: z.string(), to: z.string(), phases: z.object(phases) }))
      .readonly()
      .optional(),
    episodes: z
      .array(
        z.object({
          indicator: z.string(),
          role: z.enum(indicatorRoles),
          labels,
          crossing: z.enum(crossings),
          from: z.string(),
          /** Null while it is open at the end of what was collected. */
          to: z.string().nullable(),
          worst: z.number(),
          worstAt: z.string(),
          baseline: z.number(),
          widths: z.number(),
          certaintyMs: z.number(),
          evidence,
        }),
      )
      .readonly(),
    /** Where effects showed, the service that was farthest out of its usual band first. */
    services: z
      .array(z.object({ service: z.string(), widths: z.number(), from: z.string(), evidence }))
      .readonly(),
    silences: z
      .array(z.object({ indicator: z.string(), labels, from: z.string(), to: z.string(), evidence }))
      .readonly(),
    changes: z
      .array(
        z.object({
          id: z.string(),
          at: z.string(),
          kind: z.enum(changeKinds),
          what: z.string(),
          subject: z.string(),
          from: z.string().nullable(),
          to: z.string().nullable(),
          actor: z.string().nullable(),
          undoes: z.string().nullable(),
          certaintyMs: z.number(),
          evidence,
        }),
      )
      .readonly(),
    actors,
    credentials,
    rotations,
    hypotheses,
    impact,
  }),
  why: z.object({ hypotheses }),
};
