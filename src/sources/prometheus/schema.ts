import { z } from 'zod';

/** The entry of a `prometheus` source in `rca.yaml`, less `id` and `type`. */
export const prometheusSettingsSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'is not an http or https URL' })
    .refine(
      (url) => URL.canParse(url) && new URL(url).username === '',
      'holds credentials; use bearerToken instead',
    )
    .describe('Base URL, with its path prefix if it has one'),
  queries: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().min(1))
    .refine((queries) => Object.keys(queries).length > 0, 'has no query')
    .describe('Name that gates know → PromQL expression'),
  stepSeconds: z
    .int()
    .min(1)
    .max(3_600)
    .optional()
    .describe('Default: a 1,440th of the window in steps of 15 s, at least 15 s'),
  bearerToken: z.string().min(1).optional().describe('As ${NAME} or file:PATH'),
});

export type PrometheusSettings = z.infer<typeof prometheusSettingsSchema>;
