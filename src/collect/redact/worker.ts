import { workerData } from 'node:worker_threads';
import { answerEach, free, movable } from '../thread.ts';
import { createRedactor, type RedactionSettings } from './redactor.ts';

export interface RedactingData {
  readonly settings: RedactionSettings;
  readonly mediaType: string;
}

const { settings, mediaType } = workerData as RedactingData;
const redactor = createRedactor(settings);

answerEach<Uint8Array>((page) => {
  const { bytes, ...facts } = redactor.redactPage(page, mediaType);
  const own = movable(bytes);
  if (own.buffer !== page.buffer) free(page);
  return { reply: { bytes: own, ...facts }, transfer: [own.buffer as ArrayBuffer] };
});
