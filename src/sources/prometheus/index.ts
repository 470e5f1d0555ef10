import { z } from 'zod';
import { checked } from '../check.ts';
import { gapReply, type ItemReader, readItems } from '../read-items.ts';
import type { Check, Collecting, Reply, Running, Source } from '../source.ts';
import { ask, connectPrometheus, type PrometheusClient } from './client.ts';
import { type Finding, findingGaps } from './findings.ts';
import { rangeReader } from './query.ts';
import { baselineOf, defaultStepSeconds } from './range.ts';
import { type PrometheusSettings, prometheusSettingsSchema } from './schema.ts';

const limits = { windowMsMax: 366 * 86_400_000, pagesMax: 1_000 } as const;

/** Every query over the window, then over its baseline. */
function readers(
  settings: PrometheusSettings,
  client: PrometheusClient,
  collecting: Collecting,
  onFinding: (finding: Finding) => void,
): readonly ItemReader[] {
  const { window } = collecting;
  const stepSeconds = settings.stepSeconds ?? defaultStepSeconds(window);
  const spans = { query: window, baseline: baselineOf(window) };
  return Object.entries(settings.queries).flatMap(([name, expr]) =>
    Object.entries(spans).map(([kind, span]) => {
      const query = { item: `${kind}/${name}`, name, expr, window: span, stepSeconds };
      return rangeReader(query, client, collecting, onFinding);
    }),
  );
}

/** The source counts as read when one of its queries was answered. */
async function* fetchPrometheus(
  settings: PrometheusSettings,
  client: PrometheusClient,
  collecting: Collecting,
): AsyncGenerator<Reply> {
  const findings: Finding[] = [];
  const items = readers(settings, client, collecting, (finding) => findings.push(finding));
  const { read, failed } = yield* readItems(items, collecting, limits.pagesMax);
  for (const gap of findingGaps(findings)) yield gapReply(gap, collecting);
  if (read.size === 0) throw [...failed.values()].at(-1);
}

const buildSchema = z.object({ data: z.object({ version: z.string() }) });
const instantSchema = z.object({ data: z.object({ result: z.array(z.unknown()) }) });

/** Whether the server answers, and whether each query has data now. */
async function checkPrometheus(
  settings: PrometheusSettings,
  client: PrometheusClient,
  running: Running,
): Promise<readonly Check[]> {
  const time = String(running.nowMs() / 1_000);
  const checks = [
    await checked('reachable', async () => {
      const { bytes } = await ask(client, running, '/api/v1/status/buildinfo', {});
      const build = buildSchema.safeParse(JSON.parse(Buffer.from(bytes).toString()));
      return build.success ? `Prometheus ${build.data.data.version}` : 'answers, without a version';
    }),
  ];
  if (!checks[0]?.ok) return checks;
  for (const [name, query] of Object.entries(settings.queries)) {
    checks.push(
      await checked(`query ${name}`, async () => {
        const { bytes } = await ask(client, running, '/api/v1/query', { query, time });
        const { result } = instantSchema.parse(JSON.parse(Buffer.from(bytes).toString())).data;
        return result.length === 0 ? 'no data now' : `${result.length} series now`;
      }),
    );
  }
  return checks;
}

/** Prometheus, or what speaks its HTTP API, by query_range. See readme.md. */
export const prometheusSource: Source<PrometheusSettings, PrometheusClient> = {
  type: 'prometheus',
  settings: prometheusSettingsSchema,
  permissions: ['Prometheus HTTP API: query, query_range'],
  limits,
  // A sample bears the time of its scrape and can be asked for at once.
  delivery: { deliveryDelayMs: 0, page: null },
  connect: connectPrometheus,
  identity: async (_settings, client) => client.base,
  fetch: fetchPrometheus,
  check: checkPrometheus,
};
