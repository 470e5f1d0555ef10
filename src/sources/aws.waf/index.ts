import { callerOf } from '../aws/caller.ts';
import { type ItemReader, readItems } from '../read-items.ts';
import type { Collecting, Reply, Source } from '../source.ts';
import { checkWaf } from './check.ts';
import { connectWaf, type WafClient } from './client.ts';
import { logsReader } from './logs.ts';
import { sampleReaders } from './samples.ts';
import { type WafSettings, wafSettingsSchema } from './schema.ts';
import { totalsReader } from './totals.ts';
import { loggingReader, type SampledRule, webAclReader } from './web-acl.ts';

const limits = { windowMsMax: 31 * 86_400_000, pagesMax: 10_000 } as const;

/** Samples come after the web ACL, which names the rules that are sampled. */
function* readers(settings: WafSettings, client: WafClient, collecting: Collecting): Generator<ItemReader> {
  let rules: readonly SampledRule[] = [];
  yield webAclReader(settings, client, collecting, (found) => {
    rules = found;
  });
  yield loggingReader(settings, client, collecting);
  yield logsReader(settings, client, collecting);
  yield totalsReader(settings, client, collecting);
  yield* sampleReaders(settings, client, collecting, rules);
}

/** The source counts as read when its logs were; everything else that fails is a gap. */
async function* fetchWaf(
  settings: WafSettings,
  client: WafClient,
  collecting: Collecting,
): AsyncGenerator<Reply> {
  await callerOf(client.logs);
  const { read, failed } = yield* readItems(
    readers(settings, client, collecting),
    collecting,
    limits.pagesMax,
  );
  if (!read.has('logs')) throw failed.get('logs') ?? [...failed.values()].at(-1);
}

/** AWS WAF by its full logs in CloudWatch Logs, with totals, samples and configuration. See readme.md. */
export const wafSource: Source<WafSettings, WafClient> = {
  type: 'aws.waf',
  settings: wafSettingsSchema,
  permissions: [
    'logs:FilterLogEvents',
    'logs:GetQueryResults',
    'logs:StartQuery',
    'logs:StopQuery',
    'wafv2:GetLoggingConfiguration',
    'wafv2:GetSampledRequests',
    'wafv2:GetWebACL',
  ],
  limits,
  // Log files are published every five minutes; of a log group the vendor names no time, and it is taken to be no later.
  delivery: {
    deliveryDelayMs: 5 * 60_000,
    page: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html',
  },
  connect: connectWaf,
  identity: async (_settings, client) => await callerOf(client.logs),
  fetch: fetchWaf,
  check: checkWaf,
};
