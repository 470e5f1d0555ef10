import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, test } from 'node:test';
import { runRemotely, servesCommands } from '../../src/cli/remote/run-remotely.ts';
import { type CommandServer, serveCommands } from '../../src/cli/remote/serve-commands.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { scratch } from '../helpers/cli.ts';

let home: Awaited<ReturnType<typeof scratch>>;
let server: Awaited<ReturnType<typeof serveCommands>>;
let faults: unknown[];
let onFault: CommandServer['onFault'];

const serve = async (run: CommandServer['run']): Promise<void> => {
  server = await serveCommands(home.dir, { run, onFault: (cause) => onFault(cause) });
};

const faulted = (): Promise<unknown> =>
  new Promise((resolve) => {
    onFault = resolve;
  });

beforeEach(async () => {
  home = await scratch();
  faults = [];
  onFault = (cause) => faults.push(cause);
});
afterEach(async () => {
  await server.close();
  await home.clear();
});

interface Client {
  readonly terminal: Terminal & { readonly stdin: PassThrough };
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
  run(argv: readonly string[], readsStdin?: boolean): Promise<number>;
}

function client(): Client {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const stdin = new PassThrough();
  const terminal = {
    stdin,
    stdout,
    stderr,
    cwd: '/somewhere',
    interactive: false,
    columns: 80,
    zone: 'UTC',
    actor: 'cli:test',
  };
  return {
    terminal,
    stdout: text(stdout),
    stderr: text(stderr),
    async run(argv, readsStdin = false) {
      const exit = await runRemotely(home.dir, argv, terminal, readsStdin);
      stdout.end();
      stderr.end();
      return exit;
    },
  };
}

/** Writes the argument back. */
const echo: CommandServer['run'] = async ([word], { stdout }) => {
  stdout.write(String(word));
  return 0;
};

/** Sends bytes that no client of ours sends, and waits until the server hangs up. */
async function sendRaw(bytes: string | Uint8Array): Promise<void> {
  const socket = connect(join(home.dir, 'rca.sock'));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  // A peer that hangs up before it has read all is an error here, and what is asked for.
  socket.on('error', () => undefined);
  socket.resume().write(bytes);
  await closed;
}

test('a command has arguments, folder, account and width of its client, and gives back output and exit code', async () => {
  await serve(async (argv, { cwd, actor, columns, zone, stdout, stderr }) => {
    stdout.write(JSON.stringify({ argv, cwd, actor, columns, zone }));
    stderr.write('warned');
    return 2;
  });
  const { run, stdout, stderr } = client();
  assert.equal(await run(['note', 'two words']), 2);
  assert.deepEqual(JSON.parse(await stdout), {
    argv: ['note', 'two words'],
    cwd: '/somewhere',
    actor: 'cli:test',
    columns: 80,
    zone: 'UTC',
  });
  assert.equal(await stderr, 'warned');
});

test('input of any bytes and size arrives as it was sent', async () => {
  const sent = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, index) => index * 7));
  const received: Buffer[] = [];
  await serve(async (_argv, { stdin }) => {
    received.push(await buffer(stdin));
    return 0;
  });
  const { run, terminal } = client();
  terminal.stdin.end(sent);
  assert.equal(await run(['import', '-'], true), 0);
  assert.ok(received[0]?.equals(sent));
});

test('input of a client that is gone before its end is an error, never a shorter input', async () => {
  const started = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<unknown>();
  await serve(async (_argv, { stdin }) => {
    started.resolve();
    await buffer(stdin).then(outcome.resolve, outcome.resolve);
    return 0;
  });
  const socket = connect(join(home.dir, 'rca.sock'));
  const request = { argv: [], cwd: '/', interactive: false, columns: 80, zone: 'UTC', actor: 'cli:test' };
  socket.write(`${JSON.stringify(request)}\n${JSON.stringify({ stdin: 'aGFsZg==' })}\n`);
  await started.promise;
  socket.end();
  const met = await outcome.promise;
  assert.ok(met instanceof Error && 'code' in met, String(met));
  assert.equal(met.code, 'INPUT_CUT');
});

test('commands at the same time each get their own output', async () => {
  const both = Promise.withResolvers<void>();
  let running = 0;
  await serve(async (argv, terminal) => {
    running += 1;
    if (running === 2) both.resolve();
    await both.promise;
    return echo(argv, terminal);
  });
  const [one, two] = [client(), client()];
  await Promise.all([one.run(['one']), two.run(['two'])]);
  assert.deepEqual(await Promise.all([one.stdout, two.stdout]), ['one', 'two']);
});

for (const [what, bytes] of [
  ['no JSON', 'GET / HTTP/1.1\n'],
  ['JSON that is no request', '{"argv":"status"}\n'],
  ['a line without an end', Buffer.alloc(17 * 1024 * 1024, 'x')],
] as const) {
  test(`${what} is hung up on and told to the log, and the next command is answered`, async () => {
    await serve(echo);
    const fault = faulted();
    await sendRaw(bytes);
    assert.ok((await fault) instanceof Error);
    const { run, stdout } = client();
    assert.equal(await run(['still here']), 0);
    assert.equal(await stdout, 'still here');
  });
}

test('a command that fails without being caught ends its own client alone', async () => {
  await serve(async (argv, terminal) => {
    if (argv[0] === 'broken') throw new Error('a defect');
    return echo(argv, terminal);
  });
  const broken = client();
  assert.equal(await broken.run(['broken']), 3);
  assert.match(await broken.stderr, /SERVE_GONE/);
  assert.match(String(faults[0]), /a defect/);
  assert.equal(await client().run(['status']), 0);
});

test('a client that is told nothing more, because the server stopped, says so', async () => {
  const started = Promise.withResolvers<void>();
  await serve(async () => {
    started.resolve();
    return new Promise<number>(() => {});
  });
  const { run, stderr } = client();
  const exit = run(['collect']);
  await started.promise;
  await server.close();
  assert.equal(await exit, 3);
  assert.match(await stderr, /SERVE_GONE[\s\S]*mend/);
  assert.equal(await servesCommands(home.dir), false);
  await serve(echo);
});

test('the socket is open to its owner alone, and asking whether it is there is no fault', async () => {
  await serve(echo);
  assert.equal((await stat(join(home.dir, 'rca.sock'))).mode & 0o777, 0o600);
  assert.equal(await servesCommands(home.dir), true);
  assert.equal(await client().run(['status']), 0);
  assert.deepEqual(faults, []);
});
