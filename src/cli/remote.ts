import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { sha256Hex } from '../domain/canonical.ts';
import type { Terminal } from './terminal.ts';

/** A Unix socket's path has room for 107 bytes. */
const PATH_BYTES_MAX = 100;

/**
 * Where `rca serve` listens for commands, so that a second process works through the one that holds the
 * embedded database.
 */
export function socketPath(home: string): string {
  const path = join(home, 'rca.sock');
  return Buffer.byteLength(path) <= PATH_BYTES_MAX
    ? path
    : join(tmpdir(), `rca-${sha256Hex(home).slice(0, 24)}.sock`);
}

interface Request {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly interactive: boolean;
  readonly columns: number;
  readonly actor: string;
}

type Run = (argv: readonly string[], terminal: Terminal) => Promise<number>;

/** Serves commands of the same account: the socket is readable for its owner alone. */
export async function serveCommands(home: string, run: Run): Promise<{ close(): Promise<void> }> {
  const path = socketPath(home);
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    void answer(socket, run);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}

async function answer(socket: Socket, run: Run): Promise<void> {
  const { request, stdin } = await readRequest(socket);
  const send = (frame: object): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed) resolve();
      else socket.write(`${JSON.stringify(frame)}\n`, () => resolve());
    });
  const stream = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        void send({ [name]: Buffer.from(chunk).toString('base64') }).then(() => done());
      },
    });
  const stdout = stream('stdout');
  const stderr = stream('stderr');
  const exit = await run(request.argv, {
    stdin,
    stdout,
    stderr,
    cwd: request.cwd,
    interactive: request.interactive,
    columns: request.columns,
    actor: request.actor,
  });
  await Promise.all([stdout, stderr].map((one) => new Promise<void>((done) => one.end(done))));
  await send({ exit });
  socket.end();
}

/** The first line is the request; what follows is the command's standard input. */
function readRequest(socket: Socket): Promise<{ request: Request; stdin: PassThrough }> {
  return new Promise((resolve) => {
    let head = Buffer.alloc(0);
    const stdin = new PassThrough();
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(0x0a);
      if (end < 0) return;
      socket.off('data', onData);
      stdin.write(head.subarray(end + 1));
      socket.pipe(stdin);
      resolve({ request: JSON.parse(head.subarray(0, end).toString('utf8')) as Request, stdin });
    };
    socket.on('data', onData);
  });
}

/** Whether a process serves this home's commands. */
export async function servesCommands(home: string): Promise<boolean> {
  const socket = await connected(socketPath(home));
  socket?.destroy();
  return socket !== null;
}

/** Runs a command through the process that serves this home. */
export async function runRemotely(
  home: string,
  argv: readonly string[],
  terminal: Terminal,
  readsStdin: boolean,
): Promise<number> {
  const socket = await connected(socketPath(home));
  if (!socket) return gone(terminal);
  const request: Request = {
    argv,
    cwd: terminal.cwd,
    interactive: terminal.interactive,
    columns: terminal.columns,
    actor: terminal.actor,
  };
  socket.write(`${JSON.stringify(request)}\n`);
  if (readsStdin) terminal.stdin.pipe(socket);
  else socket.end();
  for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) {
    const frame = JSON.parse(line) as { stdout?: string; stderr?: string; exit?: number };
    if (frame.stdout !== undefined) terminal.stdout.write(Buffer.from(frame.stdout, 'base64'));
    if (frame.stderr !== undefined) terminal.stderr.write(Buffer.from(frame.stderr, 'base64'));
    if (frame.exit !== undefined) {
      if (readsStdin) terminal.stdin.unpipe(socket);
      socket.destroy();
      return frame.exit;
    }
  }
  return gone(terminal);
}

function gone(terminal: Terminal): number {
  terminal.stderr.write(
    'SERVE_GONE: rca serve ended before it had answered\n  mend: run the command once more; what was stored stays\n',
  );
  return 3;
}

function connected(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}
