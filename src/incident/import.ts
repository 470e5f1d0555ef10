import { importFile } from '../collect/import-file.ts';
import { act, type Context } from './context.ts';
import type { ImportInput, ImportResult } from './use-cases.ts';
import { followNow, scopeOf } from './window.ts';

/** Reads a file into the incident. A window that follows the incident goes on to now when the file reaches beyond it. */
export async function importInto(
  context: Context,
  incident: string,
  file: ImportInput,
  actor: string,
  onProgress: (bytesDone: number) => void = () => undefined,
): Promise<ImportResult> {
  const before = await context.store.incident(incident);
  const { item, gaps, outside } = await importFile(file, {
    redactor: context.redactor(incident),
    blobs: context.blobs,
    tool: context.tool,
    collector: actor,
    window: before.window,
    scope: scopeOf(context, before),
    nowMs: context.nowMs,
    onProgress,
  });
  const clocks = { database: await context.store.clock(context.nowMs) };
  const imported = await context.store.addItem(incident, { ...item, clocks }, gaps, act(context, actor));
  if (item.answered && item.answered.to > before.window.to) await followNow(context, incident, actor);
  return { ...imported, outside };
}
