import { type Command, InvalidArgumentError } from 'commander';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';

interface Options extends CommonOptions {
  readonly prove?: number;
  readonly since?: number;
}

export function checkpointVerb(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(
    program,
    'checkpoint <incident>',
    'makes a checkpoint of the ledger as it is now, and prints it: keep it outside of this installation',
    [
      'rca checkpoint INC-2026-0001 | mail -s "Ledger checkpoint" audit@example.com',
      'rca checkpoint INC-2026-0001 --prove 12 > entry-12.json   # check it: rca verify --proof entry-12.json',
      'rca checkpoint INC-2026-0001 --since 9 > since-9.json     # check it: rca verify OLD-PACK.pdf --checkpoint since-9.json',
    ],
  )
    .option(
      '--prove <seq>',
      'prints, as JSON, the ledger entry of that number and a proof that it is in the ledger',
      wholeNumber,
    )
    .option(
      '--since <size>',
      'prints, as JSON, a proof that a ledger of that many lines is the beginning of this one',
      wholeNumber,
    )
    .action(async (incident: string, options: Options) => {
      const { useCases } = await invocation.app(options);
      if (options.prove !== undefined || options.since !== undefined) {
        const proof =
          options.prove === undefined
            ? await useCases.proveSince(incident, options.since ?? 0)
            : await useCases.proveEntry(incident, options.prove);
        return emit(terminal, { ...options, json: true }, 'proof', proof, () => '');
      }
      const { origin, size, root, signer, note } = await useCases.checkpoint(incident);
      if (signer === 'unsigned' && options.json !== true) {
        terminal.stderr.write(
          'not signed: anyone could have made it. Configure seal.signingKey to sign checkpoints.\n',
        );
      }
      const shape = { incident, origin, size, root, signer: signer === 'unsigned' ? null : signer, note };
      return emit(terminal, options, 'checkpoint', shape, () => note);
    });
}

function wholeNumber(text: string): number {
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number.');
}
