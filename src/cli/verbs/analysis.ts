import { type Command, Option } from 'commander';
import { type PhaseName, phaseNames } from '../../domain/incident.ts';
import { type Kind, kinds } from '../../domain/vocabulary/index.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellGates, tellTimeline } from '../print.ts';
import { tellAnalysis, tellWhy } from '../tell-analysis.ts';
import { tellChanged } from '../tell-changed.ts';
import { write } from '../terminal.ts';
import { timelineCsv, timelineMarkdown } from '../timeline-text.ts';

type TimelineOptions = CommonOptions & {
  phase?: PhaseName;
  kind?: Kind | 'note';
  source?: string;
  format?: 'md' | 'csv';
};

type GatesOptions = CommonOptions & { strict?: boolean; after?: string; profile?: string };

export function analysisVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(program, 'timeline <incident>', 'shows what happened, in order, each entry with its evidence', [
    'rca timeline INC-2026-0001',
    'rca timeline INC-2026-0001 --kind waf.blocked --json',
    'rca timeline INC-2026-0001 --format csv > timeline.csv',
  ])
    .addOption(new Option('--phase <phase>', 'only entries of this phase').choices([...phaseNames]))
    .addOption(new Option('--kind <kind>', 'only entries of this kind').choices([...kinds, 'note']))
    .option('--source <id>', 'only entries from evidence of this source')
    .addOption(new Option('--format <format>', 'Markdown or CSV').choices(['md', 'csv']).conflicts('json'))
    .action(async (incident: string, options: TimelineOptions) => {
      const app = await invocation.app(options);
      const { phase, kind, source } = options;
      const shown = await app.useCases.timeline(incident, {
        ...(phase && { phase }),
        ...(kind && { kind }),
        ...(source && { source }),
      });
      if (options.format !== undefined) {
        await write(terminal.stdout, options.format === 'md' ? timelineMarkdown(shown) : timelineCsv(shown));
        return;
      }
      await emit(terminal, options, 'timeline', shown, () => tellTimeline(shown, terminal.columns));
    });

  verb(program, 'gates <incident>', 'runs the policy over the evidence', [
    'rca gates INC-2026-0001',
    'rca gates INC-2026-0001 --strict',
    'rca gates INC-2026-0001 --after 2026-01-27T12:40:00Z --profile go-live --strict',
  ])
    .option('--strict', 'exit 1 unless every gate that applies is satisfied, and at least one is')
    .option('--after <change>', 'judges only what came after a change (its id in rca analysis) or a time')
    .option('--profile <name>', 'a profile of the policy: its gates, and those that it requires')
    .action(async (incident: string, options: GatesOptions) => {
      const app = await invocation.app(options);
      const { after, profile } = options;
      const asked = { ...(after !== undefined && { after }), ...(profile !== undefined && { profile }) };
      const { gates, passes } = await app.useCases.judgedGates(incident, asked);
      if (options.strict && !passes) invocation.exit(1);
      await emit(terminal, options, 'gates', { gates }, () => tellGates(gates, terminal.columns));
    });

  verb(program, 'analysis <incident>', 'shows what is concluded: effects, changes, explanations, phases', [
    'rca analysis INC-2026-0001',
    'rca analysis INC-2026-0001 --json',
  ]).action(async (incident: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    const shown = await app.useCases.analysis(incident);
    await emit(terminal, options, 'analysis', shown, () => tellAnalysis(shown));
  });

  verb(program, 'why <incident>', 'sets the explanations side by side: for, against, and what would decide', [
    'rca why INC-2026-0001',
  ]).action(async (incident: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    const { hypotheses } = await app.useCases.analysis(incident);
    await emit(terminal, options, 'why', { hypotheses }, () => tellWhy(hypotheses));
  });

  verb(
    program,
    'rebuild <incident>',
    'computes timeline and analysis anew from stored evidence and compares',
    ['rca rebuild INC-2026-0001'],
  ).action(async (incident: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    const result = await app.useCases.rebuild(incident);
    if (!result.same) invocation.exit(1);
    await emit(terminal, options, 'rebuild', { incident, ...result }, () =>
      result.same
        ? `same result, byte for byte: sha256 ${result.sha256}\n${tellChanged(result.changed)}`
        : `DIFFERENT from what was kept: sha256 ${result.sha256}\n  mend: the tool's version or the policy has changed since; draft and pack again\n`,
    );
  });
}
