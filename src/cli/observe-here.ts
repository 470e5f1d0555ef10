import { randomBytes } from 'node:crypto';
import { observeFile } from '../collect/observe-file.ts';
import { createRedactor, type Redactor } from '../collect/redact/redactor.ts';
import { environment } from '../config.ts';
import { toIso } from '../domain/time.ts';
import type { Operations } from './verbs/operations.ts';

/** Observes a file without a store. */
export const observeHere: Operations['observeFile'] = (file, print) =>
  observeFile(file, toIso(Date.now()), throwAwayRedactor(), (observation) =>
    print(`${JSON.stringify(observation)}\n`),
  );

/** Nothing is kept, so nobody needs to open a token later, unless the key is given. */
const throwAwayRedactor = (): Redactor => {
  const given = environment().RCA_REDACTION_KEY;
  const masterKey = given === undefined ? randomBytes(32) : Buffer.from(given);
  return createRedactor({ masterKey, incident: 'observe', ipAddresses: 'keep' });
};
