import { LineCounter, parseDocument } from 'yaml';
import { sha256Hex } from '../domain/canonical.ts';
import { messageOf, type RcaError, userError } from '../domain/errors.ts';
import { type ControlMapping, controlMappingSchema } from './controls.ts';

export interface LoadedControls {
  readonly mapping: ControlMapping;
  readonly text: string;
  /** Of the file's bytes. */
  readonly sha256: string;
}

/** Parses a control mapping; throws `CONTROLS_INVALID` that names file and line or field. */
export function loadControls(text: string, file: string): LoadedControls {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw invalid(`${file}:${lines.linePos(broken.pos[0]).line}`, broken.message);
  const parsed = controlMappingSchema.safeParse(plain(() => document.toJS({ maxAliasCount: 100 }), file));
  if (parsed.success) return { mapping: parsed.data, text, sha256: sha256Hex(text) };
  const [issue] = parsed.error.issues;
  throw invalid(`${file}, ${issue?.path.join('.') || 'the whole file'}`, issue?.message ?? 'invalid');
}

function plain(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (cause) {
    throw invalid(file, messageOf(cause));
  }
}

const invalid = (where: string, message: string): RcaError =>
  userError({
    code: 'CONTROLS_INVALID',
    message: `the control mapping is not valid: ${message}`,
    where,
    mend: 'compare with templates/controls.yaml and docs/schema/controls.schema.json',
  });
