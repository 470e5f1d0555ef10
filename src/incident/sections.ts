import { type BlameFinding, lintBlame } from '../analysis/blame.ts';
import { userError } from '../domain/errors.ts';
import type { Redacted } from '../domain/redacted.ts';
import {
  type BodyOf,
  latestEntries,
  type SectionBody,
  type SectionEntry,
  type SectionKind,
  sectionKinds,
  sectionLetters,
} from '../domain/section.ts';
import { act, type Context } from './context.ts';
import { bound } from './wordings.ts';

/** What a person says, before redaction; what is left out of an edit stays as it was. */
export type SectionInput = {
  readonly [Kind in SectionKind]: { readonly kind: Kind } & Partial<
    Omit<BodyOf<Kind>, 'kind' | 'withdrawn' | 'computed'>
  > &
    // Facts that the person had in view, as `factsSha256`.
    (Kind extends 'wording' ? { readonly basedOn?: string } : unknown);
}[SectionKind];

export interface WrittenEntry {
  readonly entry: SectionEntry;
  /** Wording in it that looks for somebody to blame. It is stored all the same: the words are the author's. */
  readonly blame: readonly BlameFinding[];
}

/** Defaults of what a new entry may leave out. */
const blank: { readonly [Kind in SectionKind]: Omit<BodyOf<Kind>, 'text'> } = {
  impact: { kind: 'impact', evidence: [], withdrawn: null, area: 'other' },
  cause: { kind: 'cause', evidence: [], withdrawn: null, role: 'factor' },
  lesson: { kind: 'lesson', evidence: [], withdrawn: null, side: 'well' },
  action: {
    kind: 'action',
    evidence: [],
    withdrawn: null,
    type: 'corrective',
    owner: null,
    due: null,
    state: 'open',
  },
  control: {
    kind: 'control',
    evidence: [],
    withdrawn: null,
    state: 'pending',
    owner: null,
    eta: null,
    mitigation: null,
    acceptedBy: null,
    acceptedUntil: null,
  },
  wording: {
    kind: 'wording',
    evidence: [],
    withdrawn: null,
    sentence: '',
    computed: { name: '', text: '', evidence: [], basis: 'asserted' },
  },
};

/** Writes a new entry. Throws `ENTRY_EMPTY`, `ENTRY_INCOMPLETE` and `EVIDENCE_UNKNOWN`. */
export async function writeSection(
  context: Context,
  incident: string,
  input: SectionInput,
  actor: string,
  key?: string,
): Promise<WrittenEntry> {
  const earlier = await writtenBefore(context, incident, input, key);
  if (earlier !== null) return earlier;
  const asked = { ...blank[input.kind], text: '', ...given(input) } as SectionBody;
  const body = await checked(context, incident, asked, { entry: null, basedOn: basedOn(input) });
  return written(await context.store.writeSection(incident, body, act(context, actor), key));
}

/** A new version with what is given in place of what was there. */
export async function editSection(
  context: Context,
  incident: string,
  id: string,
  input: SectionInput,
  actor: string,
  key?: string,
): Promise<WrittenEntry> {
  const earlier = await writtenBefore(context, incident, input, key);
  if (earlier !== null) return earlier;
  const before = await entryOf(context, incident, id);
  if (before.body.kind !== input.kind) throw entryUnknown(incident, id);
  const asked = { ...before.body, ...given(input) } as SectionBody;
  const body = await checked(context, incident, asked, { entry: id, basedOn: basedOn(input) });
  return written(await context.store.editSection(incident, id, body, act(context, actor), key));
}

const written = (entry: SectionEntry): WrittenEntry => ({ entry, blame: lintBlame(entry.body.text) });

/** What a request that is handed out again has written: what stands now is no reason to refuse it. */
async function writtenBefore(
  { store }: Context,
  incident: string,
  { kind }: SectionInput,
  key: string | undefined,
): Promise<WrittenEntry | null> {
  const entry = key === undefined ? null : await store.sectionOfRequest(incident, kind, key);
  return entry && written(entry);
}

/** Takes an entry out of the documents by a new version; nothing is erased. */
export async function withdrawSection(
  context: Context,
  incident: string,
  id: string,
  why: string,
  actor: string,
  key?: string,
): Promise<SectionEntry> {
  const { body } = await entryOf(context, incident, id);
  const withdrawn = context.redactor(incident).redactText(why);
  return context.store.editSection(incident, id, { ...body, withdrawn }, act(context, actor), key);
}

/** Only what was given: a field that is undefined is not given. */
const given = (input: SectionInput): object =>
  Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== undefined && name !== 'basedOn'),
  );

const basedOn = (input: SectionInput): string | undefined =>
  input.kind === 'wording' ? input.basedOn : undefined;

async function entryOf(context: Context, incident: string, id: string): Promise<SectionEntry> {
  const entry = latestEntries(await context.store.sections(incident)).find((known) => known.id === id);
  if (entry === undefined) throw entryUnknown(incident, id);
  return entry;
}

const entryUnknown = (incident: string, id: string) =>
  userError({
    code: 'ENTRY_UNKNOWN',
    message: `${incident} has no such entry ${id}`,
    mend: `list them with: rca ${kindOf(id) ?? 'action'} list ${incident}`,
  });

const kindOf = (id: string): SectionKind | undefined =>
  sectionKinds.find((kind) => id.startsWith(`${sectionLetters[kind]}-`));

const TEXT_CHARACTERS_MAX = 4_000;
const ROLE_CHARACTERS_MAX = 200;

function redactedBody(context: Context, incident: string, body: SectionBody): SectionBody {
  const redactor = context.redactor(incident);
  const text = (value: string, charactersMax: number): Redacted<string> => {
    const trimmed = value.trim();
    if (trimmed.length <= charactersMax) return redactor.redactText(trimmed);
    throw userError({
      code: 'ENTRY_TOO_LONG',
      message: `a text has ${trimmed.length} characters, more than ${charactersMax}`,
      mend: 'say it in fewer words, and import what is long as evidence',
    });
  };
  const role = (value: string | null): string | null =>
    value === null || value.trim() === '' ? null : text(value, ROLE_CHARACTERS_MAX);
  const common = { text: text(body.text, TEXT_CHARACTERS_MAX), evidence: [...new Set(body.evidence)] };
  if (body.kind === 'action') return { ...body, ...common, owner: role(body.owner) };
  if (body.kind !== 'control') return { ...body, ...common };
  return {
    ...body,
    ...common,
    owner: role(body.owner),
    acceptedBy: role(body.acceptedBy),
    mitigation: body.mitigation === null ? null : text(body.mitigation, TEXT_CHARACTERS_MAX),
  };
}

/** Redacted, and whole; a wording with the sentence whose place it takes. */
async function checked(
  context: Context,
  incident: string,
  asked: SectionBody,
  by: Parameters<typeof bound>[3],
): Promise<SectionBody> {
  const body = redactedBody(context, incident, asked);
  await check(context, incident, body);
  return body.kind === 'wording' ? bound(context, incident, body, by) : body;
}

async function check(context: Context, incident: string, body: SectionBody): Promise<void> {
  if (body.text === '') {
    throw userError({
      code: 'ENTRY_EMPTY',
      message: `the ${body.kind} has no text`,
      where: '<text>',
      mend: 'say it in a sentence',
    });
  }
  const lacking = lacks(body);
  if (lacking !== undefined) {
    throw userError({ code: 'ENTRY_INCOMPLETE', message: lacking.message, mend: lacking.mend });
  }
  await checkEvidence(context, incident, body.evidence);
}

/** What an entry in its state must say: no state without what makes it checkable. */
function lacks(body: SectionBody): { readonly message: string; readonly mend: string } | undefined {
  if (body.kind === 'action' && body.state === 'done' && body.evidence.length === 0) {
    return {
      message: 'an action is done when evidence shows it',
      mend: 'name the evidence of completion: --evidence E-0007, or N-0003 for a note',
    };
  }
  if (body.kind === 'control' && body.state === 'pending' && (body.owner === null || body.eta === null)) {
    return {
      message: 'a pending control has an owner and a date',
      mend: 'add --owner ROLE and --eta 2026-02-14, and --mitigation for what protects meanwhile',
    };
  }
  if (
    body.kind === 'control' &&
    body.state === 'risk-accepted' &&
    (body.acceptedBy === null || body.acceptedUntil === null)
  ) {
    return {
      message: 'an accepted risk names the role that accepted it and until when',
      mend: 'add --accepted-by ROLE and --until 2026-06-30',
    };
  }
  return undefined;
}

async function checkEvidence(context: Context, incident: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const [items, notes] = await Promise.all([context.store.items(incident), context.store.notes(incident)]);
  const known = new Set([...items.map(({ item }) => item.id), ...notes.map(({ id }) => id)]);
  const unknown = ids.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw userError({
    code: 'EVIDENCE_UNKNOWN',
    message: `${incident} has no evidence or note ${unknown}`,
    where: '--evidence',
    mend: `list them with: rca evidence ${incident} and rca timeline ${incident}`,
  });
}
