import type { IndicatorRole } from '../domain/understanding.ts';
import type { Series } from '../timeline/series.ts';

/** Which way from its usual value an indicator is out. */
export type Direction = 'low' | 'high' | 'both';

export interface Indicator extends Series {
  readonly role: IndicatorRole;
  readonly direction: Direction;
}

const VERSION_LABELS = ['version', 'revision', 'image', 'build'] as const;

/** Roles by what a name says, the first that fits. */
const BY_NAME: readonly (readonly [IndicatorRole, RegExp])[] = [
  ['budget-burn', /burn/i],
  ['validity', /days?_left|(?:seconds|hours|days)_until|not_?after|expir|validity/i],
  [
    'saturation',
    /(?:disk|filesystem|volume|storage|inode|mem|heap|pool|swap).*(?:free|avail|left|remain|headroom)/i,
  ],
  ['good-ratio', /avail|success|uptime|good/i],
  [
    'error-ratio',
    /(?:err|fail|5xx|4xx|unauthori[sz]ed|forbidden|denied|refused|reject).*(?:ratio|rate$|share|percent)/i,
  ],
  ['latency', /latency|duration|response_time|_p\d\d+$|\bp\d\d\b/i],
  ['failures', /fail|err|5xx|denied|refused|reject|timeout|trace|restart|replay|missing|lost/i],
  [
    'saturation',
    /pool|cpu|mem|heap|disk|filesystem|volume|storage|inode|satur|utili[sz]|usage|queue|backlog|lag|threads|connections/i,
  ],
  ['outcome', /orders|checkouts|conversions?|sign-?ups|sales|revenue|bookings|purchases/i],
  ['traffic', /request|traffic|throughput|rps|qps|sessions|logins|calls/i],
];

const DIRECTIONS: Readonly<Record<IndicatorRole, Direction>> = {
  'good-ratio': 'low',
  'error-ratio': 'high',
  latency: 'high',
  saturation: 'high',
  traffic: 'both',
  failures: 'high',
  'budget-burn': 'high',
  validity: 'low',
  outcome: 'low',
  version: 'both',
  other: 'both',
};

/** A label of a version makes a series one of versions, whatever it is called. */
export function roleOf({ name, labels }: Pick<Series, 'name' | 'labels'>): IndicatorRole {
  if (versionOf(labels) !== undefined && /build|version|info|release/i.test(name)) return 'version';
  return BY_NAME.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}

export const versionOf = (labels: Readonly<Record<string, string>>): string | undefined =>
  VERSION_LABELS.map((label) => labels[label]).find((value) => value !== undefined);

/** What is left of a resource, not what is used of it. */
const REST = /free|avail|left|remain|headroom/i;

export function indicatorOf(series: Series): Indicator {
  const role = roleOf(series);
  const isRest = role === 'saturation' && REST.test(series.name);
  return { ...series, role, direction: isRest ? 'low' : DIRECTIONS[role] };
}

/** Roles that tell of harm to those who use a service. */
const HARM: ReadonlySet<IndicatorRole> = new Set([
  'good-ratio',
  'error-ratio',
  'latency',
  'failures',
  'outcome',
]);

export const isHarm = (role: IndicatorRole): boolean => HARM.has(role);

/** Labels of a part of the infrastructure that fails as a whole. */
const ZONE_LABELS = [
  'zone',
  'az',
  'availability_zone',
  'topology_kubernetes_io_zone',
  'failure_domain',
  'datacenter',
  'dc',
  'region',
] as const;

export const zoneOf = (labels: Readonly<Record<string, string>>): string | undefined =>
  ZONE_LABELS.map((label) => labels[label]).find((value) => value !== undefined);

/** Labels that name a service or what stands for one. */
const SERVICE_LABELS = ['service', 'service_name', 'app', 'application', 'job', 'deployment'] as const;

export const serviceOf = (labels: Readonly<Record<string, string>>): string | undefined =>
  SERVICE_LABELS.map((label) => labels[label]).find((value) => value !== undefined);
