import type { App, Context, ViewOutput } from '@slack/bolt';
import type { ModalView, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { factsSha256 } from '../../domain/sentences.ts';
import { toIso } from '../../domain/time.ts';
import type { UseCases } from '../../incident/use-cases.ts';
import { notStoredText, unsureText } from '../acknowledge.ts';
import { markup } from '../blocks.ts';
import type { AckOutcome, SlackMetrics } from '../metrics.ts';
import { openForm } from '../open-form.ts';
import { carried, pressedIn, sentBy } from '../pressed.ts';
import { inTime } from '../store-in-time.ts';
import type { Intake } from '../take-command.ts';
import { EDIT, NOTE_BUTTON, sentenceIn } from './buttons.ts';
import { valuesOf } from './inputs.ts';
import {
  type Editable,
  ENTRY_FORM,
  editForm,
  errorsOf,
  type FormKind,
  formKinds,
  metadataOf,
  newForm,
} from './view.ts';

/** Reads what a form is filled with: after the acknowledgement, within the three seconds of a trigger. */
export type EntryReader = Pick<UseCases, 'notes' | 'sections' | 'sentences' | 'incident'>;

export interface FormIntake extends Intake {
  readonly entries: EntryReader;
  readonly metrics: SlackMetrics;
}

/** The kind of form that a verb alone opens; undefined for every other text. A wording alone lists the sentences. */
export const formAsked = (text: string): FormKind | undefined =>
  formKinds.find((kind) => kind !== 'wording' && kind === text.trim().toLowerCase());

export const formText = (kind: FormKind): string =>
  `Opening a form. If none appears, write it behind the command: \`/rca ${kind} TEXT\`.`;

const editSchema = z.object({ incident: z.string(), id: z.string() });
const noteSchema = z.object({ incident: z.string() });

/** Opens forms from buttons, and stores those that are sent. */
export function takeForms(
  app: App,
  clientOf: (context: Context) => WebClient,
  intake: FormIntake,
  elapsedMs: (context: Context) => number,
): void {
  const open = async (
    body: unknown,
    client: WebClient,
    fill: (channelId: string) => Promise<ModalView | string>,
  ): Promise<void> => {
    const { triggerId, channelId, userId } = pressedIn(body);
    const view = await fill(channelId);
    if (typeof view !== 'string') {
      const asked = { triggerId, channelId, userId };
      await openForm({ ...asked, view }, client, intake.log);
      return;
    }
    await client.chat.postEphemeral({
      channel: channelId,
      user: userId,
      text: view,
      blocks: [markup(view)],
    });
  };

  app.action({ type: 'block_actions', action_id: EDIT }, async ({ body, action, ack, context }) => {
    await ack();
    intake.metrics.acked('answered', elapsedMs(context));
    const { incident, id } = editSchema.parse(carried(action));
    await open(body, clientOf(context), async (channelId) => {
      const editable = await findEditable(intake.entries, incident, id);
      return editable === undefined
        ? `${id} of ${incident} was withdrawn, or is not there any more. Nothing was changed.`
        : editForm(editable, { channelId, incident }, Date.now());
    });
  });

  app.action({ type: 'block_actions', action_id: NOTE_BUTTON }, async ({ body, action, ack, context }) => {
    await ack();
    intake.metrics.acked('answered', elapsedMs(context));
    const { incident } = noteSchema.parse(carried(action));
    await open(body, clientOf(context), async (channelId) => {
      const { status } = await intake.entries.incident(incident);
      return status === 'closed'
        ? `${incident} is closed, so that no note was taken. \`/rca reopen WHY\` opens it again.`
        : newForm('note', { channelId, incident }, Date.now());
    });
  });

  app.view(ENTRY_FORM, async ({ body, view, ack, context }) => {
    const teamId = sentBy(body, view);
    const taken = await takeForm(view, { teamId, userId: body.user.id }, intake);
    await ('errors' in taken ? ack({ response_action: 'errors', errors: taken.errors }) : ack());
    intake.metrics.acked(taken.outcome, elapsedMs(context));
  });
}

async function findEditable(
  entries: EntryReader,
  incident: string,
  id: string,
): Promise<Editable | undefined> {
  if (id.startsWith('N-')) {
    const note = (await entries.notes(incident)).find((each) => each.id === id);
    return note && { is: 'note', note };
  }
  const name = sentenceIn(id);
  if (name !== undefined) {
    const sentence = (await entries.sentences(incident)).find(({ claim }) => claim.name === name);
    if (sentence === undefined) return undefined;
    const { claim, wording } = sentence;
    return wording === null
      ? { is: 'sentence', claim }
      : { is: 'section', entry: wording, facts: factsSha256(claim) };
  }
  const entry = (await entries.sections(incident)).find((each) => each.id === id);
  if (entry?.body.withdrawn !== null) return undefined;
  const { body } = entry;
  if (body.kind !== 'wording') return { is: 'section', entry };
  const sentence = (await entries.sentences(incident)).find(({ claim }) => claim.name === body.sentence);
  return { is: 'section', entry, ...(sentence && { facts: factsSha256(sentence.claim) }) };
}

type TakenForm =
  | { readonly outcome: AckOutcome }
  | { readonly outcome: AckOutcome; readonly errors: Record<string, string> };

async function takeForm(
  view: ViewOutput,
  { teamId, userId }: { readonly teamId: string; readonly userId: string },
  intake: FormIntake,
): Promise<TakenForm> {
  const fail = (text: string): TakenForm => ({ outcome: 'failed', errors: { text } });
  try {
    const metadata = metadataOf(view.private_metadata);
    const values = valuesOf(view);
    const errors = errorsOf(metadata, values);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors: { ...errors } };
    const key = `slack:${teamId}/${view.id}`;
    const { channelId, kind, incident, edits, sentence } = metadata;
    const storing = intake.jobs.enqueue(
      'slack.form',
      {
        key,
        kind,
        incident,
        edits,
        values: {
          ...Object.fromEntries(
            Object.entries(values).map(([field, value]) => [field, intake.redactText(value)]),
          ),
          ...(sentence === undefined ? {} : { sentence: sentence.name, basedOn: sentence.basedOn }),
        },
        teamId,
        channelId,
        userId,
        triggeredAt: toIso(Date.now()),
      },
      key,
    );
    return (await inTime(storing, intake.log)) ? { outcome: 'stored' } : fail(unsureText);
  } catch (error) {
    intake.log.error({ err: error }, 'a Slack form could not be stored');
    return fail(notStoredText);
  }
}
