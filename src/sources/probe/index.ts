import { Pacer } from '../pacer.ts';
import { readItems } from '../read-items.ts';
import type { Collecting, Reply, Source } from '../source.ts';
import { systemResolve } from './addresses.ts';
import { checkProbe } from './check.ts';
import { type ProbeClient, probesReader } from './run.ts';
import { type ProbeSettings, probeSettingsSchema } from './schema.ts';

const limits = { windowMsMax: 366 * 86_400_000, pagesMax: 100 } as const;

async function* fetchProbes(
  settings: ProbeSettings,
  client: ProbeClient,
  collecting: Collecting,
): AsyncGenerator<Reply> {
  const reader = probesReader(settings, client, collecting);
  const { read, failed } = yield* readItems([reader], collecting, limits.pagesMax);
  if (read.size === 0) throw [...failed.values()].at(-1);
}

/** Synthetic checks of one target, sent when they are asked for and at no other time. */
export const probeSource: Source<ProbeSettings, ProbeClient> = {
  type: 'probe',
  settings: probeSettingsSchema,
  permissions: ['HTTP requests to the configured targets'],
  limits,
  delivery: { deliveryDelayMs: null, page: null },
  connect: ({ perSecond }) => ({ pacer: new Pacer(perSecond), resolve: systemResolve }),
  identity: async ({ name, url, token }) =>
    `${name} at ${new URL(url).origin}, ${token === undefined ? 'without a token' : 'with a token of its own'}`,
  fetch: fetchProbes,
  check: checkProbe,
};
