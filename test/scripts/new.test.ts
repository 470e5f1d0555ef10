import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { madeFor } from '../../scripts/new.ts';

test('a lens begins with its folder, a check with its judge and its cases', () => {
  assert.deepEqual(Object.keys(madeFor(['lens', 'cold-cache'])?.files ?? {}), [
    'src/lenses/cold-cache/index.ts',
    'src/lenses/cold-cache/readme.md',
  ]);
  const check = madeFor(['check', 'never-rises']);
  assert.match(
    check?.files['src/judges/never-rises.ts'] ?? '',
    /export function neverRises\(spec: Spec<'never-rises'>/,
  );
  const cases: unknown = parse(check?.files['test/judges/cases/never-rises.yaml'] ?? '');
  assert.ok(cases);
});

test('an indicator is told its role, and a gate that judges it the right way round', () => {
  const ofDisk = madeFor(['indicator', 'disk_free']);
  assert.deepEqual(ofDisk?.files, {});
  assert.match(ofDisk?.next ?? '', /saturation: it is out when it is too low/);
  assert.match(ofDisk?.next ?? '', /id: disk-free, check: floor/);
  assert.match(madeFor(['indicator', 'latency_p99'])?.next ?? '', /too high[\s\S]*check: ceiling/);
});

test('what is no recipe or no name makes nothing', () => {
  for (const args of [
    [],
    ['lens'],
    ['lens', 'Cold Cache'],
    ['lens', '../x'],
    ['format', 'x'],
    ['toString', 'x'],
  ])
    assert.equal(madeFor(args), null, args.join(' '));
});
