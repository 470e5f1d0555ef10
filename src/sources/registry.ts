import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { userError } from '../domain/errors.ts';
import { toIso } from '../domain/time.ts';
import { trailSource } from './aws.cloudtrail/index.ts';
import { wafSource } from './aws.waf/index.ts';
import { probeSource } from './probe/index.ts';
import { prometheusSource } from './prometheus/index.ts';
import type { Check, Collecting, Delivery, Reply, Running, Source } from './source.ts';

/** A source with its settings and its connection, which lasts as long as the process. */
export interface OpenSource {
  readonly type: string;
  readonly permissions: readonly string[];
  readonly delivery: Delivery;
  /** Who we are to the source. */
  identity(): Promise<string>;
  fetch(collecting: Collecting): AsyncIterable<Reply>;
  /** On the machine's clock, unless another one is given. */
  check(running?: Running): Promise<readonly Check[]>;
}

const onMachineClock = (): Running => ({
  signal: new AbortController().signal,
  nowMs: Date.now,
  sleep: (ms) => setTimeout(ms),
});

function open<Settings, Client>(source: Source<Settings, Client>, raw: unknown): OpenSource {
  const parsed = source.settings.safeParse(raw);
  if (!parsed.success) throw invalidSettings(source.type, parsed.error);
  const settings = parsed.data;
  const client = source.connect(settings);
  return {
    type: source.type,
    permissions: source.permissions,
    delivery: source.delivery,
    identity: () => source.identity(settings, client),
    fetch: async function* (collecting) {
      refuseTooLong(source, collecting);
      yield* source.fetch(settings, client, collecting);
    },
    check: (running = onMachineClock()) => source.check(settings, client, running),
  };
}

function refuseTooLong(
  { type, limits }: Pick<Source<never, never>, 'type' | 'limits'>,
  { window }: Collecting,
): void {
  if (window.toMs - window.fromMs <= limits.windowMsMax) return;
  throw userError({
    code: 'WINDOW_TOO_LONG',
    message: `${type} reads ${limits.windowMsMax / 86_400_000} days at most`,
    where: `${toIso(window.fromMs)} – ${toIso(window.toMs)}`,
    mend: 'collect a shorter window',
  });
}

const openers: Readonly<Record<string, (raw: unknown) => OpenSource>> = {
  [wafSource.type]: (raw) => open(wafSource, raw),
  [trailSource.type]: (raw) => open(trailSource, raw),
  [prometheusSource.type]: (raw) => open(prometheusSource, raw),
  [probeSource.type]: (raw) => open(probeSource, raw),
};

/** Settings of each type that `sources` of `rca.yaml` can name; probes stand under `probes`, as they are not collected from. */
export const sourceTypes: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  [wafSource.type, wafSource.settings],
  [trailSource.type, trailSource.settings],
  [prometheusSource.type, prometheusSource.settings],
]);

/**
 * A source of `rca.yaml`, ready to be read. `settings` is its entry less `id` and `type`. Nothing is asked of
 * the source yet. Throws `SOURCE_UNKNOWN` or `SOURCE_SETTINGS_INVALID`.
 */
export function openSource(type: string, settings: unknown): OpenSource {
  const opener = openers[type];
  if (opener === undefined) {
    throw userError({
      code: 'SOURCE_UNKNOWN',
      message: `there is no source of type "${type}"`,
      where: 'sources',
      mend: `use one of ${Object.keys(openers).join(', ')}`,
    });
  }
  return opener(settings);
}

const invalidSettings = (type: string, error: z.ZodError) => {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return userError({
    code: 'SOURCE_SETTINGS_INVALID',
    message: `${field || 'the entry'}: ${issue?.message ?? 'is not valid'}`,
    where: `sources, type ${type}${field && `, field ${field}`}`,
    mend: `write it as src/sources/${type}/readme.md says`,
  });
};
