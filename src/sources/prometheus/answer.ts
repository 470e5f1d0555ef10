import { z } from 'zod';

const seriesSchema = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(z.tuple([z.number(), z.string()])).default([]),
});

const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.object({ resultType: z.literal('matrix'), result: z.array(seriesSchema) }),
    warnings: z.array(z.string()).default([]),
  }),
  z.object({
    status: z.literal('error'),
    errorType: z.string(),
    error: z.string(),
  }),
]);

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
export type Answer = z.infer<typeof answerSchema>;

/** Null when the body is not an answer of the API (a login page, a cut-off reply). */
export function readAnswer(body: Uint8Array): Answer | null {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body).toString());
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
  return answerSchema.safeParse(json).data ?? null;
}

/** What an item's answers hold, over all of its requests. */
export interface Tally {
  series: number;
  /** Steps missing between two points of one series that are more than two steps apart. */
  missingSteps: number;
  seriesWithHoles: number;
  readonly warnings: Set<string>;
}

export const newTally = (): Tally => ({
  series: 0,
  missingSteps: 0,
  seriesWithHoles: 0,
  warnings: new Set(),
});

/** Series of alerts stand only while an alert is pending or firing: their holes are what they say. */
export const isAlertSeries = (name: string | undefined): boolean =>
  name === 'ALERTS' || name === 'ALERTS_FOR_STATE';

export function count(
  tally: Tally,
  answer: Extract<Answer, { status: 'success' }>,
  stepSeconds: number,
): void {
  for (const warning of answer.warnings) tally.warnings.add(warning);
  for (const { metric, values } of answer.data.result) {
    tally.series += 1;
    if (isAlertSeries(metric['__name__'])) continue;
    const missing = values.reduce((sum, [at], index) => {
      const steps = index === 0 ? 1 : Math.round((at - (values[index - 1]?.[0] ?? at)) / stepSeconds);
      return steps > 2 ? sum + steps - 1 : sum;
    }, 0);
    tally.missingSteps += missing;
    if (missing > 0) tally.seriesWithHoles += 1;
  }
}
