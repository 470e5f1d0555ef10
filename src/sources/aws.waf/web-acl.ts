import { GetLoggingConfigurationCommand, GetWebACLCommand } from '@aws-sdk/client-wafv2';
import { type AwsOperation, type AwsReply, callAws, proofOf } from '../aws/call.ts';
import { documentBytes } from '../aws/document.ts';
import type { ItemReader, SourceGap } from '../read-items.ts';
import type { Running } from '../source.ts';
import type { WafClient } from './client.ts';
import { type WafSettings, webAclOf } from './schema.ts';

type LoggingConfiguration = NonNullable<
  Awaited<ReturnType<typeof getLogging>>['output']['LoggingConfiguration']
>;

/** A rule whose requests AWS WAF keeps samples of. */
export interface SampledRule {
  readonly rule: string;
  /** What GetSampledRequests asks by: the metric name, not the rule's. */
  readonly metricName: string;
}

const wafOperation = (name: string, settings: WafSettings, client: WafClient): AwsOperation => ({
  action: `wafv2:${name}`,
  resource: settings.webAcl,
  pacer: client.pace.waf,
});

export function getWebAcl(settings: WafSettings, client: WafClient, running: Running) {
  const { name, id, scope } = webAclOf(settings.webAcl);
  const command = new GetWebACLCommand({ Name: name, Id: id, Scope: scope });
  return callAws(running, wafOperation('GetWebACL', settings, client), (options) =>
    client.waf.send(command, options),
  );
}

export function getLogging(settings: WafSettings, client: WafClient, running: Running) {
  const command = new GetLoggingConfigurationCommand({ ResourceArn: settings.webAcl });
  return callAws(running, wafOperation('GetLoggingConfiguration', settings, client), (options) =>
    client.waf.send(command, options),
  );
}

export const sampledRules = ({ output }: Awaited<ReturnType<typeof getWebAcl>>): readonly SampledRule[] =>
  (output.WebACL?.Rules ?? []).flatMap(({ Name, VisibilityConfig }) =>
    VisibilityConfig?.SampledRequestsEnabled && VisibilityConfig.MetricName
      ? [{ rule: Name ?? VisibilityConfig.MetricName, metricName: VisibilityConfig.MetricName }]
      : [],
  );

/** The web ACL as it is now: whether each rule group blocks or counts. Hands over the rules that are sampled. */
export const webAclReader = (
  settings: WafSettings,
  client: WafClient,
  running: Running,
  onRules: (rules: readonly SampledRule[]) => void,
): ItemReader =>
  snapshotReader('web-acl', 'GetWebACL', settings, async () => {
    const reply = await getWebAcl(settings, client, running);
    onRules(sampledRules(reply));
    return { reply, gaps: [] };
  });

/** What the web ACL logs, and what it leaves out: the measure of the log's completeness. */
export const loggingReader = (settings: WafSettings, client: WafClient, running: Running): ItemReader =>
  snapshotReader('logging', 'GetLoggingConfiguration', settings, async () => {
    const reply = await getLogging(settings, client, running);
    const configuration = reply.output.LoggingConfiguration;
    return {
      reply,
      gaps: configuration === undefined ? [] : loggingGaps(configuration, settings.logGroup),
    };
  });

/** A configuration that one call answers. */
const snapshotReader = (
  item: string,
  operation: string,
  { region, webAcl }: WafSettings,
  ask: () => Promise<{ readonly reply: AwsReply<object>; readonly gaps: readonly SourceGap[] }>,
): ItemReader => ({
  item,
  format: 'config.snapshot',
  query: { operation, region, webAcl },
  fidelity: 'reserialised',
  permission: `wafv2:${operation}`,
  async *read() {
    const { reply, gaps } = await ask();
    const { output, requestId, ...when } = reply;
    yield { ...when, bytes: documentBytes(output), answered: null, proof: proofOf(requestId, undefined) };
    return { coverage: { state: 'complete' }, gaps };
  },
});

function loggingGaps(configuration: LoggingConfiguration, logGroup: string): readonly SourceGap[] {
  const { LogDestinationConfigs = [], LoggingFilter, RedactedFields = [] } = configuration;
  const gaps: SourceGap[] = [];
  if (!LogDestinationConfigs.some((arn) => arn.endsWith(`:log-group:${logGroup}`))) {
    gaps.push({
      why: `logging: the web ACL now logs to ${LogDestinationConfigs.join(', ') || 'nowhere'}, not to ${logGroup}`,
      mend: 'set logGroup to the group that the web ACL logs to, or enable logging to it',
    });
  }
  if (LoggingFilter !== undefined) {
    gaps.push({
      why: `logging: a logging filter decides which requests are logged (all others: ${LoggingFilter.DefaultBehavior}); counts from the logs leave the dropped ones out`,
      mend: 'take totals from the AWS/WAFV2 metrics, or remove the logging filter',
    });
  }
  if (RedactedFields.length > 0) {
    const fields = RedactedFields.flatMap((field) => Object.keys(field));
    gaps.push({
      why: `logging: AWS WAF redacts fields of each record: ${fields.join(', ')}`,
      mend: 'none for what is logged; sampled requests are not redacted',
    });
  }
  return gaps;
}
