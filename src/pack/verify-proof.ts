import { userError } from '../domain/errors.ts';
import { parseJson } from '../domain/parse-json.ts';
import { readCheckpoint } from './checkpoint.ts';
import { signatureOf } from './checkpoint-consistency.ts';
import { includedUnder, ledgerProofSchema } from './ledger-proof.ts';
import type { PublicKey } from './seal/ed25519.ts';
import { keyName } from './seal/signer-name.ts';

interface ProofCheck {
  readonly check: 'proof.inclusion' | 'proof.checkpoint';
  readonly ok: boolean | null;
  readonly detail: string;
}

/** Checks that one ledger entry stands under a checkpoint, with nothing but the proof. Throws `PROOF_UNREADABLE`. */
export function verifyProof(
  name: string,
  text: string,
  key: PublicKey | undefined,
): { readonly ok: boolean; readonly checks: readonly ProofCheck[] } {
  const proof = ledgerProofSchema.safeParse(parseJson(text)).data;
  const head = readCheckpoint(proof?.checkpoint ?? '');
  if (proof?.proof !== 'inclusion' || head === undefined) {
    throw userError({
      code: 'PROOF_UNREADABLE',
      message: 'the file is no proof of a ledger entry',
      where: name,
      mend: 'name a file that rca checkpoint INC --prove SEQ printed; one of --since goes with rca verify PACK --checkpoint',
    });
  }
  const included = includedUnder(proof) !== undefined;
  const where = `the ledger of ${head.size} lines of ${head.origin}`;
  const checks: readonly ProofCheck[] = [
    {
      check: 'proof.inclusion',
      ok: included,
      detail: included
        ? `entry ${proof.seq} is in ${where}`
        : `nothing shows that this line is entry ${proof.seq} of ${where}`,
    },
    signatureCheck(proof.checkpoint, head, key),
  ];
  return { ok: checks.every(({ ok }) => ok !== false), checks };
}

function signatureCheck(
  note: string,
  head: NonNullable<ReturnType<typeof readCheckpoint>>,
  key: PublicKey | undefined,
): ProofCheck {
  const check = 'proof.checkpoint';
  if (key === undefined) {
    return {
      check,
      ok: null,
      detail: 'no public key was given: compare the checkpoint with one from elsewhere',
    };
  }
  const signature = signatureOf(note, head, key);
  const ok = signature === 'valid';
  const words = {
    valid: 'signed',
    unsigned: 'not signed',
    'not valid': 'not validly signed',
    'by another key': 'not signed',
  };
  return { check, ok, detail: `the checkpoint is ${words[signature]} by the given ${keyName(key)}` };
}
