import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { userError } from '../../domain/errors.ts';
import { terminalSafe } from '../../domain/visible.ts';
import type { GivenCheckpoint } from '../../pack/given-checkpoint.ts';
import type { SignerRule } from '../../pack/seal/signer-rules.ts';
import type { Recomputation } from '../../recompute/report.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { readBytes, readPem, readText } from '../input-file.ts';
import { progress } from '../progress.ts';
import type { Shapes } from '../shapes.ts';
import { tellChecks, tellStore } from '../tell-checks.ts';
import { tellRecomputed } from '../tell-recomputed.ts';

interface Options extends CommonOptions {
  readonly key?: string;
  readonly ca?: string;
  readonly signer: readonly string[];
  readonly crl: readonly string[];
  readonly checkpoint: readonly string[];
  readonly pack: readonly string[];
  readonly proof?: string;
  readonly store?: boolean;
  readonly strict?: boolean;
  readonly recompute?: boolean;
  readonly evidence?: string;
  readonly policy?: string;
  readonly controls?: string;
  readonly templates?: string;
}

export function verifyVerb(program: Command, invocation: Invocation): void {
  verb(
    program,
    'verify [pack]',
    'checks a pack against its own digests, with no store and no network; or a whole store; or a proof',
    [
      'rca verify evidence-pack.pdf',
      'rca verify evidence-pack.pdf --checkpoint mailed-last-month.checkpoint --key PUB.pem',
      'rca verify evidence-pack.pdf --json --strict',
      'rca verify evidence-pack.pdf --ca root.pem --signer "CN=Evidence packs,O=Example" --crl revoked.crl',
      'rca verify evidence-pack.pdf --recompute --policy policy.yaml',
      'rca verify --store --checkpoint mailed-last-month.checkpoint --pack evidence-pack.pdf',
      'rca verify --proof entry-12.json --key PUB.pem',
    ],
  )
    .option('--key <file>', 'Ed25519 public key that checkpoint and SHA256SUMS must verify against')
    .option('--ca <file>', 'root certificate that the signature must chain to')
    .option(
      '--signer <signer>',
      'who must have signed: SHA-256 of the certificate, subject (RFC 4514, with --ca) or a policy file; again for each',
      collect,
      [],
    )
    .option('--crl <file>', 'certificate revocation list, PEM or DER; again for each', collect, [])
    .option(
      '--checkpoint <file>',
      'checkpoint that was kept elsewhere and must agree; again for each',
      collect,
      [],
    )
    .option('--strict', 'exit 1 also when the signer is not verified')
    .option(
      '--recompute',
      'makes timeline, gates, texts and pages again from the attached evidence and compares',
    )
    .option('--evidence <dir>', 'with --recompute: pages that are not attached, each under its SHA-256')
    .option('--policy <file>', 'with --recompute: the policy that you trust')
    .option('--controls <file>', 'with --recompute: the control mapping that you trust')
    .option('--templates <dir>', 'with --recompute: templates that you trust in place of the built-in ones')
    .option('--store', 'checks all incidents of the store: ledgers, rows, stored pages, checkpoints')
    .option('--pack <file>', 'with --store: pack whose checkpoint must agree; again for each', collect, [])
    .option('--proof <file>', 'checks what rca checkpoint --prove printed')
    .action(async (file: string | undefined, options: Options) => {
      const asked = [file, options.proof, options.store].filter((one) => one !== undefined).length;
      if (asked !== 1 || (options.pack.length > 0 && options.store !== true)) throw oneThing();
      const again = [
        options.recompute,
        options.evidence,
        options.policy,
        options.controls,
        options.templates,
      ];
      const isAskedAgain = again.some((one) => one !== undefined);
      if (isAskedAgain && (file === undefined || options.recompute !== true)) throw onlyOfPack();
      if (file !== undefined) return verifyOnePack(invocation, file, options);
      return options.proof === undefined
        ? verifyWholeStore(invocation, options)
        : verifyOneProof(invocation, options.proof, options);
    });
}

const oneThing = () =>
  userError({
    code: 'USAGE',
    message: 'one thing is verified at a time: a pack, the store or a proof',
    mend: 'give the name of a pack, or --store, or --proof FILE',
  });

const onlyOfPack = () =>
  userError({
    code: 'USAGE',
    message: '--evidence, --policy, --controls and --templates belong to --recompute, and that to a pack',
    mend: 'give the name of a pack and --recompute',
  });

async function verifyOnePack(invocation: Invocation, file: string, options: Options): Promise<void> {
  const { terminal } = invocation;
  const { verifyPack } = await import('../../pack/verify.ts');
  const report = await verifyPack(resolve(terminal.cwd, file), {
    ...(options.key === undefined ? {} : { key: await readPem(options.key, terminal.cwd) }),
    ...(options.ca === undefined ? {} : { ca: await readPem(options.ca, terminal.cwd) }),
    signers: (await Promise.all(options.signer.map((value) => givenSigners(value, terminal.cwd)))).flat(),
    ...(options.strict === undefined ? {} : { strict: options.strict }),
    crls: await Promise.all(options.crl.map((from) => givenList(from, terminal.cwd))),
    checkpoints: await givenCheckpoints(options.checkpoint, terminal.cwd),
  });
  const recomputed = options.recompute === true ? await recomputation(invocation, file, options) : undefined;
  const isProved = recomputed === undefined || recomputed?.verdict === 'equal';
  const whole = {
    ...report,
    ok: report.ok && isProved,
    ...(recomputed === undefined ? {} : { recomputed }),
  };
  if (!whole.ok) invocation.exit(1);
  await emit(terminal, options, 'verify', whole, () => tellReport(whole));
}

/** Null for a pack that cannot be read. */
async function recomputation(
  { terminal }: Invocation,
  file: string,
  { evidence, policy, controls, templates }: Options,
): Promise<Recomputation | null> {
  const { cwd } = terminal;
  const { recomputeFile } = await import('../../recompute/recompute-file.ts');
  const { version } = await import('../../version.ts');
  const textOf = async (path: string | undefined, what: string) =>
    path === undefined ? undefined : readText(path, cwd, `give the path of ${what}`);
  const folder = (path: string | undefined) => (path === undefined ? undefined : resolve(cwd, path));
  const { environment } = await import('../../config.ts');
  return recomputeFile(resolve(cwd, file), {
    policy: await textOf(policy, 'a policy file'),
    controls: await textOf(controls, 'a control mapping'),
    templatesDir: folder(templates),
    evidenceDir: folder(evidence),
    browser: environment().RCA_BROWSER ?? null,
    version,
  }).then((made) => made ?? null);
}

async function verifyWholeStore(invocation: Invocation, options: Options): Promise<void> {
  const { terminal } = invocation;
  const { packCheckpoint } = await import('../../pack/pack-part.ts');
  const { readPublicKey } = await import('../../pack/seal/ed25519.ts');
  const ofPacks = options.pack.map(async (file) => ({
    name: basename(file),
    note: await packCheckpoint(resolve(terminal.cwd, file)),
  }));
  const given = [
    ...(await givenCheckpoints(options.checkpoint, terminal.cwd)),
    ...(await Promise.all(ofPacks)),
  ];
  const key =
    options.key === undefined ? null : readPublicKey(await readPem(options.key, terminal.cwd), '--key');
  const { useCases } = await invocation.app(options);
  const bar = progress(terminal, invocation.nowMs);
  const report = await useCases
    .verifyStore({
      given,
      key,
      onProgress: ({ incident, share, detail }) => bar.show('store', share, `${incident}: ${detail}`),
    })
    .finally(() => bar.end());
  if (!report.ok) invocation.exit(1);
  await emit(terminal, options, 'verify-store', report, () => tellStore(report));
}

async function verifyOneProof(invocation: Invocation, file: string, options: Options): Promise<void> {
  const { terminal } = invocation;
  const { verifyProof } = await import('../../pack/verify-proof.ts');
  const { readPublicKey } = await import('../../pack/seal/ed25519.ts');
  const text = await readText(file, terminal.cwd, 'give the path of what rca checkpoint --prove printed');
  const key =
    options.key === undefined ? undefined : readPublicKey(await readPem(options.key, terminal.cwd), '--key');
  const report = verifyProof(basename(file), text, key);
  if (!report.ok) invocation.exit(1);
  await emit(terminal, options, 'verify-proof', report, () => tellChecks(report.checks));
}

const collect = (file: string, before: readonly string[]): readonly string[] => [...before, file];

const givenList = async (from: string, cwd: string) => ({
  from,
  bytes: await readBytes(from, cwd, 'give the path of a certificate revocation list'),
});

async function givenSigners(value: string, cwd: string): Promise<readonly SignerRule[]> {
  const { readSignerPolicy, signerNamed } = await import('../../pack/seal/signer-rules.ts');
  const named = signerNamed(value);
  if (named !== undefined) return [named];
  const text = await readText(
    value,
    cwd,
    'give a SHA-256 fingerprint, a subject, or the path of a policy file',
  );
  return readSignerPolicy(text, value);
}

async function givenCheckpoints(files: readonly string[], cwd: string): Promise<readonly GivenCheckpoint[]> {
  if (files.length === 0) return [];
  const { readGivenCheckpoint } = await import('../../pack/given-checkpoint.ts');
  return Promise.all(
    files.map(async (file) =>
      readGivenCheckpoint(basename(file), await readText(file, cwd, 'give the path of a checkpoint')),
    ),
  );
}

const SIGNER = {
  verified: 'The signer is verified against what you gave.',
  unchecked:
    'The signer is not verified: anyone could have made this. Give the right --key, --ca or --signer.',
  unsealed: 'This pack is not sealed: nobody has signed it, so anyone could have made this.',
} as const;

const TIMES = 'Its times contradict one another: see pack.times.\n';

const tellReport = (report: Shapes['verify']): string => {
  const times = report.checks.some(({ check, ok }) => check === 'pack.times' && ok === false) ? TIMES : '';
  const whole = report.intact ? 'intact' : 'NOT INTACT';
  const again = tellRecomputed(report);
  return `${tellChecks(report.checks)}${tellAttachments(report)}${again}${whole}\n${times}${SIGNER[report.signer]}\n`;
};

const tellAttachments = ({ attachments = [] }: Shapes['verify']): string =>
  attachments
    .map(({ name, state }) => `      ${state.padEnd('unchanged'.length)}  ${terminalSafe(name)}\n`)
    .join('');
