import { callerOf } from '../aws/caller.ts';
import { readItems } from '../read-items.ts';
import type { Collecting, Reply, Source } from '../source.ts';
import { connectWaf, type WafClient } from './client.ts';
import { logsReader } from './logs.ts';
import { type WafSettings, wafSettingsSchema } from './schema.ts';

const limits = { windowMsMax: 31 * 86_400_000, pagesMax: 10_000 } as const;

async function* fetchWaf(
  settings: WafSettings,
  client: WafClient,
  collecting: Collecting,
): AsyncGenerator<Reply> {
  await callerOf(client.logs);
  const { read, failed } = yield* readItems(
    [logsReader(settings, client, collecting, limits.pagesMax)],
    collecting,
  );
  if (!read.has('logs')) throw failed.get('logs');
}

export const wafSource: Source<WafSettings, WafClient> = {
  type: 'aws.waf',
  settings: wafSettingsSchema,
  permissions: ['logs:FilterLogEvents'],
  limits,
  connect: connectWaf,
  identity: async (_settings, client) => await callerOf(client.logs),
  fetch: fetchWaf,
  check: async () => [],
};
