import assert from 'node:assert/strict';
import type { Workspace } from './workspace.ts';

/** Whoever presses and sends, in a workspace. */
type Pressing = Pick<Workspace, 'slack' | 'interact'>;

interface Block {
  readonly accessory?: Button;
  readonly elements?: readonly Button[];
}
export interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly value: string;
}

/** Buttons of a message as it stands. */
export const buttonsOf = (blocks: readonly unknown[] = []): readonly Button[] =>
  (blocks as readonly Block[])
    .flatMap(({ accessory, elements }) => [...(accessory ? [accessory] : []), ...(elements ?? [])])
    .filter(({ type }) => type === 'button');

/** A pressed button, https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export async function press({ slack, interact }: Pressing, button: Button | undefined): Promise<Response> {
  assert.ok(button, 'there is no such button');
  const { trigger_id: triggerId } = await slack.ask('views.generateTriggerId', { user_id: slack.userId });
  return interact({
    type: 'block_actions',
    team: { id: slack.teamId },
    user: { id: slack.userId, team_id: slack.teamId },
    channel: { id: slack.channelId, name: 'incident-1' },
    trigger_id: triggerId,
    actions: [{ ...button, block_id: 'b', action_ts: '1' }],
  });
}

/**
 * The shortcut "Add to RCA timeline" on a message,
 * https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
 */
export const addToTimeline = (
  { slack, interact }: Pressing,
  ts: string,
  { triggerId = 'shortcut.1', text = '' } = {},
): Promise<Response> =>
  interact({
    type: 'message_action',
    callback_id: 'add-to-timeline',
    token: 'deprecated',
    action_ts: '1769508000.000100',
    trigger_id: triggerId,
    response_url: 'https://hooks.slack.test/app/1',
    team: { id: slack.teamId, domain: 'fixture' },
    user: { id: slack.userId, name: 'responder', team_id: slack.teamId },
    channel: { id: slack.channelId, name: 'incident-1' },
    message_ts: ts,
    message: { type: 'message', user: slack.userId, ts, text },
  });

export interface FormView {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly title: { readonly text: string };
  readonly blocks: readonly {
    readonly block_id: string;
    readonly element: {
      readonly initial_value?: string;
      readonly initial_date?: string;
      readonly initial_date_time?: number;
      readonly initial_option?: { readonly value: string };
    };
  }[];
}

/** The form that was opened last, once there are `count` of them. */
export async function openedForm({ slack }: Pick<Workspace, 'slack'>, count = 1): Promise<FormView> {
  const opened = () => slack.calls.filter(({ method }) => method === 'views.open');
  while (opened().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return JSON.parse(opened().at(-1)!.arguments['view']!);
}

/** What a field of a form is filled with. */
export function filledWith({ blocks }: FormView, field: string): string | number | undefined {
  const element = blocks.find(({ block_id }) => block_id === field)?.element;
  return (
    element?.initial_value ??
    element?.initial_option?.value ??
    element?.initial_date ??
    element?.initial_date_time
  );
}

/**
 * A sent form with some fields changed, https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export async function sendForm(
  { slack, interact }: Pressing,
  form: FormView,
  changed: Readonly<Record<string, string | number | null>>,
  id: string,
): Promise<Record<string, unknown> | null> {
  const values = Object.fromEntries(
    form.blocks.map(({ block_id: field, element }) => {
      const value = field in changed ? changed[field]! : (filledWith(form, field) ?? null);
      const type = (element as { type?: string }).type;
      const state = {
        plain_text_input: { value },
        static_select: { selected_option: value === null ? null : { value } },
        datepicker: { selected_date: value },
        datetimepicker: { selected_date_time: value },
      }[type ?? ''];
      return [field, { [field]: { type, ...state } }];
    }),
  );
  const answer = await interact({
    type: 'view_submission',
    team: { id: slack.teamId },
    user: { id: slack.userId, team_id: slack.teamId },
    view: { ...form, id, team_id: slack.teamId, state: { values } },
  });
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}
