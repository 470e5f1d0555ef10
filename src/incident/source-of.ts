import { userError } from '../domain/errors.ts';
import type { ConfiguredSource, Context } from './context.ts';
import { openProbes } from './probes/sources.ts';

/** A configured source, or the probes of a configured target. Throws `SOURCE_UNKNOWN`. */
export function sourceOf(context: Pick<Context, 'sources' | 'probes'>, id: string): ConfiguredSource {
  const source = context.sources.get(id) ?? openProbes(context.probes, id);
  if (source) return source;
  const known = [...context.sources.keys()];
  throw userError({
    code: 'SOURCE_UNKNOWN',
    message: `there is no source "${id}"`,
    where: '--source',
    mend:
      known.length === 0
        ? 'no source is configured: add one to rca.yaml'
        : `use one of ${known.join(', ')}, or add it to rca.yaml`,
  });
}
