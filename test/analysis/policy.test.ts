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

test('the policy that ships is valid and holds the default thresholds', () => {
  const policy = loadPolicy(template, 'templates/policy.yaml');
  assert.equal(policy.slo.target, 0.999);
  assert.equal(policy.gates['latency-p95'].atMostMs, 220);
  assert.equal(policy.gates['error-ratio'].atMost, 0.005);
});

test('a wrong value is told with file, line, field and mend', () => {
  const error = trouble(template.replace('atMostMs: 220', 'atMostMs: fast'));
  const line = template.split('\n').findIndex((text) => text.includes('atMostMs: 220')) + 1;
  assert.equal(error.code, 'POLICY_INVALID');
  assert.equal(error.fault, 'user');
  assert.equal(error.where, `policy.yaml:${line}, gates.latency-p95.atMostMs`);
  assert.match(error.mend, /templates\/policy\.yaml/);
});

test('a setting that does not exist is told by its own line', () => {
  const error = trouble(
    template.replace('  latency-p95:', '  latency-p59:\n    atMostMs: 1\n  latency-p95:'),
  );
  const line = template.split('\n').findIndex((text) => text.includes('  latency-p95:')) + 1;
  assert.equal(error.where, `policy.yaml:${line}, gates.latency-p59`);
  assert.match(error.message, /latency-p59/);
});

test('a missing setting is told where it belongs', () => {
  assert.match(
    trouble(template.replace(/ {2}db-pool:.*\n/, '')).where ?? '',
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
