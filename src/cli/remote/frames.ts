import { z } from 'zod';

/** A command of another process, the first line of a connection. */
export const requestSchema = z.strictObject({
  argv: z.array(z.string()).readonly(),
  cwd: z.string(),
  interactive: z.boolean(),
  columns: z.number().int().nonnegative(),
  zone: z.string(),
  actor: z.string(),
});

/**
 * What follows from the client, its bytes in base64. Only `end` ends the input: a client that is gone must not
 * look like one that has sent everything.
 */
export const inputSchema = z.union([
  z.strictObject({ stdin: z.string() }),
  z.strictObject({ end: z.literal(true) }),
]);

/** What the server answers, bytes in base64, `exit` last. */
export const outputSchema = z.union([
  z.strictObject({ stdout: z.string() }),
  z.strictObject({ stderr: z.string() }),
  z.strictObject({ exit: z.number().int() }),
]);
export type Output = z.infer<typeof outputSchema>;

export const encode = (frame: z.infer<typeof requestSchema> | z.infer<typeof inputSchema> | Output): string =>
  `${JSON.stringify(frame)}\n`;

const NEWLINE = 0x0a;

/** The JSON values that stand one a line. Throws on a line that is none, or of more than `lineBytesMax`. */
export async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
): AsyncGenerator<unknown> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...held, chunk.subarray(from, end)]);
      held = [];
      heldBytes = 0;
      from = end + 1;
      yield JSON.parse(line.toString('utf8'));
    }
    held.push(chunk.subarray(from));
    heldBytes += chunk.length - from;
    if (heldBytes > lineBytesMax) throw new RangeError(`a line of more than ${lineBytesMax} bytes`);
  }
}
