import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from '../../../src/slack/command.ts';
import { NOW, phrasings, ZONE } from './phrasings.ts';

const moment = { nowMs: Date.parse(NOW), zone: ZONE };

interface Given {
  readonly atMs?: number | null;
  readonly window?: { readonly fromMs: number } | null;
  readonly asked?: { readonly choices: readonly { readonly atMs: number }[] } | null;
}

/** What a command was understood as: an instant, `asked`, `none` or `refused`. */
function understood(text: string): string {
  const parsed = parseCommand(text, moment);
  if ('problem' in parsed) return parsed.instead === undefined ? 'refused' : 'asked';
  const given = ('given' in parsed ? parsed.given : {}) as Given;
  if (given.asked) return 'asked';
  const atMs = given.window?.fromMs ?? given.atMs ?? null;
  return atMs === null ? 'none' : new Date(atMs).toISOString();
}

for (const [language, list] of Object.entries(phrasings)) {
  test(`times in ${language} are right or asked about, none silently wrong`, () => {
    for (const [text, right] of list) {
      const got = understood(text);
      assert.ok(got === right || got === 'asked', `${text}: ${got}, and right is ${right}`);
    }
  });
}

test('at most a quarter of the phrasings is asked about', () => {
  const all = Object.values(phrasings).flat();
  const asked = all.filter(([text, right]) => understood(text) === 'asked' && right !== 'asked');
  assert.ok(all.length >= 120);
  assert.ok(asked.length <= all.length / 4, asked.map(([text]) => text).join('\n'));
});

/** Typed at 16:06 UTC by somebody in Berlin. */
const TYPED: Readonly<Record<string, string>> = {
  'note 14:05 rolled back': '2026-11-29T13:05:00.000Z',
  'note rolled back at 14:05 UTC': '2026-11-29T14:05:00.000Z',
  'note rolled back at 14:05 CET': '2026-11-29T13:05:00.000Z',
  'note rolled back @ 14:05': '2026-11-29T13:05:00.000Z',
  'note rolled back at 2pm': '2026-11-29T13:00:00.000Z',
  'note rolled back at 14.05': '2026-11-29T13:05:00.000Z',
  'note Rollback um 14:05 Uhr': '2026-11-29T13:05:00.000Z',
  'note ロールバックしました 14:05': '2026-11-29T13:05:00.000Z',
  'note rolled back 10 minutes ago': '2026-11-29T15:56:00.000Z',
  'note [14:05] deployed v2': '2026-11-29T13:05:00.000Z',
  'note 2026-11-29T10:05:00+01:00 switched WAF': '2026-11-29T09:05:00.000Z',
  'note rolled back at 2026-11-29 10:05 UTC': '2026-11-29T10:05:00.000Z',
  'note rolled back at Nov 29 10:05': '2026-11-29T09:05:00.000Z',
  'note at 14:05 rolled back': '2026-11-29T13:05:00.000Z',
  'note x at tomorrow 10:00': 'asked',
  'resolved 14:20': '2026-11-29T13:20:00.000Z',
  'start checkout is down since 20 min': '2026-11-29T15:46:00.000Z',
  'start login broken seit 14:05': '2026-11-29T13:05:00.000Z',
  'note Page acknowledged, security engineer asked to join at 2026-01-27 11:15 UTC phase acknowledged':
    '2026-01-27T11:15:00.000Z',
  'start SQL injection probing of search from 2026-01-27 11:00 UTC to 2026-01-27 12:00 UTC sev2 service search':
    '2026-01-27T11:00:00.000Z',
};

test('times in any place of a command are read', () => {
  for (const [text, right] of Object.entries(TYPED)) assert.equal(understood(text), right, text);
});
