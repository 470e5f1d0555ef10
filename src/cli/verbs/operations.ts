import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import type { ObservedFile } from '../../collect/observe-file.ts';
import type { FormatId } from '../../domain/formats.ts';
import { terminalSafe } from '../../domain/visible.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import type { Shapes } from '../shapes.ts';
import type { Terminal } from '../terminal.ts';
import { momentOf, timeOption } from '../times.ts';

/** What runs without, or beside, an incident's use cases. */
export interface Operations {
  observeFile(
    file: {
      readonly name: string;
      readonly bytes: AsyncIterable<Uint8Array>;
      readonly format: FormatId | null;
      readonly zone?: string | undefined;
    },
    print: (line: string) => Promise<void>,
    asked: { readonly options: CommonOptions; readonly cwd: string },
  ): Promise<ObservedFile>;
  demo(options: CommonOptions, anchorMs: number | null, terminal: Terminal): Promise<Shapes['demo']>;
  /** Runs until it is told to stop. */
  serve(app: App): Promise<void>;
}

export function operationVerbs(program: Command, invocation: Invocation, deps: Operations): void {
  const { terminal } = invocation;

  verb(program, 'doctor', 'checks configuration, store, browser, permissions and reach of every source', [
    'rca doctor',
  ]).action(async (options: CommonOptions) => {
    const { examine } = await import('../doctor.ts');
    const checks = await examine(() => invocation.app(options));
    if (checks.some((check) => !check.ok)) invocation.exit(3);
    await emit(terminal, options, 'doctor', { checks }, () =>
      checks
        .map(
          (check) =>
            `${check.ok ? 'ok  ' : 'FAIL'}  ${terminalSafe(check.check)}: ${terminalSafe(check.detail)}\n${
              check.ok ? '' : `      mend: ${terminalSafe(check.mend)}\n`
            }`,
        )
        .join(''),
    );
  });

  verb(program, 'demo', 'runs a recorded incident through the real pipeline, from start to evidence pack', [
    'rca demo',
    'rca demo --anchor 2026-01-27T14:00:00Z',
    'rca demo --config rca.yaml   # in the store that it names, sealed by its keys; its sources are not asked',
  ])
    .option('--anchor <time>', 'end of the recorded incident (default: the last full hour)')
    .action(async (options: CommonOptions & { anchor?: string }) => {
      const anchorMs =
        options.anchor === undefined ? null : timeOption(options.anchor, '--anchor', momentOf(invocation));
      const shape = await deps.demo(options, anchorMs, terminal);
      await emit(terminal, options, 'demo', shape, () => tellDemo(shape, terminal.cwd));
    });

  verb(program, 'serve', 'runs the Slack bot, the workers and the health endpoints', [
    'SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… rca serve',
  ]).action(async (options: CommonOptions) => deps.serve(await invocation.app(options)));
}

function tellDemo(shape: Shapes['demo'], cwd: string): string {
  const pack = resolve(cwd, shape.pack.path);
  return [
    `\n${shape.incident} is done.\n`,
    ...shape.documents.map((document) => `  ${document.path}\n`),
    `  ${pack}\n`,
    '\nCheck it without rca:\n',
    `  echo "${shape.pack.sha256}  ${pack}" | sha256sum -c\n`,
    `  mkdir -p pack && pdfdetach -saveall -o pack "${pack}" && (cd pack && sha256sum -c SHA256SUMS)\n`,
    'Check it with rca:\n',
    `  npx rca verify "${pack}"\n`,
  ].join('');
}
