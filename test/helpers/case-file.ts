import { createHash } from 'node:crypto';
import type { CaseFile, CaseItem } from '../../src/domain/case-file.ts';
import type { Claim } from '../../src/domain/claim.ts';
import type { Coverage } from '../../src/domain/coverage.ts';
import type { CustodyStep } from '../../src/domain/custody.ts';
import type { FormatId } from '../../src/domain/formats.ts';
import type { GateResult, Verdict } from '../../src/domain/gate.ts';
import type { PhaseName } from '../../src/domain/incident.ts';
import type { Attributes } from '../../src/domain/observation.ts';
import type { TimelineEntry } from '../../src/domain/timeline.ts';
import { caseCharts } from './case-charts.ts';
import { caseSections } from './case-sections.ts';
import { noImpact } from './no-impact.ts';

const MINUTE_MS = 60_000;
const toMs = Date.parse('2026-01-27T18:00:00Z');
const at = (minutesBeforeEnd: number): string => new Date(toMs - minutesBeforeEnd * MINUTE_MS).toISOString();
const window = { from: at(24 * 60), to: at(0) };
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const phaseMinutes: Readonly<Record<PhaseName, number>> = {
  started: 520,
  detected: 496,
  acknowledged: 489,
  mitigated: 402,
  resolved: 290,
};

interface ItemSketch {
  readonly source: string;
  readonly sourceType: string;
  readonly format: FormatId;
  readonly query: Readonly<Record<string, string | number>>;
  readonly coverage?: Coverage;
  readonly records: number;
  readonly rejected?: number;
  readonly pages?: number;
  readonly file?: string;
}

const waf = { source: 'edge-waf', sourceType: 'aws.waf' } as const;
const slis = { source: 'slis', sourceType: 'prometheus', format: 'prometheus.query' } as const;
const file = { source: 'import', sourceType: 'import' } as const;
const prometheus = (name: string, expr: string): ItemSketch => ({
  ...slis,
  query: { name, expr, start: window.from, end: window.to, stepSeconds: 60 },
  records: 1,
});

const sketches: readonly ItemSketch[] = [
  {
    ...waf,
    format: 'aws.waf-log',
    query: { name: 'logs', logGroup: 'aws-waf-logs-prod', filterPattern: '{ $.action = "BLOCK" }' },
    records: 8_000,
    pages: 14,
  },
  {
    ...waf,
    format: 'aws.waf-log',
    query: { name: 'logs', logGroup: 'aws-waf-logs-prod', filterPattern: '{ $.action = "BLOCK" }' },
    records: 4_453,
    pages: 6,
    rejected: 2,
  },
  {
    ...waf,
    format: 'cloudwatch.insights',
    query: { name: 'totals', queryString: 'stats count(*) by bin(1h), action' },
    records: 48,
  },
  {
    ...waf,
    format: 'aws.waf-sampled',
    query: { name: 'samples', maxItems: 500 },
    records: 500,
    coverage: { state: 'sampled', of: 12_453 },
  },
  { ...waf, format: 'config.snapshot', query: { name: 'web-acl', call: 'GetWebACL' }, records: 1 },
  {
    ...waf,
    format: 'config.snapshot',
    query: { name: 'logging', call: 'GetLoggingConfiguration' },
    records: 1,
  },
  {
    source: 'trail',
    sourceType: 'aws.cloudtrail',
    format: 'aws.cloudtrail',
    query: { name: 'lookup-events', attribute: 'EventSource', value: 'wafv2.amazonaws.com' },
    records: 37,
    coverage: { state: 'narrowed', asked: { from: at(2_400), to: at(0) }, answered: window },
  },
  prometheus(
    'availability',
    'sum(rate(http_requests_total{code!~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
  ),
  prometheus(
    'latency_p95',
    'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
  ),
  prometheus(
    'latency_p99',
    'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
  ),
  prometheus('auth_failures', 'sum(rate(auth_failures_total[5m]))'),
  prometheus('baseline/auth_failures', 'sum(rate(auth_failures_total[5m]))'),
  prometheus('alerts', 'ALERTS{alertstate="firing"}'),
  { ...file, format: 'jwks', query: {}, records: 1, file: 'jwks-before.json' },
  { ...file, format: 'jwks', query: {}, records: 1, file: 'jwks-after.json' },
  {
    ...file,
    format: 'postgres.json',
    query: {},
    records: 2_214,
    rejected: 1,
    coverage: { state: 'unknown' },
    file: 'postgresql-2026-01-27.json',
  },
];

const itemOf = (sketch: ItemSketch, index: number): CaseItem => {
  const id = `E-${String(index + 1).padStart(4, '0')}`;
  const pages = sketch.pages ?? 1;
  return {
    sha256: digest(`item ${id}`),
    item: {
      v: 1,
      id,
      incident: 'INC-2026-0001',
      source: sketch.source,
      sourceType: sketch.sourceType,
      format: sketch.format,
      mediaType: 'application/json',
      query: { ...sketch.query },
      asked: window,
      answered: sketch.sourceType === 'import' ? null : window,
      retrievedAt: at(-4),
      clockOffsetMs: sketch.sourceType === 'prometheus' ? null : 12,
      coverage: sketch.coverage ?? { state: 'complete' },
      proof: [`request ${digest(id).slice(0, 16)}`],
      fidelity: sketch.source === 'edge-waf' || sketch.source === 'trail' ? 'reserialised' : 'wire',
      pages: Array.from({ length: pages }, (_, page) => ({
        sha256: digest(`page ${id} ${page}`),
        sizeBytes: Math.ceil((sketch.records / pages) * 812),
        records: Math.floor(sketch.records / pages) + (page < sketch.records % pages ? 1 : 0),
      })),
      records: sketch.records,
      observations: sketch.records - (sketch.rejected ?? 0),
      rejected: sketch.rejected ?? 0,
      rejects: Array.from({ length: sketch.rejected ?? 0 }, (_, record) => ({
        record: 118 + record * 41,
        why: 'httpRequest.clientIp: expected text, found nothing',
      })),
      redactions: sketch.format === 'aws.waf-log' ? { authorization: 211, cookie: 187, email: 9 } : {},
      ruleSetSha256: digest('rules'),
      collector: sketch.sourceType.startsWith('aws')
        ? 'arn:aws:sts::111122223333:assumed-role/rca-reader/rca'
        : 'cli:root',
      tool: { name: 'rca', version: '0.1.0' },
      original:
        sketch.file === undefined
          ? null
          : {
              name: sketch.file,
              sizeBytes: sketch.records * 812,
              sha256: digest(sketch.file),
              commitment: null,
            },
    },
  };
};

const claim = (text: string, evidence: readonly string[], basis: Claim['basis'] = 'observed'): Claim => ({
  // Sentences of the case file are told apart by their words.
  name: text,
  text,
  evidence: [...evidence],
  basis,
});

const gate = (
  name: string,
  verdict: Verdict,
  figure: number | null,
  threshold: number | null,
  unit: string | null,
  why: string,
  evidence: readonly string[] = [],
): GateResult => ({ gate: name, verdict, figure, threshold, unit, window, evidence, why });

const gates: readonly GateResult[] = [
  gate(
    'availability',
    'not-satisfied',
    0.99782,
    0.999,
    'ratio',
    'Availability was 99.782 % over the window, below the objective.',
    ['E-0008'],
  ),
  gate(
    'latency-p95',
    'not-satisfied',
    0.308,
    0.22,
    'seconds',
    'p95 rose to 308 ms between 09:20 and 11:55 UTC.',
    ['E-0009'],
  ),
  gate(
    'latency-p99',
    'not-satisfied',
    1.98,
    1.1,
    'x baseline',
    'p99 was 1.98 times its baseline at its worst.',
    ['E-0010'],
  ),
  gate(
    'error-ratio',
    'insufficient-evidence',
    null,
    0.005,
    'ratio',
    'No query named error_ratio is configured.',
  ),
  gate(
    'soak',
    'satisfied',
    292,
    60,
    'min',
    'Availability and latency stayed within their objectives for 292 minutes after the last change.',
    ['E-0008', 'E-0009'],
  ),
  gate(
    'waf-block-mode',
    'satisfied',
    null,
    null,
    null,
    'The web ACL was in block mode at the end of the window; no rule group is overridden to count.',
    ['E-0005', 'E-0007'],
  ),
  gate(
    'waf-correlation',
    'not-satisfied',
    5_604,
    null,
    'blocks',
    'SQL injection blocks and application errors rose together while the rule groups counted only.',
    ['E-0001', 'E-0008'],
  ),
  gate(
    'auth-failures',
    'not-satisfied',
    8.2,
    3,
    'x baseline',
    'Failed authentications stayed above 3 × baseline for 118 minutes.',
    ['E-0011', 'E-0012'],
  ),
  ...['jwt-replay', 'stack-traces', 'cors-denied', 'limiter-errors', 'db-pool'].map((name) =>
    gate(
      name,
      'insufficient-evidence',
      null,
      null,
      null,
      `No query named ${name.replaceAll('-', '_')} is configured.`,
    ),
  ),
  gate(
    'burn-fast',
    'not-satisfied',
    3.4,
    2,
    '% per hour',
    'The fast burn-rate alert fired and resolved within the window.',
    ['E-0013'],
  ),
  gate('burn-slow', 'satisfied', 0.6, 1, '% per 6 h', 'The slow burn rate stayed below its limit.', [
    'E-0013',
  ]),
  gate(
    'rotation',
    'satisfied',
    null,
    null,
    null,
    'The new signing key is published, the old one is gone, and nothing used it since.',
    ['E-0014', 'E-0015'],
  ),
  gate(
    'bound-parameters',
    'satisfied',
    2_213,
    null,
    'statements',
    'All statements in the window carry placeholders.',
    ['E-0016'],
  ),
  ...[
    'rollback-latency',
    'rollback-errors',
    'rollback-token',
    'rollback-leak',
    'rollback-limiter',
    'rollback-db-pool',
    'rollback-waf',
    'probes',
    'db-least-privilege',
    'scans',
    'load',
  ].map((name) =>
    gate(name, 'insufficient-evidence', null, null, null, 'No source that answers this is configured.'),
  ),
];

const entry = (
  minutes: number,
  lastsMinutes: number,
  kind: TimelineEntry['kind'],
  phase: PhaseName | null,
  count: number,
  title: string,
  evidence: readonly string[],
  attributes: Attributes = {},
): TimelineEntry => ({
  id: kind === 'note' ? 'N-0001' : `T-${digest(title + minutes).slice(0, 10)}`,
  at: at(minutes),
  until: at(minutes - lastsMinutes),
  kind,
  title,
  count,
  phase,
  origin: kind === 'note' ? 'human' : 'source',
  evidence: [...evidence],
  version: 1,
  attributes,
});

const clients = { '203.0.113.7': 3_118, '203.0.113.41': 1_204, '198.51.100.23': 780, '192.0.2.77': 502 };

const entries: readonly TimelineEntry[] = [
  entry(
    1_438,
    910,
    'waf.blocked',
    null,
    214,
    '214 requests blocked in the ordinary course of the day',
    ['E-0001'],
    { 'by.rule': { 'rate-limit-per-ip': 140, 'require-authorization': 74 } },
  ),
  entry(561, 0, 'config.changed', null, 1, 'Canary weight of the search service changed from 25 % to 50 %', [
    'E-0007',
  ]),
  entry(
    520,
    116,
    'waf.counted',
    'started',
    2_870,
    '2,870 requests to /api/v1/search matched SQL injection rules that counted only',
    ['E-0001', 'E-0002'],
    { 'by.rule': { SQLi_QUERYARGUMENTS: 2_310, SQLi_BODY: 402, SQLi_COOKIE: 158 }, 'by.client': clients },
  ),
  entry(509, 118, 'auth.failed', 'started', 1_604, 'Failed authentications at 8.2 times their baseline', [
    'E-0011',
    'E-0012',
  ]),
  entry(496, 0, 'alert.fired', 'detected', 1, 'Alert ErrorBudgetBurnFast fired', ['E-0013']),
  entry(
    489,
    0,
    'note',
    'acknowledged',
    1,
    'On call acknowledges; search canary suspected, WAF shows SQL injection probing in count mode.',
    [],
  ),
  entry(
    404,
    0,
    'config.changed',
    'acknowledged',
    1,
    'Web ACL prod-edge: AWSManagedRulesSQLiRuleSet switched from count to block',
    ['E-0007', 'E-0005'],
  ),
  entry(
    402,
    112,
    'waf.blocked',
    'mitigated',
    10_338,
    '10,338 requests blocked, most of them by SQL injection rules',
    ['E-0001', 'E-0002'],
    {
      'by.rule': {
        SQLi_QUERYARGUMENTS: 5_604,
        SignalNonBrowserUserAgent: 2_702,
        'rate-limit-per-ip': 1_220,
        'require-authorization': 701,
        SQLi_BODY: 111,
      },
      'by.client': clients,
      'by.label': { 'awswaf:managed:aws:bot-control:signal:non_browser_user_agent': 3_201 },
    },
  ),
  entry(388, 0, 'credential.created', 'mitigated', 1, 'JWT signing key 2026-01-b published', [
    'E-0015',
    'E-0007',
  ]),
  entry(
    371,
    0,
    'db.role-changed',
    'mitigated',
    1,
    'Database role app_search_v2 created, app_search revoked and dropped',
    ['E-0016'],
  ),
  entry(
    358,
    0,
    'credential.deleted',
    'mitigated',
    1,
    'JWT signing key 2025-07-a removed after a grace of 30 minutes',
    ['E-0015'],
  ),
  entry(290, 0, 'alert.resolved', 'resolved', 1, 'Alert ErrorBudgetBurnFast resolved', ['E-0013']),
  entry(288, 286, 'waf.blocked', 'resolved', 1_901, '1,901 requests blocked after recovery', ['E-0002'], {
    'by.rule': { SignalNonBrowserUserAgent: 499, 'rate-limit-per-ip': 757, 'require-authorization': 645 },
  }),
];

const measure = (
  name: 'MTTD' | 'MTTA' | 'MTTM' | 'MTTR',
  phase: PhaseName,
  why: string,
  evidence: readonly string[],
) => ({
  measure: name,
  durationMs: (phaseMinutes.started - phaseMinutes[phase]) * MINUTE_MS,
  why,
  evidence,
});

const phase = (
  name: PhaseName,
  why: string,
  evidence: readonly string[],
  setBy: 'evidence' | 'human' = 'evidence',
) => ({
  at: at(phaseMinutes[name]),
  evidence,
  setBy,
  why,
});

const custody = (items: readonly CaseItem[]): CustodyStep[] =>
  items.map(({ item }, index) => ({
    seq: index + 3,
    at: item.retrievedAt,
    type: 'evidence.collected',
    actor: item.sourceType === 'import' ? 'cli:root' : 'rca',
    evidence: [item.id],
    scope: 'named',
    what: 'Collected from its source, redacted and stored',
  }));

const rotation = {
  credentialKind: 'jwk',
  credentialId: '2025-07-a',
  missing: [],
  complete: true,
  why: 'The new key is published and in use, the old one is gone from the key set, and no token signed with it was accepted since.',
  steps: [
    { at: at(388), what: 'New key 2026-01-b published beside the old one', evidence: ['E-0015'] },
    { at: at(358), what: 'Old key 2025-07-a removed from the key set', evidence: ['E-0015'] },
  ],
};

/**
 * The case file of an incident like the demo's: SQL-injection probing of `/api/v1/search` during a canary,
 * 12,453 blocks, 3,201 of them bots. The same object in every call.
 */
export function demoCaseFile(): CaseFile {
  const items = sketches.map(itemOf);
  const gaps = [
    {
      source: 'trail',
      window: { from: at(2_400), to: window.from },
      why: 'CloudTrail answered for the last 24 hours only.',
      mend: 'Ask again with a window that begins within 90 days.',
    },
    {
      source: 'edge-waf',
      window,
      why: 'Sampled requests are examples out of 12,453 blocks; no total may be read from them.',
      mend: 'Totals are taken from the full log, E-0001 and E-0002.',
    },
    {
      source: 'slis',
      window: { from: at(425), to: at(380) },
      why: 'No sample of availability for 45 minutes: the series was absent, which is not zero.',
      mend: 'Look for a restart of the exporter in its own log.',
    },
  ];
  return {
    incident: {
      id: 'INC-2026-0001',
      title: 'SQL injection probing of /api/v1/search during the search canary',
      severity: 'sev2',
      status: 'resolved',
      closing: null,
      services: ['search-api', 'edge'],
      window,
      startedAt: at(487),
      startedBy: 'on-call engineer, search',
    },
    asOf: at(-9),
    timeline: {
      entries,
      phases: {
        started: phase(
          'started',
          'First request that matched an SQL injection rule from a client that later sent 3,118.',
          ['E-0001'],
        ),
        detected: phase('detected', 'Alert ErrorBudgetBurnFast fired.', ['E-0013']),
        acknowledged: phase('acknowledged', 'Note of the on-call engineer.', ['N-0001'], 'human'),
        mitigated: phase('mitigated', 'The SQL injection rule group blocks instead of counting.', [
          'E-0007',
          'E-0005',
        ]),
        resolved: phase('resolved', 'The alert resolved and the objectives held from then on.', [
          'E-0013',
          'E-0008',
        ]),
      },
    },
    analysis: {
      understanding: {
        episodes: [],
        services: [],
        silences: [],
        changes: [],
        actors: [],
        credentials: [],
        rotations: [],
        hypotheses: [],
        phases: {},
      },
      gates,
      impactFigures: noImpact,
      summary: [
        claim(
          'Clients probed /api/v1/search with SQL injection for 3 h 50 min while its canary took 50 % of the traffic.',
          ['E-0001', 'E-0002', 'E-0007'],
        ),
        claim(
          'The web application firewall blocked 12,453 requests in 24 hours; 3,201 of them carried a bot label.',
          ['E-0001', 'E-0002', 'E-0003'],
        ),
        claim(
          'Until 11:16 UTC its SQL injection rules only counted: 2,870 matching requests reached the application.',
          ['E-0001', 'E-0005', 'E-0007'],
        ),
      ],
      impact: [
        claim(
          'Availability fell to 99.32 % at its lowest and was 99.782 % over the window, against an objective of 99.9 %.',
          ['E-0008'],
        ),
        claim('p95 latency rose from 148 ms to 308 ms.', ['E-0009']),
        claim(
          'All 2,213 database statements in the window carried bound parameters; none held a literal from a probe.',
          ['E-0016'],
          'inferred',
        ),
      ],
      detection: [
        measure('MTTD', 'detected', 'From the first probe to the first alert.', ['E-0001', 'E-0013']),
        measure('MTTA', 'acknowledged', 'To the note of the on-call engineer.', ['E-0001', 'N-0001']),
        measure('MTTM', 'mitigated', 'To the switch from count to block.', ['E-0001', 'E-0007']),
        measure('MTTR', 'resolved', 'To the resolved alert.', ['E-0001', 'E-0013']),
      ],
      indicators: [
        claim('Four clients sent 5,604 of the blocked requests; 203.0.113.7 alone sent 3,118.', [
          'E-0001',
          'E-0002',
        ]),
        claim('Failed authentications ran at 8.2 times their baseline for 118 minutes.', [
          'E-0011',
          'E-0012',
        ]),
      ],
      trigger: claim('Automated SQL injection probing of /api/v1/search began at 09:20 UTC.', ['E-0001']),
      factors: [
        claim('The SQL injection rule group of the web ACL was overridden to count while the canary ran.', [
          'E-0005',
          'E-0007',
        ]),
        claim(
          'The canary doubled its share of traffic 41 minutes before the probing began, so that more of it met the slower query path.',
          ['E-0007', 'E-0009'],
          'inferred',
        ),
        claim(
          'The rule group had been left in count mode after a test of false positives.',
          ['N-0001'],
          'asserted',
        ),
      ],
      ruledOut: [
        claim(
          'Data read by injection: no statement in the window carried a literal from a probe payload.',
          ['E-0016'],
          'inferred',
        ),
      ],
      notChecked: [
        'Error responses of the application: no query named error_ratio is configured.',
        'Traffic before the window, except for baselines.',
      ],
      resolution: [
        claim(
          'The SQL injection rule group was switched to block at 11:16 UTC; errors and latency recovered within 40 minutes.',
          ['E-0007', 'E-0008', 'E-0009'],
        ),
        claim(
          'The JWT signing key and the database role of the search service were rotated as a precaution.',
          ['E-0014', 'E-0015', 'E-0016'],
        ),
      ],
      rotations: [rotation],
      statements: {
        bound: 2_213,
        simple: 0,
        unknown: 0,
        evidence: ['E-0016'],
        examples: [
          {
            text: 'SELECT id, title, rank FROM documents WHERE tsv @@ plainto_tsquery($1) ORDER BY rank DESC LIMIT $2',
            binding: 'bound',
            count: 1_988,
          },
          {
            text: 'INSERT INTO search_audit (at, client, terms) VALUES ($1, $2, $3)',
            binding: 'bound',
            count: 225,
          },
        ],
      },
      charts: caseCharts({
        fromMs: toMs - 1_440 * MINUTE_MS,
        toMs,
        startedMs: toMs - 520 * MINUTE_MS,
        mitigatedMs: toMs - 402 * MINUTE_MS,
        resolvedMs: toMs - 290 * MINUTE_MS,
      }),
      gaps: [],
    },
    items,
    withdrawn: [],
    gaps,
    notes: [
      {
        id: 'N-0001',
        version: 1,
        at: at(489),
        text: 'On call acknowledges; search canary suspected, WAF shows SQL injection probing in count mode.',
        author: 'on-call engineer, search',
        writtenAt: at(487),
        phase: 'acknowledged',
      },
    ],
    sections: caseSections,
    custody: custody(items),
    signoffs: [],
    sources: ['edge-waf', 'slis', 'trail', 'import'].map((source) => ({
      source,
      type: items.find(({ item }) => item.source === source)?.item.sourceType ?? null,
      configured: source !== 'import',
      askings: [],
    })),
    ledger: { size: 21, tip: digest('tip') },
    tool: { name: 'rca', version: '0.1.0' },
  };
}
