import type { CheckId } from '../../../src/pack/report.ts';
import { type Attachments, changed } from '../forge.ts';
import { type Parts, putTogether, takeApart } from '../parts.ts';
import type { Vector } from '../vectors/good.ts';
import type { TestKeys } from '../vectors/test-keys.ts';

/** What there is to tamper with. */
export interface World {
  readonly keys: TestKeys;
  readonly good: ReadonlyMap<string, Vector>;
}

/** Who could do it, and what they made again so that it would not show. */
export const makers = {
  anyone: 'anyone with an editor',
  forger: 'a forger who writes PDF structure and SHA256SUMS again',
  rebuilder: 'a forger who makes everything again that needs no key',
  attacker: 'an attacker who signs with keys of their own',
} as const;

export interface Tampering {
  /** Name of the bad pack. */
  readonly id: string;
  readonly change: string;
  readonly by: keyof typeof makers;
  /** The good pack that it starts from. */
  readonly of: string;
  readonly make: (pack: Buffer, world: World) => Buffer | Promise<Buffer>;
  /** What is laid beside the bad pack. */
  readonly beside?: (vector: Vector) => ReadonlyMap<string, Buffer>;
  /** Failing checks, each with words that its detail must have. Empty: it is not found. */
  readonly found: Partial<Record<CheckId, string>>;
  /** Of one that is not found: what shows it all the same. */
  readonly shownBy?: string;
  /** Whether the verifier is given public key and root. */
  readonly asked?: boolean;
  /** Whose checkpoint the verifier is given, as somebody kept it. */
  readonly checkpointOf?: string;
}

/** Changes attachments and leaves the file well formed. */
export const attachments =
  (change: (attachments: Attachments, world: World) => void): Tampering['make'] =>
  (pack, world) =>
    putTogether(changed(takeApart(pack), (all) => change(all, world)));

/** Changes the parts of a file that stays well formed. */
export const parts =
  (change: (parts: Parts, world: World) => void): Tampering['make'] =>
  (pack, world) => {
    const apart = takeApart(pack);
    change(apart, world);
    return putTogether(apart);
  };

/** Replaces text of the file itself by one of the same length. */
export const text =
  (from: string | RegExp, to: (found: string) => string): Tampering['make'] =>
  (pack) => {
    const whole = pack.toString('latin1');
    const after = whole.replace(from, to);
    if (after === whole) throw new Error(`the pack does not hold ${from}`);
    return Buffer.from(after, 'latin1');
  };
