import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { severities } from '../domain/incident.ts';

/** `callback_id` of the form that `/rca start` without anything opens. */
export const START_MODAL = 'start-incident';

const SINCE = [
  ['30m', 'the last 30 minutes'],
  ['1h', 'the last hour'],
  ['2h', 'the last 2 hours'],
  ['6h', 'the last 6 hours'],
  ['24h', 'the last 24 hours'],
] as const;

const TITLE = 'title';
const WINDOW = 'window';
const SEVERITY = 'severity';
const SERVICES = 'services';

const label = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (value: string, text: string) => ({ text: label(text), value });

/** The form of a new incident in a channel. https://docs.slack.dev/reference/views/modal-views */
export function startModal(channelId: string): ModalView {
  const [, hour] = SINCE;
  return {
    type: 'modal',
    callback_id: START_MODAL,
    private_metadata: channelId,
    title: label('Start an incident'),
    submit: label('Start'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: TITLE,
        label: label('What happens'),
        element: { type: 'plain_text_input', action_id: TITLE, max_length: 200 },
      },
      {
        type: 'input',
        block_id: WINDOW,
        label: label('Look at'),
        element: {
          type: 'static_select',
          action_id: WINDOW,
          options: SINCE.map(([since, text]) => option(since, text)),
          initial_option: option(...hour),
        },
      },
      {
        type: 'input',
        block_id: SEVERITY,
        optional: true,
        label: label('Severity'),
        element: {
          type: 'static_select',
          action_id: SEVERITY,
          options: severities.map((severity) => option(severity, severity.toUpperCase())),
        },
      },
      {
        type: 'input',
        block_id: SERVICES,
        optional: true,
        label: label('Services, separated by spaces'),
        element: { type: 'plain_text_input', action_id: SERVICES, max_length: 200 },
      },
    ],
  };
}

/** The command that a sent form stands for. Double quotes in the title become single ones. */
export function commandOf(view: ViewOutput): string {
  const value = (field: string): string => {
    const input = view.state.values[field]?.[field];
    return (input?.value ?? input?.selected_option?.value ?? '').trim();
  };
  const title = value(TITLE).replace(/["“”]/g, "'");
  const quoted = title === '' ? '' : `"${title}"`;
  const services = value(SERVICES) === '' ? '' : `service ${value(SERVICES)}`;
  return ['start', quoted, `since ${value(WINDOW)}`, value(SEVERITY), services]
    .filter((part) => part !== '')
    .join(' ');
}

/** A refused form shows why under its first field. */
export const modalErrors = (text: string) => ({
  response_action: 'errors' as const,
  errors: { [TITLE]: text },
});
