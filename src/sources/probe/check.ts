import { isIP } from 'node:net';
import { messageOf, outsideError, RcaError, userError } from '../../domain/errors.ts';
import { toIso } from '../../domain/time.ts';
import { checked } from '../check.ts';
import type { Check, Running } from '../source.ts';
import { addressesOf, addressRefused, isRefused } from './addresses.ts';
import type { ProbeClient } from './run.ts';
import type { ProbeSettings } from './schema.ts';
import { readJwt } from './tokens.ts';

/** Whether the target's name leads somewhere, and whether its token can still be taken. Sends no probe. */
export const checkProbe = async (
  settings: ProbeSettings,
  client: ProbeClient,
  running: Running,
): Promise<readonly Check[]> => [
  await checked('address', () => addressWords(settings, client)),
  await checked('token', async () => tokenWords(settings, running.nowMs())),
];

async function addressWords({ url }: ProbeSettings, { resolve }: ProbeClient): Promise<string> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) {
    if (isRefused(host)) throw addressRefused(host, host);
    return host;
  }
  try {
    const addresses = await addressesOf(host, resolve);
    return `${host} leads to ${addresses.map(({ address }) => address).join(', ')}`;
  } catch (cause) {
    if (cause instanceof RcaError) throw cause;
    throw outsideError(
      {
        code: 'SOURCE_UNREACHABLE',
        message: `${host} leads nowhere: ${messageOf(cause)}`,
        where: url,
        mend: 'check url in probes.targets and the name service',
      },
      cause,
    );
  }
}

function tokenWords({ name, token }: ProbeSettings, nowMs: number): string {
  if (token === undefined) {
    throw userError({
      code: 'PROBE_TOKEN_MISSING',
      message: 'none is configured: authenticated and sqli-authenticated will not be sent',
      where: `probes.targets, ${name}`,
      mend: 'give the target a token as ${NAME} or file:PATH',
    });
  }
  const exp = readJwt(token)?.claims['exp'];
  if (typeof exp !== 'number' || !Number.isFinite(exp))
    return 'configured; when it ends cannot be read from it';
  if (exp * 1_000 > nowMs) return `configured, valid to ${toIso(exp * 1_000)}`;
  throw userError({
    code: 'PROBE_TOKEN_EXPIRED',
    message: `it ended at ${toIso(exp * 1_000)}`,
    where: `probes.targets, ${name}`,
    mend: 'get a new token for the target',
  });
}
