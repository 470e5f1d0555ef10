import { userError } from '../../domain/errors.ts';
import { type Incident, type Severity, severities } from '../../domain/incident.ts';
import { toIso } from '../../domain/time.ts';
import { TimeQuestion } from '../../domain/time-words/question.ts';
import { exactly, takeTime } from '../../domain/time-words/take.ts';
import { slackDate } from '../dates.ts';
import { postDraft } from '../draft/post-draft.ts';
import { slackText } from '../escape.ts';
import type { Work } from '../handlers.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import { actorOf, type CommandJob, type SlackVerb, type Usage } from './verb.ts';

const TEXT_CHARS_MAX = 500;

/** Says in the channel what has become of the incident. */
const tell = (job: CommandJob, work: Work, text: string) =>
  work.messenger.postOnce(`${job.key}:done`, job.channelId, { text });

interface StepArguments {
  readonly text: string | null;
  readonly atMs: number | null;
}

function step(
  to: 'mitigated' | 'resolved',
  usage: Usage,
  then: (incident: string, job: CommandJob, work: Work) => Promise<void>,
): SlackVerb<StepArguments> {
  return {
    usage,
    parse(argument, moment) {
      const { rest, atMs, asked } = takeTime(argument, moment);
      if (asked === null) return { text: rest === '' ? null : rest, atMs };
      throw new TimeQuestion(asked, [
        ...asked.choices.map((choice) => ({
          label: choice.label,
          text: `${argument} at ${exactly(choice)}`,
        })),
        { label: 'It is no time: now', text: `${argument} at ${toIso(moment.nowMs)}` },
      ]);
    },
    ack: ({ atMs }) =>
      `Marking the incident ${to}${atMs === null ? '' : ` at ${slackDate(atMs)}`}. It is said here.`,
    async carryOut({ text, atMs }, job, work) {
      const incident = await incidentHere(job, work);
      const when = atMs ?? Date.parse(job.triggeredAt);
      await work.useCases.advance(incident, to, { text, atMs: when }, actorOf(job), job.key);
      const said = text === null ? '' : `: ${slackText(text, TEXT_CHARS_MAX)}`;
      await tell(job, work, `${incident} is ${to} as of ${slackDate(when)}${said}`);
      await then(incident, job, work);
    },
  };
}

export const mitigated = step(
  'mitigated',
  {
    line: 'mitigated [what was done] [at T]',
    does: 'says that the harm is stopped: sets status and phase.',
    example: '/rca mitigated SQL injection rules set to block at 11:16',
  },
  async () => undefined,
);

export const resolved = step(
  'resolved',
  {
    line: 'resolved [what was seen] [at T]',
    does: 'says that service is back to normal: sets status and phase, and posts the first draft of the RCA.',
    example: '/rca resolved error rate back to normal at 13:10',
  },
  (incident, job, work) => postDraft(incident, job, work),
);

export const draft: SlackVerb<void> = {
  usage: {
    line: 'draft',
    does: 'renders the RCA from the evidence as it stands: on the canvas of the channel where it can have one, else as Markdown; and as PDF.',
    example: '/rca draft',
  },
  parse: (argument) => nothingAfter('draft', argument),
  ack: () => 'Rendering the draft. It appears here when it is done.',
  carryOut: async (_given, job, work) => postDraft(await incidentHere(job, work), job, work),
};

/** A verb that needs words after it. */
function wordsOf(verb: string, argument: string, what: string, example: string): string {
  if (argument !== '') return argument;
  throw userError({
    code: 'ARGUMENT_MISSING',
    message: `/rca ${verb} needs ${what}`,
    mend: `write ${example}`,
  });
}

export const reopen: SlackVerb<string> = {
  usage: {
    line: 'reopen WHY',
    does: 'says that it is not over: the status is open again, and mitigation and resolution are placed anew.',
    example: '/rca reopen errors are back since 15:00',
  },
  parse: (argument) => wordsOf('reopen', argument, 'the reason', '/rca reopen errors are back'),
  ack: () => 'Opening the incident again. It is said here.',
  async carryOut(why, job, work) {
    const incident = await incidentHere(job, work);
    await work.useCases.reopen(incident, why, actorOf(job), job.key);
    await tell(job, work, `${incident} is open again: ${slackText(why, TEXT_CHARS_MAX)}`);
  },
};

export const close: SlackVerb<{ readonly anyway: boolean }> = {
  usage: {
    line: 'close [anyway]',
    does: 'ends the work on the incident; says first what is missing, and closes all the same with “anyway”.',
    example: '/rca close',
  },
  parse(argument) {
    if (argument.toLowerCase() === 'anyway') return { anyway: true };
    nothingAfter('close', argument);
    return { anyway: false };
  },
  ack: () => 'Looking at what is missing. What comes of it appears here.',
  async carryOut({ anyway }, job, work) {
    const incident = await incidentHere(job, work);
    await work.useCases.close(incident, { anyway }, actorOf(job), job.key);
    await tell(job, work, `${incident} is closed.`);
  },
};

export const cancel: SlackVerb<string> = {
  usage: {
    line: 'cancel WHY',
    does: 'ends an incident that was opened by mistake. Evidence and ledger stay.',
    example: '/rca cancel it was the load test',
  },
  parse: (argument) => wordsOf('cancel', argument, 'the reason', '/rca cancel it was the load test'),
  ack: () => 'Cancelling the incident. It is said here.',
  async carryOut(why, job, work) {
    const incident = await incidentHere(job, work);
    await work.useCases.cancel(incident, why, actorOf(job), job.key);
    await tell(job, work, `${incident} is cancelled: ${slackText(why, TEXT_CHARS_MAX)}`);
  },
};

/** An incident that is in channels of other workspaces alone does not exist for this one. */
async function checkIsOurs(incident: string, { teamId }: CommandJob, { links }: Work): Promise<void> {
  const tenants = await links.tenantsOf(incident);
  if (tenants.length === 0 || tenants.includes(teamId)) return;
  throw userError({
    code: 'INCIDENT_UNKNOWN',
    message: `there is no incident ${incident}`,
    mend: 'name one of this workspace, as its card shows it',
  });
}

const INCIDENT = /^INC-\d{4}-\d{4,}$/;

export const merge: SlackVerb<string> = {
  usage: {
    line: 'merge INCIDENT',
    does: 'ends this incident as a part of another one. Its evidence and ledger stay with it.',
    example: '/rca merge INC-2026-0001',
  },
  parse(argument) {
    const into = argument.toUpperCase();
    if (INCIDENT.test(into)) return into;
    throw userError({
      code: 'INCIDENT_INVALID',
      message: `"${argument}" is not an incident`,
      mend: 'name the incident that goes on: /rca merge INC-2026-0001',
    });
  },
  ack: (into) => `Merging this incident into ${into}. It is said here.`,
  async carryOut(into, job, work) {
    const incident = await incidentHere(job, work);
    await checkIsOurs(into, job, work);
    await work.useCases.merge(incident, into, actorOf(job), job.key);
    await tell(job, work, `${incident} is merged into ${into}, which goes on.`);
  },
};

export const rename: SlackVerb<string> = {
  usage: {
    line: 'rename TITLE',
    does: 'gives the incident another title. The ledger binds the old ones too.',
    example: '/rca rename SQL injection probing of search',
  },
  parse: (argument) => wordsOf('rename', argument, 'the new title', '/rca rename Probing of search'),
  ack: (title) => `Renaming the incident to “${slackText(title, 200)}”.`,
  async carryOut(title, job, work) {
    const incident = await incidentHere(job, work);
    const { title: renamed } = await work.useCases.rename(incident, title, actorOf(job), job.key);
    await tell(job, work, `${incident} is now “${slackText(renamed, 200)}”.`);
  },
};

export const severity: SlackVerb<Severity> = {
  usage: {
    line: 'severity sev1..4',
    does: 'sets how bad the incident is.',
    example: '/rca severity sev1',
  },
  parse(argument) {
    const found = severities.find((each) => each === argument.toLowerCase());
    if (found !== undefined) return found;
    throw userError({
      code: 'SEVERITY_INVALID',
      message: `"${argument}" is not a severity`,
      mend: `write one of ${severities.join(', ')}`,
    });
  },
  ack: (given) => `Setting the severity to ${given.toUpperCase()}.`,
  async carryOut(given, job, work) {
    const incident = await incidentHere(job, work);
    const changed: Incident = await work.useCases.setSeverity(incident, given, actorOf(job), job.key);
    await tell(job, work, `${incident} is ${changed.severity?.toUpperCase() ?? 'without severity'} now.`);
  },
};

export const withdraw: SlackVerb<{ readonly evidence: string; readonly why: string }> = {
  usage: {
    line: 'withdraw E-0001 WHY',
    does: 'takes a mistaken evidence item out of timeline and documents. Nothing is erased.',
    example: '/rca withdraw E-0004 log of another host',
  },
  parse(argument) {
    const match = /^(E-\d{4,})\s+(\S.*)$/is.exec(argument);
    if (match) return { evidence: (match[1] ?? '').toUpperCase(), why: match[2] ?? '' };
    throw userError({
      code: 'WITHDRAW_INCOMPLETE',
      message: 'a withdrawal names the evidence and the reason',
      mend: 'write /rca withdraw E-0004 log of another host',
    });
  },
  ack: ({ evidence }) => `Withdrawing ${evidence}. It is said here.`,
  async carryOut({ evidence, why }, job, work) {
    const incident = await incidentHere(job, work);
    await work.useCases.withdraw(incident, evidence, why, actorOf(job));
    await tell(job, work, `${evidence} of ${incident} is withdrawn: ${slackText(why, TEXT_CHARS_MAX)}`);
  },
};
