import { importFile } from '../collect/import-file.ts';
import { act, type Context } from './context.ts';
import type { ImportInput, ImportResult } from './use-cases.ts';

export async function importInto(
  context: Context,
  incident: string,
  file: ImportInput,
  actor: string,
  onProgress: (bytesDone: number) => void = () => undefined,
): Promise<ImportResult> {
  const { window } = await context.store.incident(incident);
  const { item, gaps } = await importFile(file, {
    redactor: context.redactor(incident),
    blobs: context.blobs,
    tool: context.tool,
    collector: actor,
    window,
    nowMs: context.nowMs,
    onProgress,
  });
  const clocks = { database: await context.store.clock(context.nowMs) };
  return context.store.addItem(incident, { ...item, clocks }, gaps, act(context, actor));
}
