import { z } from 'zod';

/** What an installation may be called: no `/`, and nothing that the name of a key in a signed note may not hold. */
export const installationSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]{0,78}[a-z0-9])?$/,
    'lower-case letters, digits, dots and hyphens, 80 at most, such as rca.example.com',
  );

/** Of ledgers that were begun before installations had names. */
const UNNAMED = 'rca';

const startedSchema = z.object({ body: z.object({ installation: installationSchema }) });

/** The installation that began a ledger, as its first line says; undefined when it does not. */
export function installationOf(firstLine: string | undefined): string | undefined {
  if (firstLine === undefined) return undefined;
  let entry: unknown;
  try {
    entry = JSON.parse(firstLine);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
  return startedSchema.safeParse(entry).data?.body.installation;
}

/**
 * Name of an incident's ledger in checkpoints, `rca.example.com/INC-2026-0001`: the installation that began it, and
 * the incident. A ledger that is restored elsewhere keeps it, so that checkpoints of both can be compared.
 */
export const originOf = (incident: string, lines: readonly string[]): string =>
  `${installationOf(lines[0]) ?? UNNAMED}/${incident}`;
