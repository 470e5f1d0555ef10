import { type Command, Option } from 'commander';
import { userError } from '../../domain/errors.ts';
import {
  actionStates,
  actionTypes,
  causeRoles,
  controlStates,
  daySchema,
  impactAreas,
  lessonSides,
  type SectionKind,
  sectionLetters,
} from '../../domain/section.ts';
import type { SectionInput, WrittenEntry } from '../../incident/sections.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { tellSections, tellSentences } from '../print.ts';
import { sentencesShape } from '../section-shapes.ts';
import { write } from '../terminal.ts';

/** What the options of an entry give; each kind has some of them. */
interface FieldOptions extends CommonOptions {
  readonly text?: string;
  readonly evidence?: string[];
  readonly area?: (typeof impactAreas)[number];
  readonly role?: (typeof causeRoles)[number];
  readonly side?: (typeof lessonSides)[number];
  readonly type?: (typeof actionTypes)[number];
  readonly state?: (typeof actionStates)[number] | (typeof controlStates)[number];
  readonly owner?: string;
  readonly due?: string;
  readonly eta?: string;
  readonly mitigation?: string;
  readonly acceptedBy?: string;
  readonly until?: string;
  readonly sentence?: string;
}

interface Kind {
  readonly kind: SectionKind;
  readonly summary: string;
  readonly options: () => readonly Option[];
  readonly examples: readonly string[];
}

const choice = (flags: string, what: string, choices: readonly string[]): Option =>
  new Option(flags, what).choices([...choices]);

const owner = (): Option => new Option('--owner <role>', 'who sees to it, as a role');

const kinds: readonly Kind[] = [
  {
    kind: 'impact',
    summary: 'what the incident did: to requests, users, data, the error budget',
    options: () => [choice('--area <area>', 'what was hit (default: other)', impactAreas)],
    examples: [
      'rca impact add INC-2026-0001 "Confirmed none: no row left the database" --area data --evidence E-0003',
    ],
  },
  {
    kind: 'cause',
    summary: 'the trigger, contributing factors, and what was ruled out',
    options: () => [choice('--role <role>', 'what part it played (default: factor)', causeRoles)],
    examples: ['rca cause add INC-2026-0001 "No alert covered count mode" --evidence E-0005'],
  },
  {
    kind: 'lesson',
    summary: 'what went well, what went badly, where we were lucky',
    options: () => [choice('--side <side>', 'which of the three (default: well)', lessonSides)],
    examples: ['rca lesson add INC-2026-0001 "The canary kept half of the traffic safe" --side well'],
  },
  {
    kind: 'action',
    summary: 'corrective and preventive actions, with owner role, date and evidence of completion',
    options: () => [
      choice('--type <type>', 'mends this incident or prevents the next (default: corrective)', actionTypes),
      choice('--state <state>', 'how far it is (default: open)', actionStates),
      owner(),
      new Option('--due <day>', 'until when: 2026-02-14'),
    ],
    examples: [
      'rca action add INC-2026-0001 "Alert on count mode" --type preventive --owner "platform lead" --due 2026-02-14',
      'rca action done INC-2026-0001 A-0001 --evidence E-0009',
    ],
  },
  {
    kind: 'control',
    summary: 'safeguards: operational, pending with owner and date, or a risk that was accepted',
    options: () => [
      choice('--state <state>', 'how it stands (default: pending)', controlStates),
      owner(),
      new Option('--eta <day>', 'when a pending one is in place: 2026-03-01'),
      new Option('--mitigation <text>', 'what protects meanwhile'),
      new Option('--accepted-by <role>', 'the role that accepted the risk'),
      new Option('--until <day>', 'until when it is accepted'),
    ],
    examples: [
      'rca control add INC-2026-0001 "Bound parameters in search" --owner "search lead" --eta 2026-03-01',
      'rca control edit INC-2026-0001 C-0001 --state operational --evidence E-0012',
    ],
  },
  {
    kind: 'wording',
    summary: 'your words in place of a sentence of the draft, which later drafts keep',
    options: () => [
      new Option('--sentence <name>', 'the sentence, as rca wording sentences names it: impact.requests'),
    ],
    examples: [
      'rca wording sentences INC-2026-0001',
      'rca wording add INC-2026-0001 "About a tenth of searches failed." --sentence impact.errors',
      'rca wording edit INC-2026-0001 W-0001 --text "One in ten searches failed."',
    ],
  },
];

export function sectionVerbs(program: Command, invocation: Invocation): void {
  for (const kind of kinds) sectionVerb(program, invocation, kind);
}

function sectionVerb(
  program: Command,
  invocation: Invocation,
  { kind, summary, options, examples }: Kind,
): void {
  const { terminal } = invocation;
  const parent = program.command(kind).description(summary);

  const show = async (given: CommonOptions, { entry, blame }: WrittenEntry): Promise<void> => {
    const hints = blame.map(
      ({ phrase, why, instead }) => `wording  "${phrase}" ${why}\n         ${instead}\n`,
    );
    if (!given.json) await write(terminal.stderr, hints.join(''));
    await emit(terminal, given, 'section', { entry, blame }, () => `${entry.id} version ${entry.version}\n`);
  };

  const withFields = (command: Command): Command => {
    for (const option of options()) command.addOption(option);
    return command.option('--evidence <id...>', 'evidence or notes that show it: E-0001 N-0002');
  };

  withFields(verb(parent, 'add <incident> <text>', `writes a new ${kind}`, examples)).action(
    async (incident: string, text: string, given: FieldOptions) => {
      const input = inputOf(kind, { ...given, text });
      const app = await invocation.app(given);
      await show(given, await app.useCases.writeSection(incident, input, terminal.actor));
    },
  );

  withFields(verb(parent, 'edit <incident> <id>', 'a new version; the old ones stay', examples))
    .option('--text <text>', 'the new text')
    .action(async (incident: string, id: string, given: FieldOptions) => {
      const input = inputOf(kind, given);
      const app = await invocation.app(given);
      await show(given, await app.useCases.editSection(incident, id, input, terminal.actor));
    });

  if (kind === 'action') {
    verb(parent, 'done <incident> <id>', 'it is done, and this shows it', examples)
      .requiredOption('--evidence <id...>', 'evidence or notes that show it: E-0001 N-0002')
      .action(async (incident: string, id: string, given: CommonOptions & { evidence: string[] }) => {
        const input = { kind, state: 'done', evidence: given.evidence } as const;
        const app = await invocation.app(given);
        await show(given, await app.useCases.editSection(incident, id, input, terminal.actor));
      });
  }

  if (kind === 'wording') {
    verb(parent, 'sentences <incident>', 'lists the sentences of the draft by name', [
      'rca wording sentences INC-2026-0001',
    ]).action(async (incident: string, given: CommonOptions) => {
      const app = await invocation.app(given);
      const sentences = await app.useCases.sentences(incident);
      await emit(terminal, given, 'sentences', sentencesShape(sentences), () =>
        tellSentences(sentences, terminal.columns),
      );
    });
  }

  verb(parent, 'withdraw <incident> <id> <why>', 'takes it out of the documents; nothing is erased', [
    `rca ${kind} withdraw INC-2026-0001 ${sectionLetters[kind]}-0001 "said twice"`,
  ]).action(async (incident: string, id: string, why: string, given: CommonOptions) => {
    const app = await invocation.app(given);
    const entry = await app.useCases.withdrawSection(incident, id, why, terminal.actor);
    await show(given, { entry, blame: [] });
  });

  verb(parent, 'list <incident>', `lists what stands, and what was withdrawn`, [
    `rca ${kind} list INC-2026-0001`,
  ]).action(async (incident: string, given: CommonOptions) => {
    const app = await invocation.app(given);
    const entries = (await app.useCases.sections(incident)).filter(({ body }) => body.kind === kind);
    await emit(terminal, given, 'sections', { entries }, () => tellSections(kind, entries, terminal.columns));
  });
}

/** Fields that were not given stay undefined, which means that they were not said. */
function inputOf(kind: SectionKind, given: FieldOptions): SectionInput {
  const fields = {
    ...(given.text === undefined ? {} : { text: given.text }),
    ...(given.evidence === undefined ? {} : { evidence: given.evidence }),
  };
  switch (kind) {
    case 'impact':
      return { kind, ...fields, ...(given.area && { area: given.area }) };
    case 'cause':
      return { kind, ...fields, ...(given.role && { role: given.role }) };
    case 'lesson':
      return { kind, ...fields, ...(given.side && { side: given.side }) };
    case 'action':
      return {
        kind,
        ...fields,
        ...(given.type && { type: given.type }),
        ...(isOneOf(actionStates, given.state) && { state: given.state }),
        ...(given.owner !== undefined && { owner: given.owner }),
        ...(given.due !== undefined && { due: dayOf(given.due, '--due') }),
      };
    case 'control':
      return {
        kind,
        ...fields,
        ...(isOneOf(controlStates, given.state) && { state: given.state }),
        ...(given.owner !== undefined && { owner: given.owner }),
        ...(given.eta !== undefined && { eta: dayOf(given.eta, '--eta') }),
        ...(given.mitigation !== undefined && { mitigation: given.mitigation }),
        ...(given.acceptedBy !== undefined && { acceptedBy: given.acceptedBy }),
        ...(given.until !== undefined && { acceptedUntil: dayOf(given.until, '--until') }),
      };
    case 'wording':
      return { kind, ...fields, ...(given.sentence !== undefined && { sentence: given.sentence }) };
  }
}

const isOneOf = <T extends string>(choices: readonly T[], value: string | undefined): value is T =>
  choices.some((each) => each === value);

function dayOf(text: string, where: string): string {
  const day = daySchema.safeParse(text);
  if (day.success) return day.data;
  throw userError({
    code: 'DAY_INVALID',
    message: `"${text}" is not a day`,
    where,
    mend: 'write it like 2026-02-14',
  });
}
