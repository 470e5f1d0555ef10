import { z } from 'zod';

/** Names of record formats. They stand in the ledger: add, never rename. */
export const formatIds = [
  'aws.waf-log',
  'aws.waf-sampled',
  'aws.cloudtrail',
  'cloudwatch.insights',
  'modsecurity.v3-json',
  'postgres.json',
  'prometheus.query',
  'alertmanager.webhook',
  'pagerduty.webhook',
  'jwks',
  'config.snapshot',
  'slack.history',
  'probe.result',
  'text',
  'binary',
] as const;

export const formatIdSchema = z.enum(formatIds);
export type FormatId = z.infer<typeof formatIdSchema>;
