import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { userError } from '../../src/domain/errors.ts';
import type { Handlers } from '../../src/jobs/jobs.ts';
import { handlersByTenant } from '../../src/slack/handlers-by-tenant.ts';

const gone = () =>
  Promise.reject(
    userError({ code: 'SLACK_NOT_INSTALLED', message: 'it is not installed', mend: 'install it' }),
  );

/** Says which job was done with which token. */
function opened(
  tokens: Readonly<Record<string, string>>,
  linked: Readonly<Record<string, string>>,
  alertTenant?: string,
): { readonly handlers: Handlers; readonly done: string[] } {
  const done: string[] = [];
  const [only, ...others] = Object.keys(tokens);
  const handlers = handlersByTenant({
    installations: {
      tokenOf: (tenant) => (tokens[tenant] === undefined ? gone() : Promise.resolve(tokens[tenant])),
      sourcesOf: async (tenant) => [`sources-of-${tenant}`],
      onlyTenant: async () => (others.length === 0 ? (only ?? null) : null),
    },
    links: { tenantsOf: async (incident) => (linked[incident] === undefined ? [] : [linked[incident]]) },
    alertTenants: { pagerduty: alertTenant },
    otherwise: {
      'alert.opened': async () => {
        done.push('alert.opened without Slack');
      },
    },
    open: (token, sources) => ({
      'alert.opened': async () => void done.push(`alert.opened by ${token}`),
      'slack.home': async () => void done.push(`slack.home by ${token} from ${sources}`),
      'slack.card': async () => void done.push(`slack.card by ${token}`),
    }),
    log: pino({ enabled: false }),
  });
  return { handlers, done };
}

const home = { teamId: 'TBETA', userId: 'U1' };
const card = { incident: 'INC-2026-0001', drawing: '1', judge: false };
const alert = { incident: 'INC-2026-0002', origin: 'pagerduty', key: 'alert:1' } as const;

test('a job is done with the token of its team, or of the team that its incident is in', async () => {
  const { handlers, done } = opened({ TALPHA: 'alpha', TBETA: 'beta' }, { 'INC-2026-0001': 'TALPHA' });
  await handlers['slack.home']?.(home);
  await handlers['slack.card']?.(card);
  assert.deepEqual(done, ['slack.home by beta from sources-of-TBETA', 'slack.card by alpha']);
});

test('a job of a workspace without the app is dropped', async () => {
  const { handlers, done } = opened({ TALPHA: 'alpha' }, { 'INC-2026-0001': 'TGONE' });
  await handlers['slack.home']?.(home);
  await handlers['slack.card']?.(card);
  assert.deepEqual(done, []);
});

test('an alert is told in the configured workspace, else in the only one, else collected for without Slack', async () => {
  const two = { TALPHA: 'alpha', TBETA: 'beta' };
  const outcomes = [];
  for (const [tokens, tenant] of [
    [two, 'TBETA'],
    [{ TALPHA: 'alpha' }, undefined],
    [two, undefined],
    [two, 'TGONE'],
    [{}, undefined],
  ] as const) {
    const { handlers, done } = opened(tokens, {}, tenant);
    await handlers['alert.opened']?.(alert);
    outcomes.push(...done);
  }
  assert.deepEqual(outcomes, [
    'alert.opened by beta',
    'alert.opened by alpha',
    'alert.opened without Slack',
    'alert.opened without Slack',
    'alert.opened without Slack',
  ]);
});
