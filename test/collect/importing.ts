import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type FileToImport, type Importing, importFile } from '../../src/collect/import-file.ts';
import { createFolderBlobs } from '../../src/evidence/blobs.ts';
import type { BlobStore } from '../../src/evidence/store.ts';
import { redactor } from './redact/redactors.ts';

export const window = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };

/** A record of an AWS WAF log whose request bears a secret. */
export const wafRecord = (second: number, secret = 'tops3cret'): string =>
  JSON.stringify({
    timestamp: Date.parse('2026-01-27T10:00:00Z') + second * 1_000,
    formatVersion: 1,
    webaclId: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/1',
    terminatingRuleId: 'Default_Action',
    terminatingRuleType: 'REGULAR',
    action: 'ALLOW',
    httpRequest: {
      clientIp: '203.0.113.7',
      headers: [{ name: 'authorization', value: `Bearer ${secret}` }],
      uri: '/',
      args: '',
      httpMethod: 'GET',
      requestId: `r-${second}`,
    },
  });

export const wafLog = (records: number): string =>
  Array.from({ length: records }, (_none, second) => `${wafRecord(second)}\n`).join('');

export async function freshBlobs(context: TestContext): Promise<BlobStore> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-test-import-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return createFolderBlobs(folder);
}

export async function* inChunks(bytes: Uint8Array | string, sizeBytes = 65_536): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(bytes);
  for (let at = 0; at < whole.length; at += sizeBytes) yield whole.subarray(at, at + sizeBytes);
}

export const importing = (blobs: BlobStore, more: Partial<Importing> = {}): Importing => ({
  redactor,
  blobs,
  tool: { name: 'rca', version: 'test' },
  collector: 'cli:tester',
  window,
  nowMs: () => Date.parse('2026-01-27T13:00:00Z'),
  ...more,
});

/** Imports bytes as a file of a name. */
export const importBytes = (
  blobs: BlobStore,
  bytes: Uint8Array | string,
  file: Partial<FileToImport> = {},
  more: Partial<Importing> = {},
) =>
  importFile(
    { name: 'waf.log', bytes: inChunks(bytes), format: null, capturedAtMs: null, ...file },
    importing(blobs, more),
  );

export async function storedText(
  blobs: BlobStore,
  pages: readonly { readonly sha256: string }[],
): Promise<string> {
  const texts: string[] = [];
  for (const { sha256 } of pages) texts.push(Buffer.from(await blobs.get(sha256)).toString());
  return texts.join('');
}
