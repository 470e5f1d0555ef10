import type { CaseFile } from '../../domain/case-file.ts';
import type { Claim } from '../../domain/claim.ts';
import {
  type BodyOf,
  type SectionBody,
  type SectionEntry,
  type SectionKind,
  standing,
} from '../../domain/section.ts';
import { oneLine } from '../../domain/visible.ts';
import { stampSeconds, words } from './format.ts';
import type { Refer } from './references.ts';

const TEXT_CHARACTERS_MAX = 2_000;
const ROLE_CHARACTERS_MAX = 120;

const impactLead: Readonly<Record<BodyOf<'impact'>['area'], string>> = {
  requests: 'Requests: ',
  users: 'Users: ',
  data: 'Data: ',
  budget: 'Error budget: ',
  other: '',
};

/** A person's sentence as a claim: it stands on what it cites and on the entry itself. */
const asserted = ({ id, body }: SectionEntry, lead = ''): Claim => ({
  name: id,
  text: `${lead}${body.text}`,
  evidence: [...body.evidence, id],
  basis: 'asserted',
});

export const impactClaims = ({ sections }: CaseFile): readonly Claim[] =>
  standing(sections, 'impact').map((entry) => asserted(entry, impactLead[entry.body.area]));

export const causeClaims = ({ sections }: CaseFile, role: BodyOf<'cause'>['role']): readonly Claim[] =>
  standing(sections, 'cause')
    .filter(({ body }) => body.role === role)
    .map((entry) => asserted(entry));

const sides: readonly (readonly [BodyOf<'lesson'>['side'], string])[] = [
  ['well', 'What went well'],
  ['badly', 'What went badly'],
  ['lucky', 'Where we were lucky'],
];

/** Lessons by side, sides without one left out; claims are still to be viewed. */
export const lessonGroups = ({
  sections,
}: CaseFile): readonly { title: string; claims: readonly Claim[] }[] =>
  sides.flatMap(([side, title]) => {
    const claims = standing(sections, 'lesson').filter(({ body }) => body.side === side);
    return claims.length === 0 ? [] : [{ title, claims: claims.map((entry) => asserted(entry)) }];
  });

const role = (text: string | null): string =>
  text === null ? 'nobody yet' : oneLine(text, ROLE_CHARACTERS_MAX);

const rowOf = ({ id, version, body }: SectionEntry, refer: Refer) => ({
  id,
  version,
  text: oneLine(body.text, TEXT_CHARACTERS_MAX),
  evidence: refer(body.evidence),
});

/** Actions in one of the states, those without a date last. */
export const actionRows = (
  { sections }: CaseFile,
  states: readonly BodyOf<'action'>['state'][],
  refer: Refer,
) =>
  standing(sections, 'action')
    .filter(({ body }) => states.includes(body.state))
    .sort((a, b) => byDay(a.body.due, b.body.due) || (a.id < b.id ? -1 : 1))
    .map((entry) => ({
      ...rowOf(entry, refer),
      type: words(entry.body.type),
      owner: role(entry.body.owner),
      due: entry.body.due ?? 'no date',
      state: words(entry.body.state),
    }));

/** Controls in one of the states. */
export const controlRows = (
  { sections }: CaseFile,
  states: readonly BodyOf<'control'>['state'][],
  refer: Refer,
) =>
  standing(sections, 'control')
    .filter(({ body }) => states.includes(body.state))
    .map((entry) => {
      const { state, owner, eta, mitigation, acceptedBy, acceptedUntil } = entry.body;
      return {
        ...rowOf(entry, refer),
        state: words(state),
        owner: role(state === 'risk-accepted' ? acceptedBy : owner),
        until: (state === 'risk-accepted' ? acceptedUntil : eta) ?? 'no date',
        mitigation: mitigation === null ? '' : oneLine(mitigation, TEXT_CHARACTERS_MAX),
      };
    });

const byDay = (a: string | null, b: string | null): number =>
  (a ?? '9999') < (b ?? '9999') ? -1 : (a ?? '9999') > (b ?? '9999') ? 1 : 0;

const names: Readonly<Record<SectionKind, string>> = {
  impact: 'Impact',
  cause: 'Cause',
  lesson: 'Lesson',
  action: 'Action',
  control: 'Control',
  wording: 'Wording',
};

/** Every entry once, so that a reference to it leads somewhere. */
export const writtenRows = ({ sections }: CaseFile) =>
  sections.map(({ id, version, author, writtenAt, body }) => ({
    id,
    kind: names[body.kind satisfies SectionBody['kind']],
    version,
    author: oneLine(author, 80),
    writtenAt: stampSeconds(writtenAt),
    text: oneLine(
      body.kind === 'wording' ? `${body.text} (in place of “${body.computed.text}”)` : body.text,
      TEXT_CHARACTERS_MAX,
    ),
  }));
