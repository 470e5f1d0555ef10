import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import { runCommand } from '../../src/cli/entry.ts';
import { write } from '../../src/cli/terminal.ts';

/** What the runner is asked: one command, in an environment that is this command's alone. */
export interface Asked {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** What it answers, when both its streams have said `mark`. */
export interface Answered {
  readonly exit: number;
  readonly mark: string;
}

process.on('message', (asked: Asked) => {
  run(asked).then((answered) => process.send?.(answered));
});
process.on('disconnect', () => process.exit());

async function run({ argv, cwd, env, stdin }: Asked): Promise<Answered> {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  const terminal = {
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin, 'base64')]),
    stdout: process.stdout,
    stderr: process.stderr,
    cwd,
    interactive: false,
    columns: 200,
    zone: 'UTC',
    actor: `cli:${userInfo().username}`,
  };
  const exit = await runCommand(argv, terminal).catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    return 1;
  });
  const mark = `\n${randomUUID()}\n`;
  await Promise.all([write(process.stdout, mark), write(process.stderr, mark)]);
  return { exit, mark };
}
