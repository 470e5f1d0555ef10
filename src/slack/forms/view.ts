import type { ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { Claim } from '../../domain/claim.ts';
import type { Note } from '../../domain/incident.ts';
import { type SectionEntry, type SectionKind, sectionKinds } from '../../domain/section.ts';
import { factsSha256 } from '../../domain/sentences.ts';
import { words } from './inputs.ts';
import { noteErrors, noteInputs } from './note-form.ts';
import { type FieldErrors, type Filled, sectionErrors, sectionInputs } from './section-form.ts';

/** `callback_id` of every form of an entry or a note. */
export const ENTRY_FORM = 'entry';

export const formKinds = [...sectionKinds, 'note'] as const;
export type FormKind = (typeof formKinds)[number];

const metadataSchema = z.strictObject({
  channelId: z.string(),
  kind: z.enum(formKinds),
  incident: z.string().nullable(),
  edits: z.strictObject({ id: z.string(), version: z.int() }).nullable(),
  /** The sentence that is worded, and the facts under it that the form shows. */
  sentence: z.strictObject({ name: z.string(), basedOn: z.string() }).optional(),
});
/** What a form carries with it. */
export type FormMetadata = z.infer<typeof metadataSchema>;

export const metadataOf = (privateMetadata: string): FormMetadata =>
  metadataSchema.parse(JSON.parse(privateMetadata));

const TITLES: Readonly<Record<FormKind, string>> = {
  impact: 'Impact',
  cause: 'Cause',
  lesson: 'Lesson',
  action: 'Action',
  control: 'Control',
  wording: 'Wording',
  note: 'Note',
};

/** What a form edits: the latest version of an entry or of a note. */
export type Editable =
  /** `facts`: of a wording, those under its sentence now. */
  | { readonly is: 'section'; readonly entry: SectionEntry; readonly facts?: string }
  | { readonly is: 'note'; readonly note: Note }
  | { readonly is: 'sentence'; readonly claim: Claim };

/** A form for something new. https://docs.slack.dev/reference/views/modal-views */
export const newForm = (
  kind: FormKind,
  where: { readonly channelId: string; readonly incident: string | null },
  nowMs: number,
): ModalView => form(kind, { ...where, kind, edits: null }, null, nowMs);

/** The form of what is there, filled with its latest version. */
export function editForm(
  editable: Editable,
  where: { readonly channelId: string; readonly incident: string },
  nowMs: number,
): ModalView {
  if (editable.is === 'sentence') {
    const { name } = editable.claim;
    const sentence = { name, basedOn: factsSha256(editable.claim) };
    return form('wording', { ...where, kind: 'wording', edits: null, sentence }, editable, nowMs);
  }
  const { id, version } = editable.is === 'note' ? editable.note : editable.entry;
  const kind = editable.is === 'note' ? 'note' : editable.entry.body.kind;
  const edits = { id, version };
  if (editable.is === 'section' && editable.facts !== undefined && editable.entry.body.kind === 'wording') {
    const sentence = { name: editable.entry.body.sentence, basedOn: editable.facts };
    return form(kind, { ...where, kind, edits, sentence }, editable, nowMs);
  }
  return form(kind, { ...where, kind, edits }, editable, nowMs);
}

function form(kind: FormKind, metadata: FormMetadata, filled: Editable | null, nowMs: number): ModalView {
  const id = metadata.edits?.id;
  return {
    type: 'modal',
    callback_id: ENTRY_FORM,
    private_metadata: JSON.stringify(metadata),
    title: words(id === undefined ? TITLES[kind] : `Edit ${id}`),
    submit: words(id === undefined ? 'Write down' : 'Save'),
    close: words('Cancel'),
    blocks:
      kind === 'note'
        ? [...noteInputs(filled?.is === 'note' ? filled.note : null, nowMs)]
        : [...sectionInputs(kind, filledWith(filled))],
  };
}

function filledWith(filled: Editable | null): Filled | null {
  if (filled?.is === 'section') return filled.entry.body;
  return filled?.is === 'sentence' ? { text: filled.claim.text, evidence: [] } : null;
}

/** What a sent form lacks, by field. */
export const errorsOf = (
  { kind, edits }: FormMetadata,
  values: Readonly<Record<string, string>>,
): FieldErrors =>
  kind === 'note' ? noteErrors(values, edits === null) : sectionErrors(kind, values, edits === null);

export const isSectionKind = (kind: string): kind is SectionKind =>
  (sectionKinds as readonly string[]).includes(kind);
