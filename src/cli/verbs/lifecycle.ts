import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Incident, type Severity, severities } from '../../domain/incident.ts';
import type { Moment } from '../../domain/time-words/resolve.ts';
import { terminalSafe } from '../../domain/visible.ts';
import type { RenderedDocument } from '../../incident/use-cases.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellIncidents } from '../print.ts';
import { write } from '../terminal.ts';
import { momentOf, timedText } from '../times.ts';
import { incidentShape } from './incident.ts';

/** What becomes of an incident after it was started. */
export function lifecycleVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  const show = (
    options: CommonOptions,
    incident: Incident,
    documents: readonly RenderedDocument[] = [],
  ): Promise<void> =>
    emit(
      terminal,
      options,
      'incident',
      { ...incidentShape(incident), documents },
      () =>
        `${tellIncidents([incident], terminal.columns)}${documents.map(({ path }) => `${path}\n`).join('')}`,
    );

  verb(program, 'mitigated <incident> [text]', 'the harm is stopped: sets the phase and the status', [
    'rca mitigated INC-2026-0001',
    'rca mitigated INC-2026-0001 "Rule group set to block" --at 2026-01-27T11:16:00Z',
  ])
    .option('--at <time>', 'when it happened (default: now)')
    .action(async (id: string, text: string | undefined, options: CommonOptions & { at?: string }) => {
      const step = stepOf(text, options.at, momentOf(invocation));
      const app = await invocation.app(options);
      await show(options, await app.useCases.advance(id, 'mitigated', step, terminal.actor));
    });

  verb(
    program,
    'resolved <incident> [text]',
    'service is back to normal: sets phase and status, and renders the first draft',
    ['rca resolved INC-2026-0001 --at 2026-01-27T13:10:00Z', 'rca resolved INC-2026-0001 --no-draft'],
  )
    .option('--at <time>', 'when it happened (default: now)')
    .option('--no-draft', 'do not render the RCA into HOME/drafts/INCIDENT')
    .action(
      async (
        id: string,
        text: string | undefined,
        options: CommonOptions & { at?: string; draft: boolean },
      ) => {
        const step = stepOf(text, options.at, momentOf(invocation));
        const app = await invocation.app(options);
        const incident = await app.useCases.advance(id, 'resolved', step, terminal.actor);
        const documents = options.draft
          ? await app.useCases.draft(id, join(app.config.home, 'drafts', id), terminal.actor)
          : [];
        await show(options, incident, documents);
      },
    );

  verb(program, 'reopen <incident> <why>', 'it is not over: the status is open again', [
    'rca reopen INC-2026-0001 "errors are back since 15:00"',
  ]).action(async (id: string, why: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    await show(options, await app.useCases.reopen(id, why, terminal.actor));
  });

  verb(program, 'close <incident>', 'ends the work on an incident; says what is missing first', [
    'rca close INC-2026-0001',
    'rca close INC-2026-0001 --anyway',
  ])
    .option('--anyway', 'close it although something is missing; documents go on saying what')
    .action(async (id: string, options: CommonOptions & { anyway?: boolean }) => {
      const app = await invocation.app(options);
      const anyway = options.anyway === true;
      const missing = anyway ? [] : await app.useCases.missingForClose(id);
      if (missing.length === 0) {
        return show(options, await app.useCases.close(id, { anyway }, terminal.actor));
      }
      invocation.exit(1);
      const told = missing.map((each) => `missing  ${terminalSafe(each)}\n`).join('');
      await write(terminal.stderr, `${told}not closed: add what is missing, or close it with --anyway\n`);
      await show(options, await app.useCases.incident(id));
    });

  verb(program, 'cancel <incident> <why>', 'ends an incident that was opened by mistake', [
    'rca cancel INC-2026-0001 "load test, not an attack"',
  ]).action(async (id: string, why: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    await show(options, await app.useCases.cancel(id, why, terminal.actor));
  });

  verb(program, 'merge <incident> <into>', 'ends an incident as a part of another one', [
    'rca merge INC-2026-0002 INC-2026-0001',
  ]).action(async (id: string, into: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    await show(options, await app.useCases.merge(id, into, terminal.actor));
  });

  verb(program, 'rename <incident> <title>', 'gives an incident another title', [
    'rca rename INC-2026-0001 "SQLi probing of search during the canary"',
  ]).action(async (id: string, title: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    await show(options, await app.useCases.rename(id, title, terminal.actor));
  });

  verb(program, 'severity <incident>', 'sets how bad an incident is', [
    'rca severity INC-2026-0001 --to sev1',
  ])
    .addOption(new Option('--to <severity>', 'the severity').choices([...severities]).makeOptionMandatory())
    .action(async (id: string, options: CommonOptions & { to: Severity }) => {
      const app = await invocation.app(options);
      await show(options, await app.useCases.setSeverity(id, options.to, terminal.actor));
    });
}

function stepOf(text: string | undefined, at: string | undefined, moment: Moment) {
  const { text: rest, atMs } = timedText(text ?? '', at, moment);
  return { atMs, text: rest.trim() === '' ? null : rest };
}
