import { createRedactor } from '../../src/collect/redact/redactor.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import type { placeHold } from '../../src/incident/compliance/holds.ts';
import type { OpenStore } from '../helpers/stores.ts';

type Context = Parameters<typeof placeHold>[0];

/** Words that must be nowhere after the destruction. */
export const MARK = 'zebra-crossing-4711';

/** What the use cases of the compliance record work with, on a store that is open. */
export const complianceContext = (
  { store, record, blobs }: Pick<OpenStore, 'store' | 'record' | 'blobs'>,
  changes: Partial<Context> = {},
): Context =>
  ({
    store,
    record,
    blobs,
    jobs: { enqueue: async () => undefined, forget: async () => undefined },
    destinations: new Map(),
    retention: { default: '0d' },
    sealer: null,
    home: '/nowhere',
    redactor: (incident: string) =>
      createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' }),
    nowMs: () => Date.parse('2027-01-01T00:00:00Z'),
    ...changes,
  }) as Context;

export const bytesOf = (text: string) => Buffer.from(text) as Uint8Array as Redacted<Uint8Array>;
