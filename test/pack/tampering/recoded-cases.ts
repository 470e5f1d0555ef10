import { deflateRawSync, deflateSync } from 'node:zlib';
import type { Part } from '../parts.ts';
import { parts, type Tampering } from './tampering.ts';

const FIRST_PAGE = 'evidence-E-0001-0001.ndjson';

/** Writes attachments again in another encoding; their content stays. */
const encoded = (names: (name: string) => boolean, encode: (part: Part) => Part): Tampering['make'] =>
  parts((pack) => {
    pack.attachments = pack.attachments.map((part) => (names(part.name) ? encode(part) : part));
  });

const byName =
  (name: string) =>
  (one: string): boolean =>
    one === name;
const every = (): boolean => true;
const deflated = (level: number) => (part: Part) => ({
  ...part,
  deflated: deflateSync(part.bytes, { level }),
});

/** A zlib stream of the same content in stored blocks, which a person who reads bytes would not expect. */
const inStoredBlocks = ({ deflated: _, ...part }: Part): Part => ({
  ...part,
  deflated: deflateSync(part.bytes, { level: 0 }),
});
const followed = (part: Part): Part => ({
  ...part,
  deflated: Buffer.concat([part.deflated ?? Buffer.alloc(0), Buffer.from('hidden')]),
});
const withoutItsSum = (part: Part): Part => ({ ...part, deflated: deflateRawSync(part.bytes) });

const undeclared = { 'pack.manifest': 'deflated, which the manifest does not say' } as const;

interface Row {
  readonly id: string;
  readonly change: string;
  readonly make: Tampering['make'];
}

const at = (of: string, row: Row, found: Tampering['found']): Tampering => ({
  ...row,
  id: `${row.id}-${of}`,
  by: 'forger',
  of,
  found,
});

const page: Row = {
  id: 'recoded-page',
  change: 'a page of evidence deflated, its content kept',
  make: encoded(byName(FIRST_PAGE), deflated(6)),
};
const sums: Row = {
  id: 'recoded-sums',
  change: 'SHA256SUMS deflated, its content kept',
  make: encoded(byName('SHA256SUMS'), deflated(9)),
};
const all: Row = {
  id: 'recoded-all',
  change: 'every attachment deflated, as packs had them before',
  make: encoded(every, deflated(6)),
};
const again: Row = {
  id: 'recoded-again',
  change: 'a stream deflated otherwise, in a pack from before attachments stood as they are',
  make: encoded(byName('rca.md'), inStoredBlocks),
};

const notFixed: Pick<Tampering, 'found' | 'shownBy'> = {
  found: {},
  shownBy:
    'the content is the same; a signature over the document, the SHA-256 of the pack from before; packs made since do not deflate',
};

export const recodedCases: readonly Tampering[] = [
  ...['unsealed', 'key'].flatMap((of) => [page, sums, all].map((row) => at(of, row, undeclared))),
  ...[page, sums, all].map((row) =>
    at('full', row, { ...undeclared, 'seal.signature': 'is not valid for it' }),
  ),
  at('pades-b-b', page, { ...undeclared, 'seal.signature': 'is not valid for it' }),
  at(
    'earlier/unsealed',
    {
      id: 'recoded-followed',
      change: 'bytes behind the end of a deflated stream, in a pack from before',
      make: encoded(byName('rca.md'), followed),
    },
    { 'pack.sums': 'rca.md was changed and cannot be unpacked' },
  ),
  at(
    'earlier/unsealed',
    {
      id: 'recoded-raw',
      change: 'a deflated stream without the sum at its end, in a pack from before',
      make: encoded(byName('rca.md'), withoutItsSum),
    },
    { 'pack.sums': 'rca.md was changed and cannot be unpacked' },
  ),
  at(
    'earlier/unsealed',
    {
      id: 'recoded-plain',
      change: 'an attachment inflated, in a pack from before',
      make: encoded(byName('rca.md'), ({ deflated: _, ...part }) => part),
    },
    { 'pack.manifest': 'rca.md is not deflated, which the manifest does not say' },
  ),
  at('earlier/full', again, { 'seal.signature': 'is not valid for it' }),
  at('earlier/pades-b-b', again, { 'seal.signature': 'is not valid for it' }),
  { ...at('earlier/unsealed', again, {}), id: 'unfound-recoded-again', ...notFixed },
  { ...at('earlier/key', again, {}), id: 'unfound-recoded-again-key', ...notFixed },
].map((row) => ({ ...row, id: row.id.replace('earlier/', 'earlier-') }));
