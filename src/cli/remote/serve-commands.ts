import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { outsideError } from '../../domain/errors.ts';
import { type Terminal, write } from '../terminal.ts';
import { decode, encode, inputSchema, type Output, requestSchema } from './frames.ts';
import { socketPath } from './socket-path.ts';

/** Room for the longest command line that Linux takes, and its quotes. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

export interface CommandServer {
  /** Runs one command; told to the person is what fails in it. */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
  /** A connection that broke, or that asked for what is no command. */
  onFault(cause: unknown): void;
}

/** Serves commands of the same account: the socket is open to its owner alone. */
export async function serveCommands(
  home: string,
  { run, onFault }: CommandServer,
): Promise<{ close(): Promise<void> }> {
  const path = socketPath(home);
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', onFault);
    answer(socket, { run, onFault }).catch((cause) => {
      onFault(cause);
      socket.destroySoon();
    });
  });
  server.listen(path);
  await once(server, 'listening');
  server.on('error', onFault);
  await chmod(path, 0o600);
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}

async function answer(socket: Socket, { run, onFault }: CommandServer): Promise<void> {
  const frames = decode(socket, LINE_BYTES_MAX);
  const first = await frames.next();
  if (first.done) return void socket.end();
  const { argv, ...terminal } = requestSchema.parse(first.value);
  const stdin = new PassThrough().on('error', onFault);
  feed(stdin, frames).catch((cause) => stdin.destroy(cause));
  const stdout = outputTo(socket, 'stdout');
  const stderr = outputTo(socket, 'stderr');
  const exit = await run(argv, { ...terminal, stdin, stdout, stderr });
  stdin.destroy();
  await Promise.all([ended(stdout), ended(stderr)]);
  await send(socket, { exit });
  // The client hangs up: closing first, with input of its unread, would take the answer from it.
  socket.end();
}

/** The client's input, until it is gone. */
async function feed(stdin: PassThrough, frames: AsyncIterable<unknown>): Promise<void> {
  for await (const value of frames) {
    const frame = inputSchema.parse(value);
    if (stdin.destroyed) continue;
    if ('stdin' in frame) await write(stdin, Buffer.from(frame.stdin, 'base64'));
    else stdin.end();
  }
  if (stdin.writableEnded || stdin.destroyed) return;
  throw outsideError({
    code: 'INPUT_CUT',
    message: 'the command that sent this input was ended before it had sent all of it',
    where: 'stdin',
    mend: 'run the command once more; nothing of this input was kept as evidence',
  });
}

const outputTo = (socket: Socket, name: 'stdout' | 'stderr'): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      const text = chunk.toString('base64');
      void send(socket, name === 'stdout' ? { stdout: text } : { stderr: text }).then(() => done());
    },
  });

const ended = (stream: Writable): Promise<void> => new Promise((resolve) => stream.end(() => resolve()));

/** Resolves when the frame is on its way, or the client is gone. */
const send = (socket: Socket, frame: Output): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.write(encode(frame), () => resolve());
  });
