import { z } from 'zod';
import { probeChecks } from '../../domain/probe.ts';

const origin = z
  .url({ protocol: /^https?$/, error: 'is not an origin such as https://shop.example' })
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'is not an origin alone');

const header = z
  .string()
  .min(16)
  .regex(/^[\x21-\x7e]+$/, 'holds something that a header cannot');

/** One target of `probes.targets` in `rca.yaml`. */
export const probeTargetSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 40 at most')
    .describe('Name of the target in commands, evidence and gates.'),
  url: z
    .url({ protocol: /^https?$/, error: 'is not an http or https URL' })
    .refine((url) => {
      if (!URL.canParse(url)) return false;
      const { username, password, search, hash } = new URL(url);
      return username === '' && password === '' && search === '' && hash === '';
    }, 'is not a base URL: no credentials, query or fragment')
    .describe('Base URL. Its host is the only one that probes of this target are sent to.'),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'begins with / and holds no space')
    .refine((path) => !path.includes('#'), 'has a fragment')
    .describe('What is asked for, with its query if it has one.'),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .default('GET')
    .describe('Sent without a body. Name another than GET or HEAD only where it changes nothing.'),
  parameter: z
    .string()
    .regex(/^[\w.[\]-]{1,64}$/)
    .default('q')
    .describe('Query parameter that the SQL-injection probes put their text into.'),
  allowedOrigin: origin.optional().describe('Sent as Origin, but for the check of the other one.'),
  disallowedOrigin: origin
    .default('https://rca-probe.invalid')
    .describe('Origin that must not be let in by CORS headers.'),
  token: header
    .optional()
    .describe('Bearer token that the target takes, as ${NAME} or file:PATH; it is never stored or shown.'),
});

const pacing = {
  perSecond: z.number().min(0.1).max(50).default(2).describe('Most probes a second, for each target.'),
  timeoutSeconds: z.number().min(1).max(60).default(10).describe('For connecting and answering.'),
  bodyBytes: z
    .int()
    .min(0)
    .max(65_536)
    .default(4_096)
    .describe('How much of an answer’s body is read and kept.'),
};

/** `probes:` of `rca.yaml`. */
export const probesSchema = z
  .strictObject({ ...pacing, targets: z.array(probeTargetSchema).min(1) })
  .refine(({ targets }) => new Set(targets.map(({ name }) => name)).size === targets.length, {
    error: 'two targets have the same name',
    path: ['targets'],
  });

export type ProbesConfig = z.infer<typeof probesSchema>;

/** A target with what holds for all of them, and the checks to be sent. */
export const probeSettingsSchema = z.strictObject({
  ...probeTargetSchema.shape,
  ...pacing,
  checks: z
    .array(z.enum(probeChecks))
    .min(1)
    .default([...probeChecks]),
});

export type ProbeSettings = z.infer<typeof probeSettingsSchema>;
