import type { SourcedObservation } from '../domain/observation.ts';
import { toIso, type Window } from '../domain/time.ts';
import type { Change } from '../domain/understanding.ts';
import { entryOf } from '../domain/vocabulary/index.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { serviceOf, versionOf } from '../indicators/indicator.ts';
import { listOf, textOf } from '../timeline/attributes.ts';
import { compareIds } from '../timeline/evidence-ids.ts';
import { identityOf } from '../timeline/identity.ts';
import { stepOf } from '../timeline/runs.ts';
import { cleaned } from '../timeline/words.ts';

/** `action` and `takesBack` are names of calls, where the trail gives them. */
type Draft = Omit<Change, 'id' | 'undoes'> & {
  readonly action?: string | undefined;
  readonly takesBack?: readonly string[];
};

/** Changes that records and version labels tell of; notes never do. */
export interface ChangeCollector {
  add(sourced: SourcedObservation): void;
  /** In order of time, those that take an earlier one back or replace it linked to it. */
  changes(indicators: readonly Indicator[], window: Window): readonly Change[];
}

export function changeCollector(): ChangeCollector {
  const drafts = new Map<string, Draft>();
  return {
    add({ evidence, observation }) {
      const meaning = meaningOf(observation);
      if (meaning === null) return;
      const key = identityOf(observation).key;
      const known = drafts.get(key);
      if (known !== undefined && compareIds(known.evidence[0] ?? '', evidence) <= 0) return;
      drafts.set(key, {
        ...meaning,
        at: observation.at,
        actor: clean(textOf(observation, 'user.name')) ?? clean(textOf(observation, 'aws.principal.arn')),
        certaintyMs: 0,
        evidence: [evidence],
        action: textOf(observation, 'event.name'),
        takesBack: listOf(observation, 'event.undoes'),
      });
    },
    changes(indicators, window) {
      const all = [...drafts.values(), ...versionsSeen(indicators, window)].sort(
        (a, b) => Date.parse(a.at) - Date.parse(b.at) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
      );
      return linked(all);
    },
  };
}

const clean = (text: string | undefined): string | null => (text === undefined ? null : cleaned(text));

type Meaning = Pick<Draft, 'kind' | 'what' | 'subject' | 'from' | 'to'>;

const FIREWALLS: ReadonlySet<string> = new Set(['wafv2', 'waf', 'waf-regional', 'network-firewall']);

function meaningOf(observation: SourcedObservation['observation']): Meaning | null {
  const { kind, summary } = observation;
  const text = (name: string): string | null => clean(textOf(observation, name));
  if (kind === 'config.changed') {
    const isFirewall =
      FIREWALLS.has(textOf(observation, 'event.service') ?? '') ||
      textOf(observation, 'waf.mode') !== undefined ||
      text('config.key') === 'waf.mode' ||
      /^web ACL/.test(summary);
    return {
      kind: isFirewall ? 'firewall' : 'configuration',
      what: cleaned(summary),
      subject: text('config.name') ?? 'configuration',
      from: null,
      to: text('config.to'),
    };
  }
  const family = entryOf(kind).change;
  const outcome = text('outcome');
  if (family === null || (outcome !== null && outcome !== 'succeeded')) return null;
  return {
    kind: family,
    what: cleaned(summary),
    subject:
      text('service.name') ??
      text('credential.id') ??
      text('db.role.name') ??
      text('access.granted_to') ??
      text('resource.id') ??
      'unknown',
    from: null,
    to: text('deployment.id') ?? text('scale.to') ?? text('credential.version') ?? text('access.right'),
  };
}

/** A version that begins to be seen beside or after another of the same service was rolled out. */
function versionsSeen(indicators: readonly Indicator[], window: Window): readonly Draft[] {
  const runs = indicators
    .filter(({ role }) => role === 'version')
    .flatMap(({ points, labels, evidence }) => {
      const apartMs = 3 * stepOf(points);
      const starts = points.filter(({ atMs }, index) => {
        const before = points[index - 1];
        return before === undefined || atMs - before.atMs > apartMs;
      });
      const subject = serviceOf(labels) ?? 'the service';
      const version = versionOf(labels) ?? 'unknown';
      return starts.map(({ atMs }) => ({ atMs, subject, version, evidence, stepMs: stepOf(points) }));
    })
    .sort((a, b) => a.atMs - b.atMs);
  return [...Map.groupBy(runs, ({ subject }) => subject).values()].flatMap((ofSubject) =>
    ofSubject.flatMap(({ atMs, subject, version, evidence, stepMs }, index): readonly Draft[] => {
      const before = ofSubject.slice(0, index).findLast((run) => run.version !== version);
      const earlier = ofSubject[index - 1];
      // The first version that is seen was not necessarily rolled out then.
      if (before === undefined || earlier?.version === version) return [];
      if (atMs < window.fromMs || atMs >= window.toMs) return [];
      return [
        {
          at: toIso(atMs),
          kind: 'deployment',
          what: 'another version was seen',
          subject: cleaned(subject),
          from: cleaned(earlier?.version ?? before.version),
          to: cleaned(version),
          actor: null,
          certaintyMs: stepMs,
          evidence,
        },
      ];
    }),
  );
}

const REPLACED_WITHIN_MS = 12 * 3_600_000;

function linked(drafts: readonly Draft[]): readonly Change[] {
  const changes: Change[] = [];
  const taken: Draft[] = [];
  for (const draft of drafts) {
    const index = taken.findLastIndex((other) => couldUndo(draft, other));
    const earlier = changes[index];
    const sameRollout = earlier !== undefined && isSameRollout(earlier, draft);
    const { action: _, takesBack: __, ...change } = draft;
    taken.push(draft);
    changes.push({
      ...change,
      id: `C-${String(changes.length + 1).padStart(4, '0')}`,
      undoes: sameRollout ? null : (earlier?.id ?? null),
    });
  }
  return changes;
}

/** What names the calls that it takes back takes back those alone; anything else the last change of the same. */
function couldUndo(draft: Draft, earlier: Draft): boolean {
  const lagMs = Date.parse(draft.at) - Date.parse(earlier.at);
  if (draft.subject !== earlier.subject || lagMs <= 0 || lagMs > REPLACED_WITHIN_MS) return false;
  if ((draft.takesBack ?? []).length > 0) return draft.takesBack?.includes(earlier.action ?? '') ?? false;
  return draft.kind === earlier.kind && !ONE_WAY.has(draft.kind);
}

/** Two of these on one subject are two changes, and neither takes the other back unless it says so. */
const ONE_WAY: ReadonlySet<Change['kind']> = new Set(['access', 'logging', 'resource']);

const SAME_ROLLOUT_MS = 5 * 60_000;

/** A record of the deployment and the version that it made to be seen are one rollout told twice. */
const isSameRollout = (earlier: Change, later: Draft): boolean =>
  earlier.certaintyMs !== later.certaintyMs &&
  Date.parse(later.at) - Date.parse(earlier.at) <= SAME_ROLLOUT_MS;
