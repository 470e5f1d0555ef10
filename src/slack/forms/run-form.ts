import { userError } from '../../domain/errors.ts';
import type { Note } from '../../domain/incident.ts';
import type { JobData } from '../../jobs/jobs.ts';
import type { Work } from '../handlers.ts';
import { touchCardHere } from '../live-card.ts';
import { runRequest } from '../run-request.ts';
import { incidentHere } from '../verbs/incident-here.ts';
import { echoNote } from '../verbs/note.ts';
import { echoEntry } from '../verbs/sections.ts';
import { actorOf } from '../verbs/verb.ts';
import { noteInput } from './note-form.ts';
import { sectionInput } from './section-form.ts';
import { isSectionKind } from './view.ts';

type FormJob = JobData['slack.form'];

/** Writes what a sent form says, when the person may, and echoes it in the channel. */
export const runForm = (job: FormJob, work: Work): Promise<void> =>
  runRequest({ type: 'slack.form', name: job.kind, sentAt: job.triggeredAt }, job, work, async () => ({
    needs: 'respond',
    async carryOut() {
      await write(job, work);
      await touchCardHere(job, work);
    },
  }));

async function write(job: FormJob, work: Work): Promise<void> {
  const incident = await incidentHere(job, work);
  if (job.incident !== null && job.incident !== incident) throw otherIncident(job.incident, incident);
  await (isSectionKind(job.kind)
    ? writeEntry(job.kind, incident, job, work)
    : writeNote(incident, job, work));
}

async function writeEntry(
  kind: Parameters<typeof sectionInput>[0],
  incident: string,
  job: FormJob,
  work: Work,
): Promise<void> {
  const { useCases } = work;
  const input = sectionInput(kind, job.values);
  if (job.edits !== null && !(await isEchoed(job, work))) {
    const { id, version } = job.edits;
    const entry = (await useCases.sections(incident)).find((each) => each.id === id);
    assertUnchanged(job, entry?.version, version, entry?.author === actorOf(job));
  }
  const written =
    job.edits === null
      ? await useCases.writeSection(incident, input, actorOf(job), job.key)
      : await useCases.editSection(incident, job.edits.id, input, actorOf(job), job.key);
  await echoEntry(written, incident, job, work);
}

async function writeNote(incident: string, job: FormJob, work: Work): Promise<void> {
  const { useCases } = work;
  let before: Note | null = null;
  if (job.edits !== null) {
    const { id, version } = job.edits;
    before = (await useCases.notes(incident)).find((each) => each.id === id) ?? null;
    if (!(await isEchoed(job, work)))
      assertUnchanged(job, before?.version, version, before?.author === actorOf(job));
  }
  const input = noteInput(job.values, before);
  const written =
    job.edits === null
      ? await useCases.note(incident, input, actorOf(job), job.key)
      : await useCases.editNote(incident, job.edits.id, input, actorOf(job), job.key);
  await echoNote(written, incident, job, work);
}

/** The job runs again after its effect: then the latest version is its own. */
const isEchoed = async (job: FormJob, { links }: Work): Promise<boolean> =>
  (await links.messageOf(`${job.key}:echo`)) !== undefined;

/**
 * Two people who edit at once: the second is told, with the words that would be lost. A version that the same person
 * wrote right after the one in the form may be this very job's, before it was interrupted; its key decides.
 */
function assertUnchanged(job: FormJob, latest: number | undefined, filled: number, isOwn: boolean): void {
  if (latest === filled || (isOwn && latest === filled + 1)) return;
  const id = job.edits?.id ?? '';
  throw userError({
    code: 'ENTRY_CHANGED',
    message: `${id} was changed while the form was open: it is version ${latest ?? 0} now, the form had ${filled}. Your text was not written: ${job.values['text'] ?? ''}`,
    mend: `press Edit on the latest version of ${id}, and send your text again`,
  });
}

const otherIncident = (meant: string, here: string) =>
  userError({
    code: 'INCIDENT_OTHER',
    message: `the form belongs to ${meant}, and this channel to ${here}`,
    mend: 'write it with a command in the channel of the incident',
  });
