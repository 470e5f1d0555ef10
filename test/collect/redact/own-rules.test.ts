import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type OwnRule, ownRulesSchema } from '../../../src/collect/redact/own-rules.ts';
import { redactInThread } from '../../../src/collect/redact/redacting-thread.ts';
import { createRedactor, type Redactor } from '../../../src/collect/redact/redactor.ts';
import { revealToken } from '../../../src/collect/redact/reveal.ts';
import { ruleSetOf } from '../../../src/collect/redact/rule-set.ts';
import { times } from '../../helpers/times.ts';
import { settings } from './redactors.ts';

const rules = ownRulesSchema.parse([
  { rule: 'customer-number', class: 'customer', revealable: true, fields: ['customerNumber', '*Account No'] },
  {
    rule: 'ticket',
    class: 'ticket-key',
    prefix: 'tk.live_',
    characters: 'letters-digits',
    length: { min: 8, max: 12 },
  },
]);
const redactor = createRedactor({ ...settings, rules });
const text = (value: string, by: Redactor = redactor): string => by.redactText(value);
const hidden = (value: string, kind: string): string =>
  text(value).replaceAll(new RegExp(`\\[${kind}:[A-Z2-7]{10}\\]`, 'g'), '#');

test('a field of a rule is hidden however its name is written, in text, parameters and JSON', () => {
  for (const name of ['customerNumber', 'customer_number', 'Customer-Number', 'CUSTOMER.NUMBER']) {
    assert.equal(hidden(`${name}=K-1 x`, 'customer'), `${name}=# x`);
    assert.equal(hidden(`{"a":1,"${name}":"K 1"}`, 'customer'), `{"a":1,"${name}":"#"}`);
  }
  assert.equal(hidden('{"customerNumber":17}', 'customer'), '{"customerNumber":"#"}');
  assert.equal(hidden('{"customer number":{"a":["x"]}}', 'customer'), '{"customer number":{"a":["#"]}}');
  assert.equal(
    hidden('{"x":"{\\"customerNumber\\":\\"K1\\"}"}', 'customer'),
    '{"x":"{\\"customerNumber\\":\\"#\\"}"}',
  );
  assert.equal(hidden('{"\\u0063ustomerNumber":"K1"}', 'customer'), '{"\\u0063ustomerNumber":"#"}');
});

test('a name is the whole name unless it has a star in front', () => {
  assert.equal(text('oldCustomerNumber=K-1'), 'oldCustomerNumber=K-1');
  assert.equal(hidden('sub_account_no=9 accountNo: 8', 'customer'), 'sub_account_no=# accountNo: #');
});

test('a value is hidden by prefix, characters and length, with its prefix', () => {
  assert.equal(hidden('a tk.live_abcdEF12, b', 'ticket-key'), 'a #, b');
  assert.equal(hidden('k=tk.live_abcdEF123456&', 'ticket-key'), 'k=#&');
  assert.equal(hidden('%3Dtk.live_abcdEF12', 'ticket-key'), '%3D#');
  for (const other of ['tk.live_abcdEF1', 'tk.live_abcdEF1234567', 'tkxlive_abcdEF12', 'xtk.live_abcdEF12'])
    assert.equal(text(`a ${other}`), `a ${other}`);
});

test('own rules take nothing from the built-in ones, whatever their gates end with', () => {
  const ending = ownRulesSchema.parse([
    { rule: 'mine', class: 'mine', prefix: 'x-ghp_', characters: 'digits', length: { min: 1, max: 2 } },
    { rule: 'other', class: 'other', fields: ['dbPassword', 'myCustomer'] },
  ]);
  const both = createRedactor({ ...settings, rules: ending });
  const plain = createRedactor(settings);
  for (const line of ['x-ghp_abcdefghijklmnopqrst', "x-y db password 'hunter2'", 'dbPassword=hunter2'])
    assert.equal(text(line, both), text(line, plain));
  assert.match(text('dbPassword=hunter2', both), /\[password:/);
});

test('the digest of the rule set covers own rules, and stays as it was without any', () => {
  assert.equal(ruleSetOf([]).sha256, createRedactor(settings).ruleSetSha256);
  assert.notEqual(redactor.ruleSetSha256, ruleSetOf([]).sha256);
  const longer = rules.map((rule) => (rule.length ? { ...rule, length: { min: 8, max: 13 } } : rule));
  assert.notEqual(ruleSetOf(longer).sha256, redactor.ruleSetSha256);
});

test('a thread redacts by the same rules', async () => {
  const thread = redactInThread(redactor.settings, 'application/json');
  const page = Buffer.from('{"customerNumber":"K-1"}');
  const { bytes, redactions } = await thread.redact(Buffer.from(page));
  await thread.close();
  assert.deepEqual(Buffer.from(bytes), Buffer.from(redactor.redactPage(page, 'application/json').bytes));
  assert.deepEqual(redactions, { 'customer-number': 1 });
});

test('a token of an own class is opened only where the rule allows it', () => {
  const tokenIn = (line: string): string => /\[[a-z-]+:\w+\]/.exec(text(line))?.[0] ?? '';
  const customer = tokenIn('customerNumber=K-1');
  assert.equal(revealToken({ ...settings, rules }, customer, Buffer.from('K-1')).matches, true);
  assert.throws(() => revealToken(settings, customer, Buffer.from('K-1')), { code: 'TOKEN_NEVER_OPENED' });
  const ticket = tokenIn('tk.live_abcdEF12');
  assert.throws(() => revealToken({ ...settings, rules }, ticket, Buffer.from('tk.live_abcdEF12')), {
    code: 'TOKEN_NEVER_OPENED',
  });
});

test('rules that contradict themselves, others or the built-in ones are refused', () => {
  const valid = { rule: 'mine', class: 'mine', fields: ['customerNumber'] };
  const value = {
    rule: 'mine',
    class: 'mine',
    prefix: 'abc_',
    characters: 'hex',
    length: { min: 2, max: 3 },
  };
  const wrong: readonly unknown[][] = [
    [{ ...valid, fields: ['x'] }],
    [{ ...valid, fields: ['a(b+)+c'] }],
    [{ ...valid, fields: [] }],
    [{ ...valid, rule: 'password' }],
    [{ ...valid, class: 'secret' }],
    [{ ...valid, class: 'file' }],
    [{ ...valid, prefix: 'abc_' }],
    [{ rule: 'mine', class: 'mine' }],
    [{ ...value, prefix: 'a' }],
    [{ ...value, prefix: '\\u00' }],
    [{ ...value, length: { min: 3, max: 2 } }],
    [{ ...value, length: { min: 3, max: 10_000 } }],
    [{ ...value, characters: '.*' }],
    [{ rule: 'mine', class: 'mine', prefix: 'abc_', characters: 'hex' }],
    [valid, valid],
    [valid, { ...valid, rule: 'more', revealable: true }],
  ];
  for (const list of wrong) assert.equal(ownRulesSchema.safeParse(list).success, false, JSON.stringify(list));
  assert.equal(ownRulesSchema.safeParse([valid]).success && ownRulesSchema.safeParse([value]).success, true);
});

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const ownRule = (index: number): fc.Arbitrary<OwnRule> => {
  const name = 'abcdefgh'[index] ?? 'x';
  const common = { rule: `own-${name}`, class: `own-${name}`, revealable: false };
  const characters = fc.constantFrom('digits', 'hex', 'letters', 'letters-digits', 'base64', 'base64url');
  return fc.oneof(
    fc.array(word, { minLength: 1, maxLength: 3 }).map((fields) => ({ ...common, fields })),
    fc
      .record({
        prefix: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,6}$/),
        characters,
        min: fc.integer({ min: 1, max: 20 }),
        more: fc.integer({ min: 0, max: 236 }),
      })
      .map(({ prefix, characters: set, min, more }) => ({
        ...common,
        prefix,
        characters: set,
        length: { min, max: min + more },
      })) as fc.Arbitrary<OwnRule>,
  );
};
const ruleLists = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => ownRule(index))));

test('with any own rules redacting twice changes nothing more, and JSON stays JSON', () => {
  fc.assert(
    fc.property(ruleLists, fc.jsonValue(), (own, value) => {
      const by = createRedactor({ ...settings, rules: ownRulesSchema.parse(own) });
      const [first] = own;
      const member = first?.fields?.[0] ?? 'x';
      const secret = `${first?.prefix ?? ''}${'a1'.repeat(20)}`;
      const page = Buffer.from(JSON.stringify({ value, [member]: secret, note: `${member}=${secret}` }));
      const once = by.redactPage(page, 'application/json').bytes;
      assert.doesNotThrow(() => JSON.parse(Buffer.from(once).toString()));
      assert.deepEqual(Buffer.from(by.redactPage(once, 'application/json').bytes), Buffer.from(once));
    }),
    { numRuns: times(200) },
  );
});

/** What repeats a rule's gate as often as can be, with what it goes on with. */
const hostileUnits = (rule: OwnRule): readonly string[] => {
  const starts = rule.fields ?? [rule.prefix ?? ''];
  return starts.flatMap((start) => [
    start,
    `${start}=`,
    `${start}-`,
    `${start}a`,
    `"${start}":"`,
    `${start}: "`,
  ]);
};

test('with any own rules the cost grows with the length of a hostile text', () => {
  const costOf = (by: Redactor, page: Buffer): number => {
    const before = process.cpuUsage();
    by.redactPage(page, 'text/plain');
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  fc.assert(
    fc.property(ruleLists, (own) => {
      const by = createRedactor({ ...settings, rules: ownRulesSchema.parse(own) });
      for (const unit of own.flatMap(hostileUnits)) {
        const page = (characters: number) =>
          Buffer.from(`a ${unit.repeat(Math.ceil(characters / unit.length))}`);
        const [short, long] = [page(25_000), page(200_000)];
        const costs = () => [costOf(by, short), costOf(by, long)] as const;
        // Eight times the text: 64 times the cost if it grew with the square.
        const isLinear = () => {
          const [few, many] = costs();
          return many < 40_000 || many < few * 24;
        };
        assert.ok(isLinear() || isLinear() || isLinear(), JSON.stringify(unit));
      }
    }),
    { numRuns: times(5) },
  );
});
