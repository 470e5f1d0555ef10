import type { Command } from 'commander';
import { userError } from '../../domain/errors.ts';
import type { ProbeResult } from '../../domain/probe.ts';
import { terminalSafe } from '../../domain/visible.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellGaps } from '../print.ts';
import { progress } from '../progress.ts';
import type { Shapes } from '../shapes.ts';
import { table } from '../table.ts';

type ProbeOptions = CommonOptions & { check?: string[]; plan?: boolean };

const INCIDENT = /^INC-/;

export function probeVerb(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;
  verb(
    program,
    'probe [incident] [target...]',
    'sends the configured synthetic checks to their targets and keeps the transcripts as evidence',
    [
      'rca probe --plan                                  # lists what would be sent, and sends nothing',
      'rca probe INC-2026-0001',
      'rca probe INC-2026-0001 search --check sqli --check token-expired',
    ],
  )
    .option('--check <name...>', 'only these checks')
    .option('--plan', 'list exactly what would be sent, less the token, and send nothing')
    .action(async (incident: string | undefined, targets: string[], options: ProbeOptions) => {
      const isIncident = incident !== undefined && INCIDENT.test(incident);
      const asked = {
        targets: incident === undefined || isIncident ? targets : [incident, ...targets],
        checks: options.check ?? [],
      };
      const app = await invocation.app(options);
      if (options.plan) {
        const plan = app.useCases.planProbes(asked);
        const shape = { incident: null, plan: [...plan], results: [], gaps: [] };
        await emit(terminal, options, 'probe', shape, () => tellPlan(shape));
        return;
      }
      if (!isIncident) throw noIncident(incident);
      const shown = progress(terminal, invocation.nowMs);
      const { collection, runs } = await app.useCases
        .probe(incident, asked, terminal.actor, (run) =>
          shown.show(run.source, run.state === 'done' ? 1 : null, `${run.records} answers`),
        )
        .finally(() => shown.end());
      const sources = new Set(runs.map(({ source }) => source));
      const [results, gaps] = await Promise.all([
        app.useCases.probeResults(collection.id),
        app.useCases.recordedGaps(incident),
      ]);
      const shape: Shapes['probe'] = {
        incident,
        plan: [],
        results: [...results],
        gaps: gaps.filter(
          ({ source, window }) => sources.has(source) && window.from >= collection.window.from,
        ),
      };
      if (results.some(({ outcome }) => outcome !== 'expected')) invocation.exit(1);
      if (runs.some(({ state }) => state === 'failed')) invocation.exit(3);
      await emit(terminal, options, 'probe', shape, () => tellResults(shape, terminal.columns));
    });
}

const noIncident = (word: string | undefined) =>
  userError({
    code: 'INCIDENT_MISSING',
    message: word === undefined ? 'no incident was named' : `"${word}" is no incident`,
    mend: 'name the incident that the transcripts are evidence of: rca probe INC-2026-0001 [target …]; or list what would be sent: rca probe --plan',
  });

function tellPlan({ plan }: Shapes['probe']): string {
  const lines = plan.map(({ target, check, method, url, headers, credential, expected }) =>
    [
      `${target}/${check}`,
      `  ${method} ${url}`,
      ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
      `  authorization: ${credential === 'none' ? 'none is sent' : `Bearer (${credential} token)`}`,
      `  expected: ${expected}`,
    ]
      .map((line) => `${terminalSafe(line)}\n`)
      .join(''),
  );
  return `${lines.join('\n')}\n${plan.length} ${plan.length === 1 ? 'request' : 'requests'} would be sent; nothing was.\n`;
}

const OUTCOMES: Readonly<Record<ProbeResult['outcome'], string>> = {
  expected: 'expected',
  unexpected: 'UNEXPECTED',
  undecided: 'undecided',
};

function tellResults({ results, gaps }: Shapes['probe'], columns: number): string {
  const rows = results.map(({ target, check, outcome, evidence, seen, expected, attempt }) => [
    target,
    check,
    OUTCOMES[outcome],
    evidence,
    attempt > 1 ? `${seen} (sent ${attempt} times)` : seen,
    expected,
  ]);
  const answers =
    rows.length === 0
      ? 'No answer.\n'
      : table(['TARGET', 'CHECK', 'OUTCOME', 'EVIDENCE', 'SEEN', 'EXPECTED'], rows, columns);
  return `${answers}${gaps.length === 0 ? '' : `\n${tellGaps(gaps)}`}`;
}
