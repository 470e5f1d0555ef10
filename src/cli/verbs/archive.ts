import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { userError } from '../../domain/errors.ts';
import { terminalSafe } from '../../domain/visible.ts';
import type { ExportResult, GivenHead, RestoreResult } from '../../incident/use-cases.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { readPem, readText } from '../input-file.ts';
import { progress } from '../progress.ts';
import { write } from '../terminal.ts';

export function archiveVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(
    program,
    'export <incident>',
    'writes everything of an incident as one archive: a BagIt bag in a tar',
    [
      'rca export INC-2026-0001 --out INC-2026-0001.tar',
      'rca export INC-2026-0001 --out - | ssh backup "cat > INC-2026-0001.tar"',
      'tar -xf INC-2026-0001.tar && cd INC-2026-0001 && sha256sum -c manifest-sha256.txt',
    ],
  )
    .requiredOption('--out <file>', 'the archive, or - for standard output')
    .action(async (incident: string, options: CommonOptions & { out: string }) => {
      const toStdout = options.out === '-';
      if (toStdout && options.json) {
        throw userError({
          code: 'USAGE',
          message: 'standard output cannot take the archive and the JSON document',
          where: '--json',
          mend: 'give --out the name of a file, or leave --json out',
        });
      }
      const app = await invocation.app(options);
      const shown = progress(terminal, invocation.nowMs);
      const result = await app.useCases.exportIncident(
        incident,
        toStdout
          ? { kind: 'stream', write: (chunk) => write(terminal.stdout, chunk) }
          : { kind: 'file', path: resolve(terminal.cwd, options.out) },
        terminal.actor,
        (done, all) => shown.show('export', all === 0 ? null : done / all, `${mebibytes(done)} MiB`),
      );
      shown.end();
      if (toStdout) terminal.stderr.write(tellExport(result));
      else await emit(terminal, options, 'export', { export: result }, () => tellExport(result));
    });

  verb(
    program,
    'restore <archive>',
    'takes an exported incident into this store, after verifying all of it',
    [
      'rca restore INC-2026-0001.tar --home ./restored',
      'rca restore INC-2026-0001.tar --checkpoint checkpoint   # one that left the origin earlier',
      'rca restore INC-2026-0001.tar --checkpoint checkpoint --key PUB.pem',
    ],
  )
    .option('--checkpoint <file>', 'a checkpoint of the ledger from elsewhere that it must agree with')
    .option('--key <file>', 'Ed25519 public key that the checkpoint must be signed by')
    .action(async (archive: string, options: RestoreOptions) => {
      const path = resolve(terminal.cwd, archive);
      const given = await givenHead(options, terminal.cwd);
      const app = await invocation.app(options);
      const shown = progress(terminal, invocation.nowMs);
      // Read twice: once to verify, once to store.
      const allBytes = 2 * (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
      const result = await app.useCases.restoreIncident(path, given, (done) =>
        shown.show('restore', allBytes === 0 ? null : Math.min(done / allBytes, 1), `${mebibytes(done)} MiB`),
      );
      shown.end();
      if (result.faults.length > 0) invocation.exit(1);
      await emit(terminal, options, 'restore', result, () => tellRestore(result));
    });
}

interface RestoreOptions extends CommonOptions {
  readonly checkpoint?: string;
  readonly key?: string;
}

const NOTE_MEND = 'give the path of a checkpoint: the file of that name in a pack or in an archive';

async function givenHead(options: RestoreOptions, cwd: string): Promise<GivenHead | null> {
  if (options.checkpoint === undefined) {
    if (options.key === undefined) return null;
    throw userError({
      code: 'USAGE',
      message: 'a key is given, and no checkpoint that it could have signed',
      where: '--key',
      mend: 'give --checkpoint FILE too, or leave --key out',
    });
  }
  const note = await readText(options.checkpoint, cwd, NOTE_MEND);
  if (options.key === undefined) return { note, key: null };
  const { readPublicKey } = await import('../../pack/seal/ed25519.ts');
  return { note, key: readPublicKey(await readPem(options.key, cwd), '--key') };
}

const mebibytes = (bytes: number): string => (bytes / (1 << 20)).toFixed(0);

const tellExport = (result: ExportResult): string =>
  `${result.incident}: ${result.files} files, ${result.sizeBytes} bytes${
    result.path === null ? '' : ` in ${terminalSafe(result.path)}`
  }\nmanifest sha256 ${result.manifestSha256}\n` +
  'The redaction key is not in it: move it apart from the archive if tokens are to be opened where it goes.\n';

function tellRestore(result: RestoreResult): string {
  if (result.faults.length > 0) {
    const faults = result.faults.map(({ check, detail }) => `FAIL  ${check}: ${terminalSafe(detail)}\n`);
    return `${faults.join('')}Nothing was restored.\n`;
  }
  const size = `${result.entries} ledger entries, ${result.blobs} blobs`;
  return result.wasThere
    ? `${result.incident} is here already with all of the archive (${size}); nothing was changed.\n`
    : `${result.incident} is restored: ${size}.\n`;
}
