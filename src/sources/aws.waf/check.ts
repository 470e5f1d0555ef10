import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { RcaError } from '../../domain/errors.ts';
import { callAws } from '../aws/call.ts';
import { checked } from '../check.ts';
import type { Check, Running } from '../source.ts';
import type { WafClient } from './client.ts';
import { getSampledRequests } from './samples.ts';
import type { WafSettings } from './schema.ts';
import { insightsCalls } from './totals.ts';
import { getLogging, getWebAcl, type SampledRule, sampledRules } from './web-acl.ts';

const lookBackMs = 5 * 60_000;

/** One call per permission, over the last five minutes. */
export async function checkWaf(
  settings: WafSettings,
  client: WafClient,
  running: Running,
): Promise<readonly Check[]> {
  const toMs = running.nowMs();
  const window = { fromMs: toMs - lookBackMs, toMs };
  const insights = insightsCalls(settings, client, running);
  let rules: readonly SampledRule[] = [];
  let queryId = '';
  return [
    await checked('wafv2:GetWebACL', async () => {
      rules = sampledRules(await getWebAcl(settings, client, running));
      return `${rules.length} rules keep sampled requests`;
    }),
    await checked('wafv2:GetLoggingConfiguration', async () => {
      const { output } = await getLogging(settings, client, running);
      return `logs to ${output.LoggingConfiguration?.LogDestinationConfigs?.join(', ') ?? 'nowhere'}`;
    }),
    await checked('wafv2:GetSampledRequests', async () => {
      const [rule] = rules;
      if (rule === undefined) return 'not asked: no rule that keeps sampled requests is known';
      const ask = { metricName: rule.metricName, window, itemsMax: 1 };
      const { output } = await getSampledRequests(settings, client, running, ask);
      return `${output.PopulationSize ?? 0} requests of ${rule.rule} in five minutes`;
    }),
    await checked('logs:FilterLogEvents', async () => {
      const command = new FilterLogEventsCommand({
        logGroupName: settings.logGroup,
        startTime: window.fromMs,
        endTime: window.toMs,
        limit: 1,
      });
      const operation = {
        action: 'logs:FilterLogEvents',
        resource: settings.logGroup,
        pacer: client.pace.filterLogEvents,
      };
      await callAws(running, operation, (options) => client.logs.send(command, options));
      return `${settings.logGroup} can be read`;
    }),
    await checked('logs:StartQuery', async () => {
      const endTime = Math.floor(toMs / 1_000);
      const queryString = 'stats count(*) as n by action | limit 1';
      ({ queryId = '' } = (await insights.start({ startTime: endTime, endTime, queryString })).output);
      return 'a query over one second was started';
    }),
    await checked('logs:GetQueryResults', async () => {
      const { output } = await insights.results({ queryId });
      return `the query is ${output.status ?? 'unknown'}`;
    }),
    await checked('logs:StopQuery', async () => {
      await insights.stop(queryId).catch((cause: unknown) => {
        if (!(cause instanceof RcaError) || cause.code !== 'SOURCE_FAILED') throw cause;
      });
      return 'a query can be stopped';
    }),
  ];
}
