import { createRedactor, type RedactionSettings } from '../../../src/collect/redact/redactor.ts';

export const settings: RedactionSettings = {
  masterKey: Buffer.from('a master key of some length'),
  incident: 'INC-2026-0001',
  ipAddresses: 'keep',
};

export const redactor = createRedactor(settings);

/** A page of JSON (or JSON lines) through redaction, as text. */
export const redactJson = (text: string, by = redactor): string =>
  Buffer.from(by.redactPage(Buffer.from(text), 'application/x-ndjson').bytes).toString();
