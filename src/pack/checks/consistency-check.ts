import { merkleRoot } from '../../evidence/merkle.ts';
import { readCheckpoint } from '../checkpoint.ts';
import { isBeginningOf, relationTo, signatureOf } from '../checkpoint-consistency.ts';
import type { GivenCheckpoint } from '../given-checkpoint.ts';
import { parts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import type { PublicKey } from '../seal/ed25519.ts';
import { keyName } from '../seal/signer-name.ts';
import { utf8 } from '../utf8.ts';
import { ownKey } from './key-checks.ts';
import { ledgerLines } from './ledger-checks.ts';

const CHECK = 'ledger.consistency';

/** The pack's ledger agrees with checkpoints that were kept elsewhere, signed by the trusted or the pack's own key. */
export function checkConsistency(
  pack: ReadPack,
  given: readonly GivenCheckpoint[],
  trusted: PublicKey | undefined,
): Check {
  if (given.length === 0) return notJudged(CHECK, 'no checkpoint was given to compare with');
  const lines = ledgerLines(pack);
  const own = readCheckpoint(utf8(pack.attachments.get(parts.checkpoint)?.bytes) ?? '');
  if (lines === undefined || own === undefined) {
    return judged(CHECK, [`${parts.ledger} or ${parts.checkpoint} cannot be read`], '');
  }
  const verdicts = given.map((checkpoint) => {
    const { name, head } = checkpoint;
    if (head.origin !== own.origin) {
      return { problem: `${name} is of ${head.origin}, the pack of ${own.origin}`, said: '' };
    }
    const relation = relationOf(lines, checkpoint);
    const signature = signatureWords(pack, checkpoint, trusted);
    const problems = [relation.problem, signature.problem].filter((problem) => problem !== '');
    return { problem: problems.join(', and '), said: `${relation.said}, ${signature.said}` };
  });
  const problems = verdicts.map(({ problem }) => problem).filter((problem) => problem !== '');
  return judged(CHECK, problems, verdicts.map(({ said }) => said).join('; '));
}

interface Verdict {
  /** Empty when it holds. */
  readonly problem: string;
  readonly said: string;
}

const holds = (said: string): Verdict => ({ problem: '', said });
const fails = (problem: string): Verdict => ({ problem, said: '' });

function relationOf(lines: readonly string[], { name, head, proof }: GivenCheckpoint): Verdict {
  const size = lines.length;
  const rootAt = (asked: number): string | undefined =>
    asked > size ? undefined : Buffer.from(merkleRoot(lines.slice(0, asked))).toString('hex');
  switch (relationTo(head, rootAt)) {
    case 'consistent':
      return holds(
        head.size === size
          ? `${name} is of this very ledger of ${size} lines`
          : `${name} is earlier: its ${head.size} lines are the first of the pack's ${size}`,
      );
    case 'forked':
      return fails(
        `the ledger is forked: ${name} is of ${head.size} lines that are not the first ${head.size} of the pack's ${size}`,
      );
    case 'shorter':
      if (proof === null || proof.size !== size) {
        return fails(
          `the pack's ledger has ${size} lines, ${name} is of ${head.size}: the ledger was rolled back, or the pack is older; if it is older, a proof shows it: rca checkpoint INC --since ${size}`,
        );
      }
      return isBeginningOf(lines, head, proof.path)
        ? holds(`the pack is older: its ${size} lines are the first of the ${head.size} of ${name}`)
        : fails(
            `the ledger is forked: the pack's ${size} lines are not the first of the ${head.size} of ${name}`,
          );
  }
}

function signatureWords(
  pack: ReadPack,
  { name, note, head }: GivenCheckpoint,
  trusted: PublicKey | undefined,
): Verdict {
  const key = trusted ?? ownKey(pack)?.publicKey;
  const whose = trusted === undefined ? "the pack's own" : 'the given';
  if (key === undefined)
    return holds('its signature, if any, was not checked: no key was given, and the pack has none');
  const signature = signatureOf(note, head, key);
  if (signature === 'valid') return holds(`signed by ${whose} ${keyName(key)}`);
  if (signature !== 'unsigned')
    return fails(
      `its signature is ${signature === 'not valid' ? signature : `${signature} than ${whose} ${keyName(key)}`}`,
    );
  return trusted === undefined ? holds('not signed') : fails(`${name} is not signed`);
}
