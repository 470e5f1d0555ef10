import { z } from 'zod';
import { severities } from '../domain/incident.ts';

const secret = z.string().min(16, 'a secret of at least 16 characters');

const channel = z
  .string()
  .regex(/^[CG][A-Z0-9]+$/, 'id of a channel, such as C0123ABCD')
  .optional()
  .describe(
    'Channel that incidents are told in. Without it, and for a second incident of it, a channel is made for each.',
  );

const team = z
  .string()
  .regex(/^[TE][A-Z0-9]+$/, 'id of a workspace or organisation, such as T0123ABCD')
  .optional()
  .describe('Where incidents are told when several workspaces have installed the app.');

const severityOf = (what: string) =>
  z.record(z.string(), z.enum(severities)).default({}).describe(`Severity of the incident by ${what}.`);

const alertmanagerSchema = z
  .strictObject({
    bearerToken: secret.optional().describe('What Alertmanager sends, as ${NAME} or file:PATH.'),
    basicAuth: z
      .strictObject({
        username: z.string().regex(/^[^:]+$/, 'a name without a colon'),
        password: secret.describe('As ${NAME} or file:PATH.'),
      })
      .optional(),
    channel,
    team,
    severityLabel: z.string().min(1).default('severity'),
    severities: severityOf('the value of `severityLabel`; of several alerts the worst counts'),
    serviceLabels: z
      .array(z.string().min(1))
      .default(['service'])
      .describe('Labels whose values are the services of the incident.'),
  })
  .refine(({ bearerToken, basicAuth }) => (bearerToken === undefined) !== (basicAuth === undefined), {
    error: 'either bearerToken or basicAuth is given',
  })
  .describe('POST /webhooks/alertmanager: http_config of a webhook_config, docs/webhooks.md.');

const pagerdutySchema = z
  .strictObject({
    secrets: z
      .array(secret)
      .min(1)
      .describe(
        'Signing secrets of the webhook subscription, each as ${NAME} or file:PATH; two while rotated.',
      ),
    channel,
    team,
    severities: severityOf('the priority of the PagerDuty incident, without one by its urgency'),
    services: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe('Services of the incident by id or name of the PagerDuty service; others keep their name.'),
  })
  .describe('POST /webhooks/pagerduty: a V3 webhook subscription, docs/webhooks.md.');

/** `webhooks` of the configuration. */
export const webhooksSchema = z
  .strictObject({ alertmanager: alertmanagerSchema.optional(), pagerduty: pagerdutySchema.optional() })
  .describe('Alerting systems whose messages open incidents.');

export type WebhookSettings = z.infer<typeof webhooksSchema>;
export type AlertmanagerSettings = z.infer<typeof alertmanagerSchema>;
export type PagerdutySettings = z.infer<typeof pagerdutySchema>;
