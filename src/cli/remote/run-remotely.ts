import { Transform } from 'node:stream';
import { type Terminal, write } from '../terminal.ts';
import { decode, encode, outputSchema } from './frames.ts';
import { connectTo } from './socket-path.ts';

/** Whether a process serves this home's commands. */
export async function servesCommands(home: string): Promise<boolean> {
  const socket = await connectTo(home);
  socket?.destroy();
  return socket !== null;
}

/** Runs a command through the process that serves this home, and returns its exit code. */
export async function runRemotely(
  home: string,
  argv: readonly string[],
  terminal: Terminal,
  readsStdin: boolean,
): Promise<number> {
  const socket = await connectTo(home);
  if (!socket) return gone(terminal);
  const { cwd, interactive, columns, zone, actor } = terminal;
  socket.write(encode({ argv, cwd, interactive, columns, zone, actor }));
  const input = inputFrames();
  input.pipe(socket, { end: false });
  if (readsStdin) terminal.stdin.pipe(input);
  else input.end();
  try {
    for await (const value of decode(socket, Number.POSITIVE_INFINITY)) {
      const frame = outputSchema.parse(value);
      if ('exit' in frame) return frame.exit;
      if ('stdout' in frame) await write(terminal.stdout, Buffer.from(frame.stdout, 'base64'));
      else await write(terminal.stderr, Buffer.from(frame.stderr, 'base64'));
    }
  } catch (cause) {
    if (cause !== socket.errored) throw cause;
  } finally {
    terminal.stdin.unpipe(input);
    socket.destroy();
  }
  return gone(terminal);
}

const inputFrames = (): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, encode({ stdin: chunk.toString('base64') }));
    },
    flush(done) {
      done(null, encode({ end: true }));
    },
  });

function gone(terminal: Terminal): number {
  terminal.stderr.write(
    'SERVE_GONE: rca serve ended before it had answered\n  mend: run the command once more; what was stored stays\n',
  );
  return 3;
}
