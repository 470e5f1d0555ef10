import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { RcaError } from '../../src/domain/errors.ts';

const template = readFileSync(new URL('../../templates/policy.yaml', import.meta.url), 'utf8');

const trouble = (text: string): RcaError => {
  try {
    loadPolicy(text, 'policy.yaml');
  } catch (error) {
    assert.ok(error instanceof RcaError);
    return error;
  }
  assert.fail('the policy was accepted');
};

const mapping = readFileSync(new URL('policy-v1.yaml', import.meta.url), 'utf8');

const lineWith = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('the policy that ships is a list, and means what the mapping before it meant', () => {
  const { slo, gates } = loadPolicy(template, 'templates/policy.yaml');
  assert.equal(slo.target, 0.999);
  assert.deepEqual(gates, loadPolicy(mapping, 'policy.yaml').gates);
  assert.equal(gates.length, 28);
});

test('a wrong value is told with file, line, field and mend', () => {
  const error = trouble(template.replace('limit: 220', 'limit: fast'));
  assert.equal(error.code, 'POLICY_INVALID');
  assert.equal(error.fault, 'user');
  assert.equal(error.where, `policy.yaml:${lineWith(template, 'limit: 220')}, gates.1.limit`);
  assert.match(error.mend, /templates\/policy\.yaml/);
  const before = trouble(mapping.replace('atMostMs: 220', 'atMostMs: fast'));
  assert.equal(before.where, `policy.yaml:${lineWith(mapping, 'atMostMs: 220')}, gates.latency-p95.atMostMs`);
});

test('a setting that does not exist is told by its own line', () => {
  const error = trouble(template.replace('limit: 220', 'limit: 220, forEver: true'));
  assert.equal(error.where, `policy.yaml:${lineWith(template, 'limit: 220')}, gates.1.forEver`);
  assert.match(error.message, /forEver/);
});

test('two gates of one id, a profile of an unknown gate and a soak without bounds are told where they stand', () => {
  const twice = trouble(template.replace('id: latency-p95', 'id: availability'));
  assert.match(twice.where ?? '', new RegExp(`:${lineWith(template, 'id: latency-p95')}, gates.1.id$`));
  assert.match(
    trouble(`${template}profiles:\n  go:\n    required: [nothing]\n`).where ?? '',
    /, profiles\.go\.required$/,
  );
  assert.match(
    trouble(template.replace('of: [availability, latency-p95', 'of: [soak, latency-p95')).message,
    /no ceiling and no floor "soak"/,
  );
});

test('a missing setting is told where it belongs', () => {
  assert.match(
    trouble(mapping.replace(/ {2}db-pool:.*\n/, '')).where ?? '',
    /^policy\.yaml:\d+, gates\.db-pool$/,
  );
});

test('text that is not YAML is told with its line', () => {
  assert.match(trouble('version: 1\nslo: { target: 0.9').where ?? '', /^policy\.yaml:2/);
});

test('a policy of aliases that would fill the memory is refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, n) =>
      `a${n}: &a${n} [${Array(9)
        .fill(n === 0 ? 'x' : `*a${n - 1}`)
        .join(', ')}]`,
  );
  assert.equal(trouble(levels.join('\n')).code, 'POLICY_INVALID');
});
