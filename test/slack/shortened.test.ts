import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortened } from '../../src/slack/shortened.ts';

test('wherever a text is cut, no escaped character, date or pair of surrogates is cut in two', () => {
  const unit = '&amp; <!date^1769508000^{date_short_pretty} {time}|2026-01-27T10:00:00Z> \u{1F525}';
  for (let shift = 0; shift < unit.length; shift++) {
    const { text } = shortened({ text: 'x'.repeat(shift) + unit.repeat(100) });
    const [kept = '', remark] = text.split('…\n');
    assert.match(remark ?? '', /^This message was shortened/);
    assert.ok(text.length < 3_000 && kept.length > 2_300);
    const rest = kept.replaceAll('&amp;', '').replaceAll(/<!date\^[^<>]*>/g, '');
    assert.doesNotMatch(rest, /[<>&]/);
    assert.ok(kept.isWellFormed());
  }
});
