import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { keepDate } from '../aws/call.ts';
import { clientOptions } from '../aws/client-options.ts';
import { Pacer } from '../pacer.ts';
import type { WafSettings } from './schema.ts';

export interface WafClient {
  readonly logs: CloudWatchLogsClient;
  readonly waf: WAFV2Client;
  readonly pace: { readonly filterLogEvents: Pacer; readonly insights: Pacer; readonly waf: Pacer };
}

/** Quotas a second: FilterLogEvents 5, each WAFv2 Get 5, Insights 5 and more. */
export function connectWaf({ region }: WafSettings): WafClient {
  const logs = new CloudWatchLogsClient(clientOptions(region));
  const waf = new WAFV2Client(clientOptions(region));
  logs.middlewareStack.add(keepDate, { step: 'deserialize', priority: 'high', name: 'keepDate' });
  waf.middlewareStack.add(keepDate, { step: 'deserialize', priority: 'high', name: 'keepDate' });
  return {
    logs,
    waf,
    pace: { filterLogEvents: new Pacer(5), insights: new Pacer(5), waf: new Pacer(5) },
  };
}
