import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collection, Incident, Note, SourceRun } from '../../src/domain/incident.ts';
import { toIso, windowJson } from '../../src/domain/time.ts';
import type { Capture } from '../../src/incident/capture/capture.ts';
import type { CardStates } from '../../src/incident/card-state.ts';
import type { Request, RequestOutcome } from '../../src/incident/requests.ts';
import type { ChannelLink, PostedMessage, SlackLinks } from '../../src/incident/slack-links.ts';
import type { StatusReport } from '../../src/incident/use-cases.ts';
import type { Handlers, JobData, JobName, Jobs } from '../../src/jobs/jobs.ts';
import type { SlackHandlerOptions } from '../../src/slack/handlers.ts';

/** What the use cases were asked to do, and what a test may set. */
export interface FixtureIncidents {
  /** Those that start, note, status and pack need; there are no others. */
  readonly useCases: SlackHandlerOptions['useCases'];
  readonly incidents: readonly Incident[];
  readonly notes: readonly Note[];
  readonly packs: readonly string[];
  /** What each collection was asked for. */
  readonly collected: readonly Parameters<SlackHandlerOptions['useCases']['requestCollection']>[1][];
  /** What was entered into the ledger of requests. */
  readonly requests: (Request & RequestOutcome & { readonly incident: string; readonly actor: string })[];
  readonly cards: CardStates;
  /** State of the collection, as sources would bring it forward. */
  runs: readonly SourceRun[];
  /** Bytes that the next pack is made of. */
  packBytes: Uint8Array;
  /** Thrown by the next call of any use case. */
  failWith: Error | null;
}

export const waiting = (source: string): SourceRun => ({
  source,
  state: 'waiting',
  evidence: [],
  pages: 0,
  records: 0,
  observations: 0,
  rejected: 0,
  startedAt: null,
  finishedAt: null,
  error: null,
});

/** Incidents in memory behind the interface of the use cases: what is tested is the Slack side of it. */
export function fixtureIncidents(packDir: string): FixtureIncidents {
  const incidents: Incident[] = [];
  const notes: Note[] = [];
  const packs: string[] = [];
  const collected: FixtureIncidents['collected'][number][] = [];
  const byKey = new Map<string, unknown>();
  const once = <T>(key: string | undefined, make: () => T): T => {
    if (key === undefined) return make();
    if (!byKey.has(key)) byKey.set(key, make());
    return byKey.get(key) as T;
  };
  const check = (): void => {
    const error = fixture.failWith;
    fixture.failWith = null;
    if (error) throw error;
  };
  const fixture: FixtureIncidents = {
    incidents,
    notes,
    packs,
    collected,
    requests: [],
    cards: {
      async of(id) {
        const { window, closing, ...incident } = incidents.find((each) => each.id === id)!;
        return {
          ...incident,
          services: [...incident.services],
          ...window,
          closedAs: closing?.as ?? null,
          mergedInto: null,
          sources: fixture.runs.map(({ source, state, records, error }) => ({
            source,
            state,
            records,
            error,
          })),
          evidence: 0,
          notes: notes.length,
          gaps: 0,
          placed: [],
          written: [],
          actions: { open: 0, overdue: 0 },
          gates: null,
          phases: null,
        };
      },
    },
    runs: [waiting('edge-waf'), waiting('slis')],
    packBytes: new TextEncoder().encode('%PDF-1.7 fixture'),
    failWith: null,
    useCases: {
      async start(input, actor, key) {
        check();
        return once(key, () => {
          const incident: Incident = {
            id: `INC-2026-${String(incidents.length + 1).padStart(4, '0')}`,
            title: input.title,
            severity: input.severity,
            status: 'open',
            closing: null,
            services: input.services,
            window: windowJson(input.window),
            startedAt: toIso(Date.now()),
            startedBy: actor,
          };
          incidents.push(incident);
          return incident;
        });
      },
      async requestCollection(incident, options, actor, key) {
        check();
        return once(`collection ${key}`, (): Collection => {
          collected.push(options);
          return {
            id: `C-${incident}${collected.length === 1 ? '' : `-${collected.length}`}`,
            incident,
            sources: fixture.runs.map((run) => run.source),
            window: incidents[0]!.window,
            requestedAt: toIso(Date.now()),
            requestedBy: actor,
            finishedAt: null,
          };
        });
      },
      async incident(id) {
        check();
        return incidents.find((each) => each.id === id)!;
      },
      probeResults: async () => [],
      async sourceRuns() {
        return fixture.runs;
      },
      async status(id): Promise<StatusReport> {
        check();
        return {
          incident: incidents.find((each) => each.id === id)!,
          phases: {
            started: { at: '2026-01-27T10:00:00.000Z', evidence: [], setBy: 'evidence', why: 'blocks rose' },
          },
          sources: fixture.runs.map((run) => ({ ...run, coverage: 'complete' })),
          gaps: [],
          gates: [],
          waiting: [],
          missing: ['root cause'],
        };
      },
      async note(_incident, note, author, key) {
        check();
        return once(key, () => {
          const written: Note = {
            id: `N-${String(notes.length + 1).padStart(4, '0')}`,
            version: 1,
            at: toIso(note.atMs ?? Date.now()),
            text: note.text,
            author,
            writtenAt: toIso(Date.now()),
            phase: note.phase,
          };
          notes.push(written);
          return written;
        });
      },
      async enterRequest(incident, request, result, actor, key) {
        once(`${incident} ${request.type} ${key}:${result.outcome}`, () =>
          fixture.requests.push({ incident, ...request, ...result, actor }),
        );
      },
      async gates() {
        return [];
      },
      async notes() {
        return notes;
      },
      async sections() {
        return [];
      },
      async pack(incident) {
        check();
        const path = join(packDir, `${incident}-pack-v${packs.length + 1}.pdf`);
        packs.push(path);
        await writeFile(path, fixture.packBytes);
        return {
          path,
          sha256: createHash('sha256').update(fixture.packBytes).digest('hex'),
          version: packs.length,
          manifestSha256: '0'.repeat(64),
          deliveries: [],
          evidence: 3,
        };
      },
    } satisfies Partial<SlackHandlerOptions['useCases']> as Partial<
      SlackHandlerOptions['useCases']
    > as SlackHandlerOptions['useCases'],
  };
  return fixture;
}

/** Reads no history: what becomes of messages is tested over real stores. */
export function fixtureCapture(): Capture {
  const collection: Collection = {
    id: 'C-history',
    incident: 'INC-2026-0001',
    sources: ['slack.history'],
    window: { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T11:00:00.000Z' },
    requestedAt: '2026-01-27T11:00:00.000Z',
    requestedBy: 'slack:T1/U1',
    finishedAt: '2026-01-27T11:00:00.000Z',
  };
  return {
    openHistory: async () => collection,
    collection: async () => collection,
  } satisfies Partial<Capture> as Partial<Capture> as Capture;
}

export function fixtureLinks(): SlackLinks {
  const links = new Map<string, ChannelLink>();
  const messages = new Map<string, PostedMessage>();
  return {
    incidentOf: async (teamId, channelId) => links.get(`${teamId}/${channelId}`),
    async tenantsOf(incident) {
      const found = [...links].filter(([, link]) => link.incident === incident);
      return [...new Set(found.map(([key]) => key.split('/')[0]!))];
    },
    async link(teamId, channelId, link) {
      const key = `${teamId}/${channelId}`;
      if (!links.has(key)) links.set(key, link);
      return links.get(key)!;
    },
    messageOf: async (key) => messages.get(key),
    async keepMessage(key, message) {
      if (!messages.has(key)) messages.set(key, message);
    },
  };
}

export interface FixtureJobs extends Pick<Jobs, 'enqueue'> {
  readonly stored: readonly {
    readonly name: JobName;
    readonly data: JobData[JobName];
    readonly key: string;
    /** Undefined: at once. */
    readonly notBeforeMs: number | undefined;
  }[];
  /** Thrown, or waited for, by the next `enqueue`. */
  beforeStoring: () => Promise<void>;
  /** Runs what is stored for now and not done, in order, until nothing is left. A job that throws stays. */
  run(handlers: Handlers): Promise<void>;
  /** Runs what is stored for later, as if its time had come: what asks for the same key then is a later one. */
  runLater(handlers: Handlers): Promise<void>;
}

export function fixtureJobs(): FixtureJobs {
  const stored: Stored[] = [];
  const keys = new Set<string>();
  const waiting: { readonly now: Stored[]; readonly later: Stored[] } = { now: [], later: [] };
  const runAll = async (queue: Stored[], handlers: Handlers, done: (job: Stored) => void) => {
    for (let job = queue[0]; job; job = queue[0]) {
      const handler = handlers[job.name] as ((data: JobData[JobName]) => Promise<void>) | undefined;
      await handler?.(job.data);
      queue.shift();
      done(job);
    }
  };
  const jobs: FixtureJobs = {
    stored,
    beforeStoring: async () => undefined,
    async enqueue(name, data, key, timing) {
      await jobs.beforeStoring();
      if (keys.has(`${name} ${key}`)) return;
      keys.add(`${name} ${key}`);
      const job = { name, data, key, notBeforeMs: timing?.notBeforeMs };
      stored.push(job);
      waiting[job.notBeforeMs === undefined ? 'now' : 'later'].push(job);
    },
    run: (handlers) => runAll(waiting.now, handlers, () => undefined),
    async runLater(handlers) {
      const due = waiting.later.splice(0);
      await runAll(due, handlers, ({ name, key }) => keys.delete(`${name} ${key}`));
    },
  };
  return jobs;
}

interface Stored {
  readonly name: JobName;
  readonly data: JobData[JobName];
  readonly key: string;
  readonly notBeforeMs: number | undefined;
}
