import type { SectionEntry, SectionKind } from '../../domain/section.ts';
import { oneLine } from '../../domain/visible.ts';
import type { WrittenEntry } from '../../incident/sections.ts';
import { header, listing, markup, paragraph } from '../blocks.ts';
import { slackText } from '../escape.ts';
import { editButton } from '../forms/buttons.ts';
import type { Work } from '../handlers.ts';
import { incidentHere } from './incident-here.ts';
import { listSentences } from './list-sentences.ts';
import { parseSection, type SectionArguments } from './section-options.ts';
import { actorOf, type CommandJob, type SlackVerb, type Usage } from './verb.ts';

const TEXT_CHARS_MAX = 1_000;
const LINES_MAX = 20;
const LINE_CHARS_MAX = 200;

/** A verb that writes one kind of entry into the RCA. */
const section = (kind: SectionKind, usage: Usage): SlackVerb<SectionArguments> => ({
  usage,
  parse: (argument) => parseSection(kind, argument),
  ack: (given) =>
    given.do === 'list'
      ? `Listing what was written as ${kind}. It appears here.`
      : `Writing it down. It is echoed here.`,
  needs: (given) => (given.do === 'list' ? 'read' : 'respond'),
  async carryOut(given, job, work) {
    const incident = await incidentHere(job, work);
    switch (given.do) {
      case 'list':
        return kind === 'wording' ? listSentences(incident, job, work) : list(kind, incident, job, work);
      case 'add':
        return echoEntry(
          await work.useCases.writeSection(incident, given.input, actorOf(job), job.key),
          incident,
          job,
          work,
        );
      case 'edit':
        return echoEntry(
          await work.useCases.editSection(incident, given.id, given.input, actorOf(job), job.key),
          incident,
          job,
          work,
        );
      case 'withdraw':
        await work.useCases.withdrawSection(incident, given.id, given.why, actorOf(job), job.key);
        await work.messenger.postOnce(`${job.key}:echo`, job.channelId, {
          text: `${given.id} of ${incident} is withdrawn: ${slackText(given.why, TEXT_CHARS_MAX)}`,
        });
    }
  },
});

/** In the channel what was written; to its author alone what in it looks for somebody to blame. */
export async function echoEntry(
  { entry, blame }: WrittenEntry,
  incident: string,
  job: Pick<CommandJob, 'key' | 'channelId' | 'userId'>,
  work: Pick<Work, 'messenger'>,
): Promise<void> {
  const head = `${entry.id} in ${incident}, ${entry.body.kind}, version ${entry.version}`;
  const lines = [entry.body.text, ...details(entry)];
  await work.messenger.postOnce(`${job.key}:echo`, job.channelId, {
    text: `${head}: ${slackText(entry.body.text, TEXT_CHARS_MAX)}`,
    blocks: [markup(head, editButton(incident, entry.id)), paragraph(lines.join('\n'))],
  });
  if (blame.length === 0) return;
  const hints = blame.map(({ phrase, why, instead }) => `“${phrase}” ${why}: ${instead}`);
  await work.messenger.tellOnce(`${job.key}:wording`, job.channelId, job.userId, {
    text: slackText(`Wording in ${entry.id}: ${hints.join('; ')}`, TEXT_CHARS_MAX),
    blocks: [
      markup(
        `Wording in ${entry.id} that looks for somebody to blame. It is kept as you wrote it; \`/rca ${entry.body.kind} edit ${entry.id}\` and a new text replaces it.`,
      ),
      paragraph(hints.join('\n')),
    ],
  });
}

function details({ body }: SectionEntry): readonly string[] {
  const cited = body.evidence.length === 0 ? [] : [`Evidence: ${body.evidence.join(' ')}`];
  switch (body.kind) {
    case 'impact':
      return [`Area: ${body.area}`, ...cited];
    case 'cause':
      return [`Role: ${body.role}`, ...cited];
    case 'lesson':
      return [`Side: ${body.side}`, ...cited];
    case 'action':
      return [
        `${body.type}, ${body.state}, owner ${body.owner ?? 'nobody yet'}, due ${body.due ?? 'no date'}`,
        ...cited,
      ];
    case 'control':
      return [
        body.state === 'risk-accepted'
          ? `risk accepted by ${body.acceptedBy} until ${body.acceptedUntil}`
          : `${body.state}, owner ${body.owner ?? 'nobody yet'}, ${body.eta ?? 'no date'}`,
        ...(body.mitigation === null ? [] : [`Meanwhile: ${body.mitigation}`]),
        ...cited,
      ];
    case 'wording':
      return [`In place of ${body.sentence}: ${body.computed.text}`, ...cited];
  }
}

async function list(kind: SectionKind, incident: string, job: CommandJob, work: Work): Promise<void> {
  const entries = (await work.useCases.sections(incident)).filter(
    ({ body }) => body.kind === kind && body.withdrawn === null,
  );
  const summary = `${entries.length} of kind ${kind} in ${incident}.`;
  await work.messenger.postOnce(`${job.key}:list`, job.channelId, {
    text: summary,
    blocks: [
      header(`${incident}: ${kind}`),
      ...(entries.length === 0 ? [markup(`Nothing was written as ${kind} yet.`)] : []),
      ...listing(
        'Latest versions',
        entries.map((entry) =>
          oneLine(`${entry.id} ${entry.body.text} (${details(entry).join('; ')})`, LINE_CHARS_MAX),
        ),
        LINES_MAX,
      ),
    ],
  });
}

const COMMON = 'Also: list, edit ID with what is new, withdraw ID WHY.';

export const impact = section('impact', {
  line: 'impact TEXT',
  does: `says what the incident did. Fields behind the text: area: requests, users, data, budget or other; evidence: E-0001 … ${COMMON}`,
  example: '/rca impact Confirmed none, no row left the database area: data evidence: E-0003',
});

export const cause = section('cause', {
  line: 'cause TEXT',
  does: `names the trigger, a contributing factor, or what was ruled out. Fields: role: trigger, factor or ruled-out; evidence: E-0001 … ${COMMON}`,
  example: '/rca cause No alert covered count mode role: factor evidence: E-0005',
});

export const lesson = section('lesson', {
  line: 'lesson TEXT',
  does: `writes a lesson. Field: side: well, badly or lucky. ${COMMON}`,
  example: '/rca lesson The canary kept half of the traffic safe side: well',
});

export const action = section('action', {
  line: 'action TEXT',
  does: `keeps an action. Fields: owner: ROLE; due: 2026-02-14; type: corrective or preventive. When evidence shows that it is done: done ID E-0007. ${COMMON}`,
  example: '/rca action Alert on count mode owner: platform lead due: 2026-02-14 type: preventive',
});

export const control = section('control', {
  line: 'control TEXT',
  does: `keeps a safeguard. Fields: state: operational, pending or risk-accepted; owner: ROLE; eta: DAY; mitigation: TEXT; by: ROLE and until: DAY for an accepted risk. ${COMMON}`,
  example: '/rca control Bound parameters in search owner: search lead eta: 2026-03-01',
});

export const wording = section('wording', {
  line: 'wording [TEXT sentence: NAME]',
  does: 'lists the sentences of the draft, each with a button to put it into your words; later drafts keep them, and say when the facts under them change. Fields: sentence: impact.requests; evidence: E-0001 … Also: edit W-0001 with what is new, withdraw W-0001 WHY.',
  example: '/rca wording About a tenth of searches failed. sentence: impact.errors',
});
