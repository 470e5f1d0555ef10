import { outsideError } from '../../domain/errors.ts';
import type { PlannedProbe } from '../../domain/probe.ts';
import { toIso } from '../../domain/time.ts';
import type { Pacer } from '../pacer.ts';
import type { Ending, ItemReader, ReadPage, SourceGap } from '../read-items.ts';
import type { Collecting } from '../source.ts';
import type { Resolve } from './addresses.ts';
import { planOf } from './plan.ts';
import type { ProbeSettings } from './schema.ts';
import { type Answered, send, Unanswered } from './send.ts';
import { spellingsOf, tokenOf } from './tokens.ts';
import { transcriptOf } from './transcript.ts';

/** A connection that broke may be the network's doing; a third time would be pestering. */
const TIMES_MAX = 2;

export interface ProbeClient {
  readonly pacer: Pacer;
  readonly resolve: Resolve;
}

type Outcome =
  | { readonly attempt: number; readonly sentAtMs: number; readonly answered: Answered }
  | { readonly attempt: number; readonly sentAtMs: number; readonly unanswered: string }
  | 'sent-before';

/** The transcripts of a target's probes, a page each, in the order of the plan. */
export function probesReader(
  settings: ProbeSettings,
  client: ProbeClient,
  collecting: Collecting,
): ItemReader {
  const { planned, skipped } = planOf(settings);
  const { name, url, path, method } = settings;

  async function* read(): AsyncGenerator<ReadPage, Ending> {
    const gaps: SourceGap[] = skipped.map((check) => noToken(name, check));
    let missing = skipped.length;
    let firstMs: number | null = null;
    for (const [index, probe] of planned.entries()) {
      const token = tokenOf(probe.credential, settings.token ?? null, collecting.nowMs());
      const outcome = await sendAtMostTwice(settings, probe, token, client, collecting);
      if (outcome === 'sent-before') {
        missing += 1;
        gaps.push(sentBefore(probe));
        continue;
      }
      const { attempt, sentAtMs } = outcome;
      firstMs ??= sentAtMs;
      if (attempt > 1) gaps.push(sentAgain(probe));
      if ('unanswered' in outcome) {
        if (index === 0) throw unreachable(settings, outcome.unanswered);
        missing += 1;
        gaps.push(noAnswer(probe, outcome.unanswered));
      }
      const secrets = [token, settings.token ?? null].flatMap((text) =>
        text === null ? [] : spellingsOf(text),
      );
      yield pageOf(
        transcriptOf({ planned: probe, sentAtMs, attempt, outcome, secrets }),
        outcome,
        firstMs,
        collecting,
      );
    }
    return {
      coverage:
        missing === 0
          ? { state: 'complete' }
          : {
              state: 'truncated',
              why: `${missing} of ${settings.checks.length} probes have no answer`,
              limit: null,
            },
      gaps,
    };
  }

  return {
    item: `probes/${name}`,
    format: 'probe.result',
    query: {
      target: name,
      url: `${url.replace(/\/+$/, '')}${path}`,
      method,
      checks: settings.checks,
    },
    fidelity: 'reserialised',
    permission: `HTTP ${method} on ${url}`,
    read,
  };
}

/** Sends a probe, again if the connection broke, and never more than twice, whatever happened before. */
async function sendAtMostTwice(
  { timeoutSeconds, bodyBytes }: ProbeSettings,
  probe: PlannedProbe,
  token: string | null,
  client: ProbeClient,
  collecting: Collecting,
): Promise<Outcome> {
  const headers = token === null ? probe.headers : { ...probe.headers, authorization: `Bearer ${token}` };
  let last: Outcome = 'sent-before';
  for (;;) {
    await client.pacer.turn(collecting);
    const attempt = await collecting.announce(`${probe.target}/${probe.check}`, TIMES_MAX);
    if (attempt === null) return last;
    const sentAtMs = collecting.nowMs();
    try {
      const answered = await send({
        method: probe.method,
        url: probe.url,
        headers,
        timeoutMs: timeoutSeconds * 1_000,
        bytesMax: bodyBytes,
        signal: collecting.signal,
        resolve: client.resolve,
      });
      return { attempt, sentAtMs, answered };
    } catch (cause) {
      if (!(cause instanceof Unanswered)) throw cause;
      last = { attempt, sentAtMs, unanswered: cause.message };
    }
  }
}

function pageOf(
  bytes: Uint8Array,
  outcome: Exclude<Outcome, 'sent-before'>,
  firstMs: number,
  collecting: Collecting,
): ReadPage {
  const retrievedAtMs = collecting.nowMs();
  const date = 'answered' in outcome ? outcome.answered.headers['date'] : undefined;
  const serverMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return {
    bytes,
    retrievedAtMs,
    clockOffsetMs: Number.isNaN(serverMs) ? null : serverMs - Math.floor(retrievedAtMs / 1_000) * 1_000,
    answered: { from: toIso(firstMs), to: toIso(Math.max(retrievedAtMs, firstMs + 1)) },
    proof: [],
  };
}

const noToken = (target: string, check: string): SourceGap => ({
  why: `the probe ${check} of ${target} was not sent: no token is configured`,
  mend: `give the target ${target} a token as \${NAME} or file:PATH in probes.targets`,
});

const sentBefore = ({ target, check }: PlannedProbe): SourceGap => ({
  why: `the probe ${check} of ${target} was not sent again: it was sent ${TIMES_MAX} times before the process ended, and what came was lost`,
  mend: `probe again: rca probe INC ${target} --check ${check}`,
});

const sentAgain = ({ target, check }: PlannedProbe): SourceGap => ({
  why: `the probe ${check} of ${target} may have been sent twice: the first time a connection broke, or the process ended`,
  mend: 'expect it twice in the logs of the target and of its firewall',
});

const noAnswer = ({ target, check }: PlannedProbe, reason: string): SourceGap => ({
  why: `the probe ${check} of ${target} got no answer: ${reason}`,
  mend: 'look whether something before the target ends such connections, then probe again',
});

const unreachable = ({ name, url }: ProbeSettings, reason: string) =>
  outsideError({
    code: 'SOURCE_UNREACHABLE',
    message: `the target ${name} cannot be reached: ${reason}`,
    where: url,
    mend: 'check url in probes.targets, the network and the certificate, then probe again',
  });
