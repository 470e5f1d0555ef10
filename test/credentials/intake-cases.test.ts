import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { FormatId } from '../../src/domain/formats.ts';
import { toIso } from '../../src/domain/time.ts';
import { analysed, gateOf, item } from '../analysis/cases.ts';
import { observed } from '../formats/observing.ts';
import { incident, startMs } from '../timeline/observations.ts';

const CASE_DAY_MS = Date.UTC(2026, 2, 2);

/** What the gate on rotations says of one case, moved to the day of the incident. */
function rotationGate(format: FormatId, file: string) {
  const bytes = readFileSync(new URL(`../fixtures/intake/${file}`, import.meta.url));
  const facts = observed(format, [bytes]).observations.map((observation) => ({
    evidence: 'E-0001',
    observation: { ...observation, at: toIso(Date.parse(observation.at) - CASE_DAY_MS + startMs) },
  }));
  const whole = item('E-0001', format, { answered: incident.window });
  return gateOf(analysed(facts, [whole]), 'rotation');
}

test('a role that was created and another that was dropped are no rotation', () => {
  assert.notEqual(rotationGate('postgres.json', 'postgres/unrelated-roles.jsonl').verdict, 'satisfied');
});

test('a password that a role was given in place is a rotation', () => {
  assert.equal(rotationGate('postgres.json', 'postgres/role-password-changed.jsonl').verdict, 'satisfied');
});

test('a key that is seen in a call after it was switched off is no proof of a rotation', () => {
  const gate = rotationGate('aws.cloudtrail', 'cloudtrail/iam-key-used-after-disable.json');
  assert.notEqual(gate.verdict, 'satisfied');
});
