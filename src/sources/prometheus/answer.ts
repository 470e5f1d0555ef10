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
    /** VictoriaMetrics: not every node answered. */
    isPartial: z.boolean().default(false),
  }),
  z.object({
    status: z.literal('error'),
    errorType: z.string(),
    error: z.string(),
  }),
]);

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
export type Answer = z.infer<typeof answerSchema>;
export type Success = Extract<Answer, { status: 'success' }>;

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
