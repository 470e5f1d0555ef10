import { z } from 'zod';

const minutes = z.number().int().min(1).max(1440);
const positive = z.number().positive();
const ratio = z.number().min(0).max(1);

export const spans = ['window', 'after-change', 'soak'] as const;

/** Over what is declared, and never over what was collected: a gate does not fall away for want of evidence. */
const appliesWhen = z
  .strictObject({
    service: z.string().min(1).optional().describe('the incident is declared for this service'),
    declared: z.string().min(1).optional().describe('`declares` of the policy lists this'),
  })
  .refine(
    (when) => Object.values(when).some((value) => value !== undefined),
    'names neither service nor declared',
  );

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is written in small letters, digits and -'),
  appliesWhen: appliesWhen.optional(),
};

const ofIndicator = {
  ...common,
  indicator: z.string().min(1).describe('name that the query is configured under'),
  over: z
    .enum(spans)
    .default('window')
    .describe('the window, the time after its last change, or its last minutes of soak'),
  unit: z.string().optional().describe('of the limit; the indicator’s own without it'),
  scale: positive.optional().describe('from the indicator’s unit to that of the limit'),
};

const ceiling = z.strictObject({ ...ofIndicator, check: z.literal('ceiling'), limit: z.number() });
const floor = z.strictObject({
  ...ofIndicator,
  check: z.literal('floor'),
  limit: z.number(),
  of: z.enum(['mean', 'lowest']).default('mean'),
});
const heldFor = z.strictObject({
  ...ofIndicator,
  check: z.literal('held-for'),
  limit: z.number().describe('what may not be exceeded for so long'),
  forMinutes: minutes,
  figure: z.enum(['level', 'minutes']).default('level'),
});
const timesBaseline = z.strictObject({
  ...ofIndicator,
  check: z.literal('times-baseline'),
  limit: positive.describe('times the baseline’s mean'),
  forMinutes: minutes,
  of: z
    .enum(['held', 'mean'])
    .default('held')
    .describe('a level held for so long stays below the limit; a mean over so long may reach it'),
});
const deviation = z.strictObject({
  ...ofIndicator,
  check: z.literal('deviation'),
  limit: positive.describe('standard deviations over the mean of the baseline'),
  forMinutes: minutes,
});
const burn = z.strictObject({
  ...ofIndicator,
  check: z.literal('burn'),
  limit: ratio.describe('share of the error budget'),
  perMinutes: minutes.describe('time in which that share is spent'),
  forMinutes: minutes.describe('time over which the burn is averaged'),
});
const soak = z.strictObject({
  ...common,
  check: z.literal('soak'),
  limit: minutes.describe('minutes up to the window’s end in which all are within bounds'),
  of: z
    .array(z.string())
    .min(1)
    .default(['availability', 'latency-p95', 'error-ratio'])
    .describe('gates that say what within bounds is: ceilings and floors'),
});
const correlate = z.strictObject({
  ...common,
  check: z.literal('correlate'),
  lens: z.enum(['blocks-with-errors', 'errors-at-blocks']),
  limit: ratio,
  spikeTimes: positive,
  withinMinutes: minutes.default(10),
});

/** What `proven` can be asked of: each is a fact that evidence shows or does not. */
export const provenFacts = [
  'firewall-blocks',
  'rotation',
  'bound-parameters',
  'least-privilege',
  'probes',
  'tokens-refused',
  'no-leak',
] as const;

const proven = z.strictObject({
  ...common,
  check: z.literal('proven'),
  lens: z.enum(provenFacts),
  limit: z.number().min(0).default(0),
});
const complete = z.strictObject({
  ...common,
  check: z.literal('complete'),
  lens: z.string().min(1).describe('format of the evidence, such as aws.waf-log'),
});

export const gateSpecSchema = z.discriminatedUnion('check', [
  ceiling,
  floor,
  heldFor,
  timesBaseline,
  deviation,
  burn,
  soak,
  correlate,
  proven,
  complete,
]);

export type GateSpec = z.infer<typeof gateSpecSchema>;
export type Spec<Check extends GateSpec['check']> = Extract<GateSpec, { readonly check: Check }>;
/** Judged over the points of an indicator. */
export type SeriesSpec = Extract<GateSpec, { readonly indicator: string }>;
