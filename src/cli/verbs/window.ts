import { type Command, Option } from 'commander';
import type { WindowReport, WindowVersion } from '../../incident/use-cases.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import type { Shapes } from '../shapes.ts';
import { table } from '../table.ts';
import { momentOf, timeOption } from '../times.ts';

type WindowVerbOptions = CommonOptions & { from?: string; to?: string; follow?: true };

export function windowVerb(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;
  verb(program, 'window <incident>', 'shows the window that the incident is judged over, or sets it', [
    'rca window INC-2026-0001',
    'rca window INC-2026-0001 --to 2026-01-27T15:00:00Z',
    'rca window INC-2026-0001 --follow',
  ])
    .option('--from <time>', 'start of the window: 14:05, yesterday 22:00 or ISO 8601')
    .option('--to <time>', 'end of the window: it stays until it is changed')
    .addOption(new Option('--follow', 'the end goes with the incident again').conflicts('to'))
    .action(async (incident: string, options: WindowVerbOptions) => {
      const moment = momentOf(invocation);
      const input = {
        ...(options.from !== undefined && { fromMs: timeOption(options.from, '--from', moment) }),
        ...(options.to !== undefined && { toMs: timeOption(options.to, '--to', moment) }),
        ...(options.follow && { follows: true as const }),
      };
      const { useCases } = await invocation.app(options);
      if (Object.keys(input).length > 0) await useCases.setWindow(incident, input, terminal.actor);
      const shape = windowShape(await useCases.window(incident));
      await emit(terminal, options, 'window', shape, () => tellWindow(shape, terminal.columns));
    });
}

const endOf = ({ follows }: Pick<WindowVersion, 'follows'>) => (follows ? 'follows' : 'set');

const windowShape = ({ incident, versions }: WindowReport): Shapes['window'] => ({
  incident: incident.id,
  window: incident.window,
  windowEnd: incident.windowFollows ? 'follows' : 'set',
  versions: versions.map((version) => ({
    at: version.at,
    by: version.by,
    window: version.window,
    windowEnd: endOf(version),
  })),
});

const tellWindow = (shape: Shapes['window'], columns: number): string =>
  `${shape.incident}  ${shape.window.from} – ${shape.window.to}${
    shape.windowEnd === 'follows' ? '  (its end follows the incident)' : ''
  }\n\n${table(
    ['SINCE', 'BY', 'FROM', 'TO', 'END'],
    shape.versions.map(({ at, by, window, windowEnd }) => [at, by, window.from, window.to, windowEnd]),
    columns,
  )}`;
