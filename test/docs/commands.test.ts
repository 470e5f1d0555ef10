import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { timedText, timeOption } from '../../src/cli/times.ts';
import { parseCommand } from '../../src/slack/command.ts';

const docs = new URL('../../docs/', import.meta.url);
const moment = { nowMs: Date.parse('2026-11-30T16:00:00Z'), zone: 'Europe/Berlin' };

const lines = async (): Promise<readonly string[]> => {
  const names = (await readdir(docs)).filter((name) => name.endsWith('.md'));
  const pages = await Promise.all(names.map((name) => readFile(new URL(name, docs), 'utf8')));
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  return [...pages, readme].flatMap((page) => page.split('\n'));
};

/** `/rca note TEXT [at T]` shows how a command is built, and is none. */
const isPattern = (text: string): boolean =>
  /[[\]…|]|\.\.|\b[A-Z]{2,}\b(?![\d-])|\bT\b/.test(text.replace(/RCA|WAF|SQL|SEV|BLOCK|UTC|COUNT/g, ''));

test('every /rca command that a page shows is understood, and its times are clear', async () => {
  const shown = (await lines()).flatMap((line) =>
    [...line.matchAll(/`\/rca ([^`]+)`/g)].map(([, text = '']) => text),
  );
  const commands = shown.filter((text) => !isPattern(text));
  assert.ok(commands.length > 30, `${commands.length} commands`);
  for (const text of commands) {
    const parsed = parseCommand(text.replace(/\\\|/g, '|'), moment);
    assert.ok(
      !('problem' in parsed) || /\b(?:needs|names|has no text|its entries have none)\b/.test(parsed.problem),
      `/rca ${text}: ${JSON.stringify(parsed)}`,
    );
    const asked =
      'given' in parsed &&
      typeof parsed.given === 'object' &&
      parsed.given !== null &&
      'asked' in parsed.given
        ? parsed.given.asked
        : null;
    assert.equal(asked, null, `/rca ${text}`);
  }
});

test('every time that a page gives to rca on the command line is clear', async () => {
  const commands = (await lines()).filter((line) =>
    /(?:^|\s)rca [a-z]+ .*--|^\s*(?:npx )?rca [a-z]/.test(line),
  );
  assert.ok(commands.length > 15, `${commands.length} commands`);
  let times = 0;
  for (const line of commands) {
    for (const [, flag = '', quoted, word] of line.matchAll(/(--(?:at|from|to))[ =](?:"([^"]+)"|(\S+))/g)) {
      const value = quoted ?? word ?? '';
      if (/^sev\d$|^[A-Z]+$/.test(value)) continue;
      assert.ok(Number.isInteger(timeOption(value, flag, moment)), line);
      times++;
    }
    const text = /\brca (?:note|mitigated|resolved) \S+ "([^"]+)"(?!.*--at)/.exec(line)?.[1];
    if (text !== undefined) timedText(text, undefined, moment);
  }
  assert.ok(times > 0);
});
