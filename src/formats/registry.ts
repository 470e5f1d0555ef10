import type { FormatId } from '../domain/formats.ts';
import { alertmanagerWebhook } from './alertmanager-webhook.ts';
import { awsCloudTrail } from './aws-cloudtrail/index.ts';
import { awsWafLog } from './aws-waf-log/index.ts';
import { awsWafSampled } from './aws-waf-sampled.ts';
import { binary } from './binary.ts';
import { cloudwatchInsights } from './cloudwatch-insights.ts';
import { configSnapshot } from './config-snapshot.ts';
import type { Format } from './format.ts';
import { jwks } from './jwks.ts';
import { modsecurityV3Json } from './modsecurity-v3-json/index.ts';
import { pagerdutyWebhook } from './pagerduty-webhook.ts';
import { postgresJson } from './postgres-json/index.ts';
import { probeResult } from './probe-result/index.ts';
import { prometheusQuery } from './prometheus-query/index.ts';
import { slackHistory } from './slack-history.ts';
import { text } from './text.ts';

const byId: Readonly<Record<FormatId, Format>> = {
  'aws.waf-log': awsWafLog,
  'aws.waf-sampled': awsWafSampled,
  'aws.cloudtrail': awsCloudTrail,
  'cloudwatch.insights': cloudwatchInsights,
  'modsecurity.v3-json': modsecurityV3Json,
  'postgres.json': postgresJson,
  'prometheus.query': prometheusQuery,
  'alertmanager.webhook': alertmanagerWebhook,
  'pagerduty.webhook': pagerdutyWebhook,
  jwks,
  'config.snapshot': configSnapshot,
  'slack.history': slackHistory,
  'probe.result': probeResult,
  text,
  binary,
};

/** Every format that can be observed, in the order in which help lists them. */
export const formats: readonly Format[] = Object.values(byId);

export const formatOf = (id: FormatId): Format => byId[id];

/** The formats that the beginning of a file could be of: the caller does not guess between two. */
export const detectFormat = (head: string): readonly FormatId[] =>
  formats.filter((format) => format.detect(head)).map((format) => format.id);
