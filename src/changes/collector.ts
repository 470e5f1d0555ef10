import type { SourcedObservation } from '../domain/observation.ts';
import { toIso, type Window } from '../domain/time.ts';
import type { Change } from '../domain/understanding.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { serviceOf, versionOf } from '../indicators/indicator.ts';
import { textOf } from '../timeline/attributes.ts';
import { compareIds } from '../timeline/evidence-ids.ts';
import { identityOf } from '../timeline/identity.ts';
import { stepOf } from '../timeline/runs.ts';
import { cleaned } from '../timeline/words.ts';

type Draft = Omit<Change, 'id' | 'undoes'>;

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

const FAMILIES: Readonly<Record<string, Meaning['kind']>> = {
  'deploy.started': 'deployment',
  'scale.changed': 'scale',
  'credential.created': 'credential',
  'credential.changed': 'credential',
  'credential.rotated': 'credential',
  'credential.disabled': 'credential',
  'credential.enabled': 'credential',
  'db.role-changed': 'credential',
  'credential.deleted': 'credential',
};

function meaningOf(observation: SourcedObservation['observation']): Meaning | null {
  const { kind, summary } = observation;
  const text = (name: string): string | null => clean(textOf(observation, name));
  if (kind === 'config.changed') {
    const isFirewall = textOf(observation, 'waf.mode') !== undefined || text('config.key') === 'waf.mode';
    return {
      kind: isFirewall || /^web ACL/.test(summary) ? 'firewall' : 'configuration',
      what: cleaned(summary),
      subject: text('config.name') ?? 'configuration',
      from: null,
      to: text('config.to'),
    };
  }
  const family = FAMILIES[kind];
  if (family === undefined || text('outcome') === 'failed') return null;
  return {
    kind: family,
    what: cleaned(summary),
    subject: text('service.name') ?? text('credential.id') ?? text('db.role.name') ?? 'unknown',
    from: null,
    to: text('deployment.id') ?? text('scale.to') ?? text('credential.version'),
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
  for (const draft of drafts) {
    const earlier = changes.findLast(
      ({ kind, subject, at }) =>
        kind === draft.kind &&
        subject === draft.subject &&
        Date.parse(draft.at) - Date.parse(at) <= REPLACED_WITHIN_MS &&
        Date.parse(draft.at) > Date.parse(at),
    );
    const sameRollout = earlier !== undefined && isSameRollout(earlier, draft);
    changes.push({
      ...draft,
      id: `C-${String(changes.length + 1).padStart(4, '0')}`,
      undoes: sameRollout ? null : (earlier?.id ?? null),
    });
  }
  return changes;
}

const SAME_ROLLOUT_MS = 5 * 60_000;

/** A record of the deployment and the version that it made to be seen are one rollout told twice. */
const isSameRollout = (earlier: Change, later: Draft): boolean =>
  earlier.certaintyMs !== later.certaintyMs &&
  Date.parse(later.at) - Date.parse(earlier.at) <= SAME_ROLLOUT_MS;
