import { isUtf8 } from 'node:buffer';
import type { OutsideWindow } from '../../collect/observed.ts';
import { RcaError } from '../../domain/errors.ts';
import type { FormatId } from '../../domain/formats.ts';
import { act, type Context } from '../context.ts';
import { importInto } from '../import.ts';

/** A file that was attached to a captured message. */
export interface AttachedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** When it was attached. */
  readonly atMs: number;
}

/** The item that an attached file became, and how much of it lies outside the incident's window. */
export interface AttachedEvidence {
  readonly evidence: string;
  readonly outside: OutsideWindow;
}

const isText = (bytes: Uint8Array): boolean => isUtf8(bytes) && !bytes.includes(0);

/**
 * Keeps an attached file as evidence and returns its item: in the format that its beginning shows, else as plain
 * text, else byte for byte but for what redaction finds in it. What its sender calls it decides nothing. Throws
 * what an import throws.
 */
export async function attachFile(
  context: Context,
  incident: string,
  file: AttachedFile,
  actor: string,
): Promise<AttachedEvidence> {
  const read = async (format: FormatId | null): Promise<AttachedEvidence> => {
    const { stored, outside } = await importInto(
      context,
      incident,
      { name: file.name, bytes: once(file.bytes), format, capturedAtMs: file.atMs },
      actor,
    );
    return { evidence: stored.item.id, outside };
  };
  try {
    return await read(null);
  } catch (error) {
    if (!(error instanceof RcaError) || !/^(?:FORMAT_|FILE_NO_RECORDS)/.test(error.code)) throw error;
    return read(isText(file.bytes) ? 'text' : 'binary');
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(bytes);
}

/** An attached file that is no evidence, as a gap: too large, gone, refused. */
export async function missFile(
  context: Context,
  incident: string,
  { name, why, mend }: { readonly name: string; readonly why: string; readonly mend: string },
  actor: string,
): Promise<void> {
  const { window } = await context.store.incident(incident);
  const redactor = context.redactor(incident);
  await context.store.recordGap(
    incident,
    { source: 'slack', window, why: redactor.redactText(`the attached file ${name}: ${why}`), mend },
    act(context, actor),
  );
}
