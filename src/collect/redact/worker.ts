import { workerData } from 'node:worker_threads';
import { answerEach } from '../thread.ts';
import { createRedactor, type RedactionSettings } from './redactor.ts';

export interface RedactingData {
  readonly settings: RedactionSettings;
  readonly mediaType: string;
}

const { settings, mediaType } = workerData as RedactingData;
const redactor = createRedactor(settings);

answerEach<Uint8Array>((page) => {
  const { bytes, ...facts } = redactor.redactPage(page, mediaType);
  // Only the bytes of the page: a view can stand in a larger buffer, which the other thread must not get.
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  return { reply: { bytes: own, ...facts }, transfer: [own.buffer as ArrayBuffer] };
});
