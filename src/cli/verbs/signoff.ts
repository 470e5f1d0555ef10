import { type Command, Option } from 'commander';
import { userError } from '../../domain/errors.ts';
import { type DocumentKind, documentKinds } from '../../domain/signed-documents.ts';
import type { StatedSignoff } from '../../domain/signoff.ts';
import type { SignoffResult } from '../../incident/sign-off.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import type { Shapes } from '../shapes.ts';
import { tellSignoff, tellSignoffs } from '../tell-signoff.ts';

type RoleOptions = CommonOptions & { role: string };
type DecisionOptions = RoleOptions & { sha256: string; reason?: string };

export const signoffShape = ({
  commitment: _commitment,
  reason,
  revocation,
  revocationReason,
  ...signoff
}: StatedSignoff): Shapes['signoff']['signoff'] => ({
  ...signoff,
  reason: reason?.text ?? null,
  revocation:
    revocation === null
      ? null
      : {
          ...{ id: revocation.id, seq: revocation.seq, at: revocation.at, actor: revocation.actor },
          reason: revocationReason?.text ?? null,
        },
});

export function signoffVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;
  const signoff = program
    .command('signoff')
    .description('asks for, gives and takes back sign-offs of a document, by its digest')
    .addHelpText(
      'after',
      '\nExamples:\n  rca signoff request INC-2026-0001 --role security\n  rca signoff --help request\n',
    );
  const show = (options: CommonOptions, result: SignoffResult): Promise<void> => {
    const shape = { signoff: signoffShape(result.signoff), added: result.added };
    return emit(terminal, options, 'signoff', shape, () => tellSignoff(shape));
  };

  verb(signoff, 'request <incident>', 'asks a role to sign off the current document', [
    'rca signoff request INC-2026-0001 --role security',
    'rca signoff request INC-2026-0001 --role sre --document rca',
  ])
    .requiredOption('--role <role>', 'who is asked: security, sre, …')
    .addOption(
      new Option('--document <kind>', 'what is to be signed off')
        .choices([...documentKinds])
        .default('evidence-pack'),
    )
    .action(async (incident: string, options: RoleOptions & { document: DocumentKind }) => {
      const app = await invocation.app(options);
      const { role, document } = options;
      await show(
        options,
        await app.useCases.requestSignoff(incident, { role, document, reason: null }, terminal.actor),
      );
    });

  const decide =
    (decision: 'approved' | 'rejected') => async (incident: string, options: DecisionOptions) => {
      const sha256 = digestOption(options.sha256);
      const app = await invocation.app(options);
      const { role, reason = null } = options;
      await show(
        options,
        await app.useCases.decideSignoff(incident, { decision, role, sha256, reason }, terminal.actor),
      );
    };
  verb(signoff, 'approve <incident>', 'signs the document off that has this digest', [
    'rca signoff approve INC-2026-0001 --role security --sha256 "$(sha256sum < evidence-pack.pdf | cut -c 1-64)"',
  ])
    .requiredOption('--role <role>', 'in which role')
    .requiredOption('--sha256 <digest>', 'SHA-256 of the file that was read')
    .option('--reason <text>', 'a remark, which is redacted and printed')
    .action(decide('approved'));
  verb(signoff, 'reject <incident>', 'refuses to sign the document off that has this digest', [
    'rca signoff reject INC-2026-0001 --role security --sha256 3b0c… --reason "The gap of the WAF log is not explained"',
  ])
    .requiredOption('--role <role>', 'in which role')
    .requiredOption('--sha256 <digest>', 'SHA-256 of the file that was read')
    .requiredOption('--reason <text>', 'what is wrong; it is redacted and printed')
    .action(decide('rejected'));

  verb(signoff, 'revoke <incident> <signoff>', 'takes a sign-off back by a new entry; nothing is erased', [
    'rca signoff revoke INC-2026-0001 S-0002 --reason "Read the wrong version"',
  ])
    .requiredOption('--reason <text>', 'why; it is redacted and printed')
    .action(async (incident: string, id: string, options: CommonOptions & { reason: string }) => {
      const app = await invocation.app(options);
      await show(
        options,
        await app.useCases.revokeSignoff(incident, id, { reason: options.reason }, terminal.actor),
      );
    });

  verb(signoff, 'list <incident>', 'lists requests, decisions and revocations', [
    'rca signoff list INC-2026-0001',
  ]).action(async (incident: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    const shape = { signoffs: (await app.useCases.signoffs(incident)).map(signoffShape) };
    await emit(terminal, options, 'signoffs', shape, () => tellSignoffs(shape));
  });
}

function digestOption(text: string): string {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  throw userError({
    code: 'DIGEST_INVALID',
    message: 'this is not a SHA-256 digest',
    where: '--sha256',
    mend: 'give all 64 hexadecimal digits that sha256sum FILE prints',
  });
}
