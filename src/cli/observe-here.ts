import { randomBytes } from 'node:crypto';
import { observeFile } from '../collect/observe-file.ts';
import type { OwnRule } from '../collect/redact/own-rules.ts';
import { createRedactor, type Redactor } from '../collect/redact/redactor.ts';
import { environment } from '../config.ts';
import { toIso } from '../domain/time.ts';
import type { Operations } from './verbs/operations.ts';

type File = Parameters<Operations['observeFile']>[0];
type Print = Parameters<Operations['observeFile']>[1];

/** Observes a file without a store. */
export const observeHere = (file: File, print: Print, rules: readonly OwnRule[]) =>
  observeFile(file, toIso(Date.now()), throwAwayRedactor(rules), (observation) =>
    print(`${JSON.stringify(observation)}\n`),
  );

/** Nothing is kept, so nobody needs to open a token later, unless the key is given. */
const throwAwayRedactor = (rules: readonly OwnRule[]): Redactor => {
  const given = environment().RCA_REDACTION_KEY;
  const masterKey = given === undefined ? randomBytes(32) : Buffer.from(given);
  return createRedactor({ masterKey, incident: 'observe', ipAddresses: 'keep', rules });
};
