import { userError } from '../../domain/errors.ts';
import { redactionToken } from '../../domain/redaction-token.ts';
import { committer, incidentKey } from './commitment.ts';
import type { RedactionSettings } from './redactor.ts';
import { classesToReveal } from './rule-set.ts';

/** What opens a token for one value: with it anybody can compute the commitment and compare. */
export interface Opening {
  readonly token: string;
  readonly class: string;
  readonly matches: boolean;
  /** 64 hexadecimal digits; null when the value is not the one behind the token: then nothing is opened. */
  readonly nonce: string | null;
  /** 64 hexadecimal digits. */
  readonly commitment: string | null;
}

const TOKEN = /^\[([a-z][a-z-]{1,31}):[A-Z2-7]{10}\]$/;

/**
 * Opens one token for the value that is suspected behind it. Throws `TOKEN_INVALID`, and `TOKEN_NEVER_OPENED`
 * for classes that are secrets.
 */
export function revealToken(
  settings: Pick<RedactionSettings, 'masterKey' | 'incident' | 'rules'>,
  token: string,
  value: Uint8Array,
): Opening {
  const tokenClass = TOKEN.exec(token)?.[1];
  if (tokenClass === undefined) {
    throw userError({
      code: 'TOKEN_INVALID',
      message: 'this is not a redaction token',
      where: '<token>',
      mend: "copy it from the evidence with its brackets, in quotes: '[email:ABCDEFGH23]'",
    });
  }
  const revealable = classesToReveal(settings.rules ?? []);
  if (!revealable.includes(tokenClass)) {
    throw userError({
      code: 'TOKEN_NEVER_OPENED',
      message: `tokens of class ${tokenClass} hide secrets and are never opened`,
      where: '<token>',
      mend: `classes that can be opened are ${revealable.join(', ')}`,
    });
  }
  const commit = committer(incidentKey(settings.masterKey, settings.incident));
  const { nonce, commitment } = commit(tokenClass, value);
  const matches = redactionToken(tokenClass, commitment) === token;
  return {
    token,
    class: tokenClass,
    matches,
    nonce: matches ? nonce.toString('hex') : null,
    commitment: matches ? commitment.toString('hex') : null,
  };
}
