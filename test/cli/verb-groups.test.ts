import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';
import type { Invocation } from '../../src/cli/command.ts';
import { groupsFor, verbGroups } from '../../src/cli/verb-groups.ts';
import type { Operations } from '../../src/cli/verbs/operations.ts';

const unused = (): never => assert.fail('no verb is run');
const invocation = { app: unused, exit: unused, nowMs: unused } as Partial<Invocation> as Invocation;
const operations: Operations = { observeFile: unused, demo: unused, serve: unused };

test('each group adds the verbs that it is found by', async () => {
  for (const group of verbGroups) {
    const program = new Command();
    await group.add(program, invocation, operations);
    assert.deepEqual(
      program.commands.map((command) => command.name()),
      group.verbs,
    );
  }
});

test('a verb loads its own group, anything else all of them', () => {
  const [group] = groupsFor(['verify', 'pack.pdf']);
  assert.deepEqual(group?.verbs, ['verify']);
  for (const argv of [[], ['--help'], ['verfiy'], ['help', 'verify']])
    assert.equal(groupsFor(argv), verbGroups);
});
