import type { AffectedService, Episode } from '../domain/understanding.ts';
import { serviceOf } from './indicator.ts';

/** Where effects showed: the service that was farthest out first, of two alike the earlier. */
export function affectedServices(episodes: readonly Episode[]): readonly AffectedService[] {
  const services = new Map<string, AffectedService>();
  for (const { labels, crossing, widths, from, evidence } of episodes) {
    const service = serviceOf(labels);
    if (service === undefined || crossing !== 'baseline') continue;
    const known = services.get(service);
    services.set(service, {
      service,
      widths: Math.max(widths, known?.widths ?? 0),
      from: known !== undefined && known.from < from ? known.from : from,
      evidence: [...new Set([...(known?.evidence ?? []), ...evidence])].sort(),
    });
  }
  return [...services.values()].sort(
    (a, b) =>
      b.widths - a.widths || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.service < b.service ? -1 : 1),
  );
}
