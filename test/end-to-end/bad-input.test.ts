import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, type Said, type scratch, startCli } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';

let home: Awaited<ReturnType<typeof scratch>>;
let incident: string;

const run = (...argv: string[]): Promise<Said> => runCli([...argv, '--home', home.dir]);

/** A user's mistake: exit 2, one line with a code, one with the mend, no stack trace. */
function assertMistake(said: Said, code: string, mend: RegExp): void {
  assert.equal(said.exit, 2, said.stderr);
  assert.match(said.stderr, new RegExp(`\\b${code}: `));
  assert.match(said.stderr, mend);
  assert.doesNotMatch(said.stderr, /\n\s+at /);
  assert.equal(said.stdout, '');
}

const wafRecord = (requestId: string): string =>
  JSON.stringify({
    timestamp: 1_769_508_000_123,
    formatVersion: 1,
    webaclId: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/edge/1',
    terminatingRuleId: 'AWS-AWSManagedRulesSQLiRuleSet',
    terminatingRuleType: 'MANAGED_RULE_GROUP',
    action: 'BLOCK',
    httpSourceName: 'ALB',
    ruleGroupList: [],
    rateBasedRuleList: [],
    nonTerminatingMatchingRules: [],
    httpRequest: {
      clientIp: '203.0.113.7',
      country: 'DE',
      headers: [],
      uri: '/api/v1/search',
      args: 'q=1',
      httpVersion: 'HTTP/2.0',
      httpMethod: 'GET',
      requestId,
    },
  });

before(async () => {
  home = await freshHome();
  const said = await run('start', '--title', 'Bad input', '--since', '2h', '--json');
  assert.equal(said.exit, 0, said.stderr);
  incident = (JSON.parse(said.stdout) as Shapes['start']).incident;
});
after(() => home.clear());

test('an unknown verb is answered with the nearest one', async () => {
  const said = await run('timelin', incident);
  assert.equal(said.exit, 2);
  assert.match(said.stderr, /timeline/);
});

test('a wrong option, a missing argument and a wrong choice are told with code and mend', async () => {
  assertMistake(await run('status', '--nonsense'), 'USAGE', /mend: .*--help/);
  assertMistake(await run('timeline'), 'USAGE', /incident[\s\S]*mend: .*--help/);
  assertMistake(await run('import', incident, 'x', '--as', 'nonsense'), 'USAGE', /aws\.waf-log[\s\S]*mend: /);
});

test('an interrupted command says that what was stored stays, and the store opens again', async () => {
  const importing = startCli(['import', incident, '-', '--as', 'text', '--home', home.dir]);
  const ended = once(importing, 'close');
  let told = '';
  importing.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  importing.stdin?.write('a line\n');
  while (!(await holdsStore(importing.pid))) await sleep(50);
  importing.kill('SIGINT');
  assert.deepEqual(await ended, [null, 'SIGINT']);
  assert.match(told, /^INTERRUPTED: stopped by SIGINT\n {2}mend: run the command again/);
  const { evidence } = JSON.parse((await run('evidence', incident, '--json')).stdout) as Shapes['evidence'];
  assert.equal(evidence.length, 0);
});

/** Whether the process has opened the store. */
async function holdsStore(pid: number | undefined): Promise<boolean> {
  const locks = (await readdir(home.dir)).filter((name) => /^db\.lock-\d+$/.test(name));
  const held = await Promise.all(locks.map((name) => readFile(join(home.dir, name), 'utf8').catch(() => '')));
  return held.some((holder) => holder.includes(`"pid":${pid},`));
}

test('every verb teaches under --help', async () => {
  const general = await runCli(['--help']);
  assert.equal(general.exit, 0);
  const verbs = [...general.stdout.matchAll(/^ {2}([a-z]+) /gm)].map((match) => String(match[1]));
  for (const verb of [
    'start',
    'status',
    'collect',
    'import',
    'observe',
    'evidence',
    'timeline',
    'gaps',
    'gates',
  ]) {
    assert.ok(verbs.includes(verb), verb);
  }
  for (const verb of ['draft', 'pack', 'verify', 'note', 'withdraw', 'doctor', 'demo', 'serve', 'rebuild']) {
    assert.ok(verbs.includes(verb), verb);
  }
  const one = await runCli(['import', '--help']);
  assert.equal(one.exit, 0);
  assert.match(one.stdout, /Examples:\n {2}rca import/);
});

test('an unknown incident is a mistake with a mend', async () => {
  assertMistake(await run('timeline', 'INC-1999-0042'), 'INCIDENT_UNKNOWN', /rca status/);
});

test('a time without a zone is a mistake with a mend', async () => {
  assertMistake(
    await run('note', incident, 'x', '--at', '2026-01-27T10:00:00'),
    'TIME_UNCLEAR',
    /10:00:00.000Z/,
  );
});

test('a file that does not exist is named', async () => {
  const said = await run('import', incident, 'nowhere.log', '--json');
  assert.equal(said.exit, 2);
  assert.match(said.stderr, /FILE_UNREADABLE/);
});

test('a file of no known format is not guessed', async () => {
  const file = join(home.dir, 'odd.bin');
  await writeFile(file, Buffer.from([0, 1, 2, 3, 255, 254]));
  const said = await run('import', incident, file);
  assert.equal(said.exit, 2);
  assert.match(said.stderr, /FORMAT_UNKNOWN[\s\S]*--as/);
});

test('of five files of which one is unreadable four are kept, and the exit code says so', async () => {
  const files: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) {
    const file = join(home.dir, `${name}.log`);
    await writeFile(file, `${wafRecord(`request-${name}`)}\n`);
    files.push(file);
  }
  const said = await run('import', incident, ...files, join(home.dir, 'absent.log'), '--json');
  assert.equal(said.exit, 2);
  const answer = JSON.parse(said.stdout) as Shapes['import'];
  assert.equal(answer.evidence.length, 4);
  assert.deepEqual(
    answer.failed.map((failure) => failure.code),
    ['FILE_UNREADABLE'],
  );
});

test('an invalid record among good ones is counted, kept and shown', async () => {
  const file = join(home.dir, 'mixed.log');
  await writeFile(file, `${wafRecord('good-1')}\n{"timestamp": oops\n${wafRecord('good-2')}\n`);
  const said = await run('import', incident, file, '--json');
  assert.equal(said.exit, 0, said.stderr);
  const [item] = (JSON.parse(said.stdout) as Shapes['import']).evidence;
  assert.equal(item?.records, 3);
  assert.equal(item?.rejected, 1);
  const gaps = await run('gaps', incident, '--json');
  assert.match(gaps.stdout, /could not be read|rejected/);
});

test('a file of which nothing could be read is a mistake', async () => {
  const file = join(home.dir, 'broken.log');
  await writeFile(file, 'oops\noops again\n');
  const said = await run('import', incident, file, '--as', 'aws.waf-log');
  assert.equal(said.exit, 2);
  assert.match(said.stderr, /FILE_NO_RECORDS/);
});

test('a broken configuration names file, line and field', async () => {
  const file = join(home.dir, 'broken.yaml');
  await writeFile(file, 'serve:\n  port: many\n');
  const said = await run('status', '--config', file);
  assertMistake(said, 'CONFIG_INVALID', /mend/);
  assert.match(said.stderr, /broken\.yaml:2/);
  assert.match(said.stderr, /serve\.port/);
});

test('a bad policy names file and line', async () => {
  await writeFile(join(home.dir, 'policy.yaml'), 'gates:\n  availability: { minimum: high }\n');
  const file = join(home.dir, 'with-policy.yaml');
  await writeFile(file, 'policy: policy.yaml\n');
  const said = await run('gates', incident, '--config', file);
  assertMistake(said, 'POLICY_INVALID', /mend/);
  assert.match(said.stderr, /policy\.yaml:\d+/);
});

test('a dead source is told, recorded as a gap, and the exit code is 3', async () => {
  const file = join(home.dir, 'dead.yaml');
  await writeFile(
    file,
    'sources:\n  - { id: slis, type: prometheus, url: "http://127.0.0.1:9", queries: { availability: up } }\n',
  );
  const said = await run('collect', incident, '--config', file, '--json');
  assert.equal(said.exit, 3, said.stderr);
  const [source] = (JSON.parse(said.stdout) as Shapes['collect']).sources;
  assert.equal(source?.state, 'failed');
  assert.ok((source?.gaps.length ?? 0) > 0);
});

test('a home that is no folder is a mistake', async () => {
  const said = await runCli(['status', '--home', join(home.dir, 'a.log')]);
  assertMistake(said, 'HOME_UNUSABLE', /--home/);
});

test('a pack takes the place of no folder and no device, and a folder that cannot be made is told', async () => {
  for (const taken of [home.dir, '/dev/null']) {
    assertMistake(await run('pack', incident, '--out', taken), 'PACK_UNWRITTEN', /--out/);
  }
  const said = await run('pack', incident, '--out', join(home.dir, 'a.log', 'pack.pdf'));
  assert.equal(said.exit, 3, said.stderr);
  assert.match(said.stderr, /^PACK_UNWRITTEN: [^\n]+\n {2}mend: /);
});

test('a file that is no pack is a mistake', async () => {
  const file = join(home.dir, 'a.log');
  assertMistake(await runCli(['verify', file]), 'NOT_A_PACK', /mend/);
});

test('an evidence id that does not exist cannot be withdrawn', async () => {
  assertMistake(await run('withdraw', incident, 'E-9999', 'typo'), 'EVIDENCE_UNKNOWN', /rca evidence/);
});

test('a withdrawn item leaves the timeline and stays in the list', async () => {
  const before = await run('timeline', incident, '--json');
  const blocks = (said: Said): number =>
    (JSON.parse(said.stdout) as Shapes['timeline']).entries
      .filter((entry) => entry.kind === 'waf.blocked')
      .reduce((sum, entry) => sum + entry.count, 0);
  const withdrawn = await run('withdraw', incident, 'E-0001', 'of another host');
  assert.equal(withdrawn.exit, 0, withdrawn.stderr);
  assert.equal(blocks(await run('timeline', incident, '--json')), blocks(before) - 1);
  const { evidence } = JSON.parse((await run('evidence', incident, '--json')).stdout) as Shapes['evidence'];
  assert.equal(evidence.find((item) => item.id === 'E-0001')?.withdrawn, 'of another host');
});

test('observe prints observations and accounts for every record', async () => {
  const file = join(home.dir, 'mixed.log');
  const said = await runCli(['observe', file]);
  assert.equal(said.exit, 0, said.stderr);
  const summary = JSON.parse(said.stderr.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  assert.equal(summary['records'], 3);
  assert.equal(
    summary['records'],
    Number(summary['observed']) + Number(summary['silent']) + Number(summary['rejected']),
  );
  assert.equal(said.stdout.trim().split('\n').length, summary['observations']);
});

test('hostile text reaches the terminal as visible characters', async () => {
  const said = await run(
    'note',
    incident,
    '\u001b[31mred\u001b[0m \u202Etxt.exe',
    '--at',
    '2026-01-27T10:00:00Z',
  );
  assert.equal(said.exit, 0, said.stderr);
  const shown = await run('timeline', incident);
  assert.ok(!shown.stdout.includes('\u001b'));
  assert.ok(!shown.stdout.includes('\u202E'));
  assert.match(shown.stdout, /U\+202E/);
});
