import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds, Seeds } from '../../end-to-end/leak/secrets.ts';
import { redactor } from './redactors.ts';

const SEPARATORS = [',', '&', '/', ';', '|', '?', '#'];
const forms: Readonly<Record<string, (text: string) => string>> = {
  'in text': (text) => text,
  'in JSON': (text) => JSON.stringify({ note: text }),
  'percent-encoded': encodeURIComponent,
};

/** Behind a user of IAM a slash makes the name a path, and what follows the name. */
const isPath = (first: string, second: string): boolean =>
  first === 'IAM user' && /^(?:\/|.*jsessionid)/i.test(second);

for (const [form, write] of Object.entries(forms)) {
  test(`of two secrets that nothing but a separator keeps apart both are hidden, ${form}`, () => {
    const left: string[] = [];
    for (const separator of SEPARATORS) {
      for (const first of Object.keys(kinds)) {
        for (const second of Object.keys(kinds)) {
          if (isPath(first, separator) || isPath(first, second)) continue;
          const seeds = new Seeds();
          const text = `${seeds.text(first, 'first')}${separator}${seeds.text(second, 'second')}`;
          const hidden = redactor.redactText(write(text));
          for (const { kind, place, core } of seeds.all)
            if (hidden.includes(core)) left.push(`${first} ${separator} ${second}: ${place}, ${kind}`);
        }
      }
    }
    assert.deepEqual(left, []);
  });
}

test('what closes a quoted value does not open another one', () => {
  assert.match(
    redactor.redactText('token="abc123 password:" status=200 host="x"'),
    /^token="\[secret:[A-Z2-7]{10}\]" status=200 host="x"$/,
  );
});
