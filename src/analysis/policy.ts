import { z } from 'zod';
import { levelOf } from '../judges/figures.ts';
import { type GateSpec, gateSpecSchema } from '../judges/spec.ts';
import type { Threshold } from '../timeline/series-entry.ts';
import { gatesOfMapping, mappingSchema } from './policy-mapping.ts';

const slo = z.strictObject({
  target: z.number().gt(0).lt(1),
  periodDays: z.number().int().min(1).max(366),
});

const profile = z.strictObject({
  gates: z.array(z.string()).min(1).optional().describe('only these are judged; all without it'),
  required: z.array(z.string()).default([]).describe('these must be satisfied, and may not fall away'),
});

const list = z
  .strictObject({
    version: z.literal(2),
    slo,
    declares: z
      .array(z.string().min(1))
      .default([])
      .describe('what is in use, for `appliesWhen: { declared }`'),
    profiles: z.record(z.string(), profile).default({}),
    gates: z.array(gateSpecSchema).min(1),
  })
  .superRefine(({ gates, profiles }, context) => {
    const ids = new Set<string>();
    for (const [index, { id }] of gates.entries()) {
      if (ids.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['gates', index, 'id'],
          message: `there are two gates "${id}"`,
        });
      }
      ids.add(id);
    }
    for (const [name, { gates: own = [], required }] of Object.entries(profiles)) {
      for (const [field, named] of [
        ['gates', own],
        ['required', required],
      ] as const) {
        const unknown = named.find((id) => !ids.has(id));
        if (unknown === undefined) continue;
        context.addIssue({
          code: 'custom',
          path: ['profiles', name, field],
          message: `there is no gate "${unknown}"`,
        });
      }
    }
    for (const [index, gate] of gates.entries()) {
      if (gate.check !== 'soak') continue;
      const unbounded = gate.of.find(
        (id) => !gates.some((one) => one.id === id && (one.check === 'ceiling' || one.check === 'floor')),
      );
      if (unbounded === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['gates', index, 'of'],
        message: `there is no ceiling and no floor "${unbounded}"`,
      });
    }
  });

/** The policy file, `templates/policy.yaml`: a list of gates, or the mapping that it was before. */
export const policySchema = z.discriminatedUnion('version', [
  list,
  z.strictObject({ version: z.literal(1), slo, gates: mappingSchema }),
]);

export interface Policy {
  readonly slo: z.infer<typeof slo>;
  readonly declares: readonly string[];
  readonly profiles: Readonly<Record<string, z.infer<typeof profile>>>;
  /** In the order in which they are reported. */
  readonly gates: readonly GateSpec[];
}

export const policyOf = (file: z.infer<typeof policySchema>): Policy =>
  file.version === 2
    ? file
    : { slo: file.slo, declares: [], profiles: {}, gates: gatesOfMapping(file.gates) };

type Bound = Extract<GateSpec, { readonly check: 'ceiling' | 'floor' }>;

const isBound = (gate: GateSpec): gate is Bound => gate.check === 'ceiling' || gate.check === 'floor';

/** The first bound that the policy sets to an indicator, in the gate's unit; undefined when it sets none. */
export const boundOf = ({ gates }: Policy, indicator: string): Bound | undefined =>
  gates.find((gate): gate is Bound => isBound(gate) && gate.indicator === indicator);

/** The first comparison with the baseline that the policy asks of an indicator. */
export const timesBaselineOf = ({ gates }: Policy, indicator: string) =>
  gates.find(
    (gate): gate is Extract<GateSpec, { readonly check: 'times-baseline' }> =>
      gate.check === 'times-baseline' && gate.indicator === indicator,
  );

/** The limits of the policy by name of query, in the query's own unit, for whoever words a series. */
export function sliThresholds({ gates }: Policy): Readonly<Record<string, Threshold>> {
  const limits = new Map<string, Threshold>();
  for (const gate of gates) {
    if (!isBound(gate) || limits.has(gate.indicator)) continue;
    const bad = gate.check === 'floor' ? 'below' : 'above';
    limits.set(gate.indicator, { limit: gate.limit / levelOf(gate).scale, bad });
  }
  return Object.fromEntries(limits);
}

const SOAK_MINUTES = 60;

/** How long effects must be over before the policy takes an incident's end for one. */
export const soakMs = ({ gates }: Policy): number =>
  (gates.find((gate) => gate.check === 'soak')?.limit ?? SOAK_MINUTES) * 60_000;
