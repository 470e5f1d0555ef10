import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeTimes, type StatedTimes } from '../../src/pack/checks/time-order.ts';

const ms = (time: string): number => Date.parse(`2027-${time}:00.000Z`);
const T = '05-01T12:00';

/** All in order: what follows is changed in one place each. */
const good: StatedTimes = {
  facts: [{ id: 'T-1', atMs: ms('05-01T10:00'), evidence: ['E-0001'] }],
  collected: [{ id: 'E-0001', atMs: ms('05-01T11:00'), toldMs: ms('05-01T11:01') }],
  ledgerMs: [ms('05-01T09:00'), ms('05-01T11:01')],
  timestamps: [
    { name: 'one', atMs: ms(T) },
    { name: 'two', atMs: ms('05-01T12:01') },
  ],
  nowMs: ms('06-01T00:00'),
};

const stamped = (...times: readonly string[]): Partial<StatedTimes> => ({
  timestamps: times.map((time, index) => ({ name: `stamp ${index}`, atMs: ms(time) })),
});
const collected = (at: string, told: string | null): Partial<StatedTimes> => ({
  collected: [{ id: 'E-0001', atMs: ms(at), toldMs: told === null ? null : ms(told) }],
});
const fact = (at: string): Partial<StatedTimes> => ({
  facts: [{ id: 'T-1', atMs: ms(at), evidence: ['E-0001'] }],
});

const problems: readonly (readonly [string, Partial<StatedTimes>, readonly string[]])[] = [
  ['nothing', {}, []],
  ['collection within what is tolerated', collected('05-01T11:06', '05-01T11:01'), []],
  [
    'collection after its entry',
    collected('05-01T11:07', '05-01T11:01'),
    [
      'E-0001 says that it was collected at 2027-05-01T11:07:00.000Z, after the ledger told of it at 2027-05-01T11:01:00.000Z',
    ],
  ],
  [
    'collection after now',
    collected('07-01T00:00', null),
    [
      'E-0001 says that it was collected at 2027-07-01T00:00:00.000Z, which is after now, 2027-06-01T00:00:00.000Z',
    ],
  ],
  ['a timestamp within what is tolerated', stamped('05-01T10:56'), []],
  [
    'a timestamp before the ledger',
    stamped('05-01T10:55'),
    ["stamp 0 is of 2027-05-01T10:55:00.000Z, before the ledger's last entry of 2027-05-01T11:01:00.000Z"],
  ],
  [
    'a timestamp after now',
    stamped('06-01T00:06'),
    ['stamp 0 is of 2027-06-01T00:06:00.000Z, which is after now, 2027-06-01T00:00:00.000Z'],
  ],
  [
    'a ledger after now',
    { ledgerMs: [ms('06-02T00:00')], timestamps: [] },
    ["the ledger's last entry is of 2027-06-02T00:00:00.000Z, which is after now, 2027-06-01T00:00:00.000Z"],
  ],
  ['timestamps an hour apart', stamped('05-01T12:00', '05-01T13:00'), []],
  [
    'timestamps further apart',
    stamped('05-01T12:00', '05-03T13:00'),
    ['the timestamps are 2 days apart: 2027-05-01T12:00:00.000Z and 2027-05-03T13:00:00.000Z'],
  ],
  ['an empty ledger', { ledgerMs: [], collected: [], facts: [] }, []],
];

for (const [name, change, expected] of problems) {
  test(`what is wrong with ${name}`, () => {
    assert.deepEqual(judgeTimes({ ...good, ...change }).problems, expected);
  });
}

test('spread, a late seal, its absence and facts after their collection are told, and held against nobody', () => {
  const spread = 'the timestamps are 1 minute apart: 2027-05-01T12:00:00.000Z and 2027-05-01T12:01:00.000Z';
  const noted = (change: Partial<StatedTimes>) => {
    const { problems: wrong, notes } = judgeTimes({ ...good, ...change });
    assert.deepEqual(wrong, []);
    return notes;
  };
  assert.deepEqual(noted({}), [spread]);
  assert.deepEqual(noted({ timestamps: [] }), ['no timestamp tells when it was sealed']);
  assert.deepEqual(noted(stamped('05-03T12:00')), [
    "it was sealed at 2027-05-03T12:00:00.000Z, 2 days after the ledger's last entry of 2027-05-01T11:01:00.000Z",
  ]);
  assert.deepEqual(noted(fact('05-01T11:05')), [spread]);
  assert.deepEqual(noted(fact('05-01T11:06')), [
    spread,
    'T-1 is of 2027-05-01T11:06:00.000Z, after its evidence E-0001 was collected at 2027-05-01T11:00:00.000Z',
  ]);
  assert.deepEqual(noted({ facts: [{ id: 'T-1', atMs: ms('05-02T00:00'), evidence: [] }] }), [spread]);
});
