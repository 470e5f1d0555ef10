import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { userError } from '../../domain/errors.ts';
import { terminalSafe } from '../../domain/visible.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import type { Shapes } from '../shapes.ts';

const VALUE_BYTES_MAX = 64 * 1024;
const [CR, LF] = [0x0d, 0x0a];

export function revealVerb(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(
    program,
    'reveal <incident> <token>',
    'opens a redaction token for the value suspected behind it, read from standard input',
    [
      "rca reveal INC-2026-0001 '[email:ABCDEFGH23]' < suspected-address.txt",
      "rca reveal INC-2026-0001 '[ip:ABCDEFGH23]' --json",
    ],
  ).action(async (incident: string, token: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    if (terminal.interactive) terminal.stderr.write('Suspected value (end with Enter and Ctrl-D): ');
    const value = await readValue(terminal.stdin);
    const opening = await app.useCases.reveal(incident, token, value, terminal.actor);
    if (!opening.matches) invocation.exit(1);
    await emit(terminal, options, 'reveal', opening, () => tellOpening(opening));
  });
}

/** The bytes of standard input without the line end that closes them. */
async function readValue(stdin: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    sizeBytes += bytes.length;
    if (sizeBytes > VALUE_BYTES_MAX) throw notOneValue('standard input holds more than one value');
    chunks.push(bytes);
  }
  const value = withoutLineEnd(Buffer.concat(chunks));
  if (value.length === 0) throw notOneValue('standard input holds no value');
  return value;
}

function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== LF) return bytes;
  return bytes.subarray(0, bytes.at(-2) === CR ? -2 : -1);
}

const notOneValue = (message: string) =>
  userError({
    code: 'VALUE_MISSING',
    message,
    where: 'standard input',
    mend: 'hand in the one suspected value: rca reveal INCIDENT TOKEN < file',
  });

const tellOpening = ({ token, matches, nonce, commitment }: Shapes['reveal']): string =>
  matches
    ? `The value is the one behind ${terminalSafe(token)}.\nnonce       ${nonce}\ncommitment  ${commitment}\nAnybody can check it with these and the value: docs/reveal.md\n`
    : `The value is not the one behind ${terminalSafe(token)}.\n`;
