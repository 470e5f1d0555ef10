import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberRules } from '../../../src/collect/redact/national-ids.ts';
import { redactor } from './redactors.ts';

/** Numbers that their issuers, or the texts about their check digits, publish as examples. */
const examples: Readonly<Record<string, readonly string[]>> = {
  'us-ssn': ['078-05-1120', '219099999'],
  'uk-nino': ['AA 01 23 44 B', 'JG103759A'],
  'de-steuer-id': ['86095742719', '47 036 892 816'],
  'es-dni': ['12345678Z', 'X1234567L'],
  'fr-nir': ['255081416802538', '2 55 08 14 168 025 38'],
  'it-codice-fiscale': ['RSSMRA85T10A562S', 'VRNGNY07D68C351V'],
  'br-cpf': ['111.444.777-35', '52998224725'],
  'in-aadhaar': ['2341 2341 2346', '234123412346'],
  'nl-bsn': ['111222333', '123456782'],
  'pl-pesel': ['44051401359', '02070803628'],
  iban: ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432'],
};

/** The same with one letter or digit changed, so that the check fails. */
const changed = (text: string): string =>
  text.replace(/[A-Za-z\d](?=[^A-Za-z\d]*$)/, (last) =>
    /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'X' ? 'Y' : 'X',
  );

for (const { rule, class: tokenClass, words, names } of numberRules) {
  const [word = '', name = ''] = [words[0], names[0]];
  const given = examples[rule] ?? [];
  const ways: readonly ((value: string) => string)[] = [
    (value) => `${word}: ${value}.`,
    (value) => `${word.toUpperCase()} number is ${value}, see below`,
    (value) => `user=7 ${word} ${value} status failed`,
    (value) => `q=${encodeURIComponent(`${word} number ${value.replaceAll(' ', '')}`)}`,
    (value) => `id=7&${name}=${value.replaceAll(' ', '')}&x=1`,
    (value) => `q=${name}%3D${value.replaceAll(' ', '')}`,
  ];

  test(`${rule} is redacted behind its words`, () => {
    assert.ok(given.length >= 2);
    for (const value of given) {
      for (const way of ways) {
        const redacted = redactor.redactText(way(value));
        assert.ok(redacted.includes(`[${tokenClass}:`), `${way(value)} became ${redacted}`);
        assert.doesNotMatch(redacted.replace(/\[[^\]]*\]/g, ''), /\d{4}/);
      }
      const page = Buffer.from(JSON.stringify({ customer: { [name]: value }, note: `${word}: ${value}` }));
      assert.deepEqual(redactor.redactPage(page, 'application/json').redactions, { [rule]: 2 });
    }
  });

  test(`${rule} stays without a word before it`, () => {
    for (const value of given) {
      const text = `order ${value} shipped`;
      assert.equal(redactor.redactText(text), text);
    }
  });

  if (rule !== 'us-ssn' && rule !== 'uk-nino') {
    test(`${rule} stays when its check digit is wrong`, () => {
      for (const value of given) {
        const text = `${word}: ${changed(value)} found`;
        assert.equal(redactor.redactText(text), text);
      }
    });
  }
}

test('numbers that are never given stay', () => {
  for (const text of [
    'ssn: 000-12-3456',
    'ssn: 666-12-3456',
    'ssn: 123-00-4567',
    'nino: GB123456A',
    'cpf: 111.111.111-11',
  ])
    assert.equal(redactor.redactText(text), text);
});
