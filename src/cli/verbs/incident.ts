import { type Command, Option } from 'commander';
import { userError } from '../../domain/errors.ts';
import {
  type Incident,
  type PhaseName,
  phaseNames,
  type Severity,
  severities,
} from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellCollection, tellIncidents, tellStatus } from '../print.ts';
import type { Shapes } from '../shapes.ts';
import { momentOf, timedText, timeOption } from '../times.ts';
import { type WindowOptions, windowOption } from '../window.ts';
import { runShown } from './collection.ts';
import { signoffShape } from './signoff.ts';

const DEFAULT_WINDOW_MS = 2 * 3_600_000;

type StartOptions = CommonOptions &
  WindowOptions & { title: string; severity?: Severity; service?: string[]; collect: boolean };

export const incidentShape = (incident: Incident): Shapes['incidents']['incidents'][number] => ({
  incident: incident.id,
  title: incident.title,
  severity: incident.severity,
  status: incident.status,
  closing: incident.closing,
  services: incident.services,
  window: incident.window,
  windowEnd: incident.windowFollows ? 'follows' : 'set',
});

export function incidentVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(program, 'start', 'opens an incident and starts the first collection', [
    'rca start --title "Checkout errors" --severity sev2 --since 2h',
    'rca start --title "SQLi probing" --from 2026-01-27T08:00:00Z --to 2026-01-27T14:00:00Z --no-collect',
  ])
    .requiredOption('--title <text>', 'what happened, in a few words')
    .addOption(new Option('--severity <severity>', 'how bad it is').choices([...severities]))
    .option('--from <time>', 'start of the window: 14:05, yesterday 22:00 or ISO 8601')
    .option('--to <time>', 'end of the window; without it the window follows the incident')
    .option('--since <duration>', 'window that ends now: 30m, 2h, 1d, or from when: 14:05 (default 2h)')
    .option('--service <name...>', 'service that it concerns')
    .option('--no-collect', 'only open it')
    .action(async (options: StartOptions) => {
      const moment = momentOf(invocation);
      const { nowMs } = moment;
      const window: Window = windowOption(options, moment) ?? {
        fromMs: nowMs - DEFAULT_WINDOW_MS,
        toMs: nowMs,
      };
      const app = await invocation.app(options);
      const incident = await app.useCases.start(
        {
          title: options.title,
          severity: options.severity ?? null,
          services: options.service ?? [],
          window,
          ...(options.to === undefined && { windowFollows: true as const }),
        },
        terminal.actor,
      );
      if (!options.json) terminal.stdout.write(tellIncidents([incident], terminal.columns));
      const collection =
        options.collect && app.config.sources.length > 0
          ? await runShown(app, incident.id, {}, invocation)
          : null;
      await emit(terminal, options, 'start', { ...incidentShape(incident), collection }, () =>
        collection
          ? tellCollection(collection, terminal.columns)
          : options.collect
            ? 'No source is configured: evidence comes by `rca import`, or add sources to rca.yaml.\n'
            : '',
      );
    });

  verb(program, 'status [incident]', 'shows an incident, or all of them', [
    'rca status',
    'rca status INC-2026-0001 --json',
  ]).action(async (id: string | undefined, options: CommonOptions) => {
    const app = await invocation.app(options);
    if (id === undefined) {
      const incidents = await app.useCases.incidents();
      await emit(terminal, options, 'incidents', { incidents: incidents.map(incidentShape) }, () =>
        tellIncidents(incidents, terminal.columns),
      );
      return;
    }
    const report = await app.useCases.status(id);
    const { services: _services, ...incident } = incidentShape(report.incident);
    const shape: Shapes['status'] = {
      ...incident,
      phases: report.phases,
      ...(report.cycles && { cycles: [...report.cycles] }),
      sources: report.sources.map(({ startedAt: _started, finishedAt: _finished, ...source }) => source),
      gaps: report.gaps,
      gates: report.gates,
      waiting: report.waiting.map(signoffShape),
      missing: report.missing,
    };
    await emit(terminal, options, 'status', shape, () => tellStatus(shape, terminal.columns));
  });

  verb(program, 'note <incident> <text>', 'writes a human entry into the timeline', [
    'rca note INC-2026-0001 "Rolled the canary back" --at 2026-01-27T12:40:00Z',
    'rca note INC-2026-0001 "Page acknowledged" --at 2026-01-27T12:05:00Z --phase acknowledged',
    'rca note INC-2026-0001 "Page acknowledged by the second on-call" --edit N-0001',
  ])
    .option(
      '--at <time>',
      'when it happened: 14:05, 20m ago or ISO 8601 (default: the time that the text names, else now)',
    )
    .addOption(new Option('--phase <phase>', 'the phase that began then').choices([...phaseNames]))
    .option('--edit <note>', 'a new version of an earlier note; the old one stays')
    .action(
      async (
        id: string,
        text: string,
        options: CommonOptions & { at?: string; phase?: PhaseName; edit?: string },
      ) => {
        if (text.trim() === '') {
          throw userError({
            code: 'NOTE_EMPTY',
            message: 'the note has no text',
            where: '<text>',
            mend: 'say in a few words what happened',
          });
        }
        const moment = momentOf(invocation);
        const edited = {
          text,
          atMs: options.at === undefined ? null : timeOption(options.at, '--at', moment),
        };
        const timed = options.edit === undefined ? timedText(text, options.at, moment) : edited;
        const app = await invocation.app(options);
        const input = { ...timed, text: timed.text || text, phase: options.phase ?? null };
        const note = options.edit
          ? await app.useCases.editNote(id, options.edit, input, terminal.actor)
          : await app.useCases.note(id, input, terminal.actor);
        const { writtenAt: _writtenAt, ...shape } = note;
        await emit(
          terminal,
          options,
          'note',
          { note: shape },
          () => `${note.id} version ${note.version} at ${note.at}\n`,
        );
      },
    );
}
