import { sha256Hex } from '../../../src/domain/canonical.ts';
import { changed, forgeManifest } from '../forge.ts';
import { type Parts, putTogether, takeApart } from '../parts.ts';
import { parts, type Tampering, text } from './tampering.ts';

const pages = { 'pack.base': 'the pages of the document were changed' } as const;
const frame = { 'pack.structure': 'bytes outside of the attachments were changed' } as const;
const xref = { 'pack.structure': 'the cross-reference does not describe the file' } as const;

const plain = (
  id: string,
  change: string,
  by: Tampering['by'],
  make: Tampering['make'],
  found: Tampering['found'],
  of = 'unsealed',
): Tampering => ({ id, change, by, of, make, found });

const flipped = (pack: Buffer, at: number): Buffer => {
  const copy = Buffer.from(pack);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

/** The catalog with one more entry, its digest replaced in the manifest. */
const withCatalog =
  (entry: string) =>
  (pack: Buffer): Buffer => {
    const apart = takeApart(pack);
    const catalog = apart.catalog.replace('<<\n', `<<\n${entry}\n`);
    const catalogSha256 = sha256Hex(Buffer.from(catalog, 'latin1'));
    return putTogether({
      ...changed(apart, (all) => forgeManifest(all, (manifest) => ({ ...manifest, catalogSha256 }))),
      catalog,
    });
  };

const update = (pack: Buffer): Buffer =>
  Buffer.concat([
    pack,
    Buffer.from(
      '1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 0\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n',
    ),
  ]);

const prefixed = (pack: Buffer): Buffer => Buffer.concat([Buffer.from('#!/bin/sh\n'), pack]);

const baseOf = (from: Parts) => ({ base: from.base, catalog: from.catalog });

export const fileCases: readonly Tampering[] = [
  plain(
    'page-text',
    'a byte of the text of a page',
    'anyone',
    (pack) => flipped(pack, pack.indexOf('stream\n') + 20),
    pages,
  ),
  plain(
    'page-text-rebased',
    'other pages, well formed, under the same attachments',
    'forger',
    (pack, { good }) =>
      putTogether({ ...takeApart(pack), ...baseOf(takeApart(good.get('other')?.pack ?? pack)) }),
    pages,
  ),
  plain(
    'xmp-date',
    'the date in the XMP metadata',
    'anyone',
    text('<xmp:CreateDate>2026', () => '<xmp:CreateDate>2025'),
    pages,
  ),
  plain(
    'xmp-title',
    'the title in the XMP metadata',
    'anyone',
    text('Evidence pack INC-2026-0001</rdf:li>', () => 'Evidence pack INC-2026-0009</rdf:li>'),
    pages,
  ),
  plain(
    'xmp-producer',
    'the producer in the XMP metadata',
    'anyone',
    text('rca 0.1.0</pdf:Producer>', () => 'abc 0.1.0</pdf:Producer>'),
    pages,
  ),
  plain(
    'info',
    'the object stream that holds the Info dictionary',
    'anyone',
    (pack) => flipped(pack, pack.indexOf('stream\n', pack.indexOf('/Type /ObjStm')) + 40),
    pages,
  ),
  plain(
    'base-trailer',
    'the id in the base document’s trailer',
    'anyone',
    text(/\/ID \[ <[0-9a-f]{4}/, (found) => `${found.slice(0, -4)}0000`),
    pages,
  ),
  plain('bytes-before', 'bytes put in front of `%PDF-`', 'anyone', prefixed, {
    'pack.structure': 'the file does not begin with %PDF-',
  }),
  plain('update-appended', 'an incremental update appended', 'anyone', update, {
    'pack.structure': "bytes were appended after the pack's end",
  }),
  plain(
    'update-appended-signed',
    'an incremental update appended to a signed document',
    'anyone',
    update,
    { 'pack.structure': "bytes were appended after the pack's end" },
    'full',
  ),
  plain('cut-short', 'the end of the file cut off', 'anyone', (pack) => pack.subarray(0, -40), xref),
  plain(
    'mark',
    'the mark between base document and update',
    'anyone',
    text('%rca-pack 1', () => '%rca-pack 2'),
    { 'pack.structure': 'the mark between base document and update was changed' },
  ),
  plain(
    'catalog',
    'the catalog',
    'anyone',
    text('/PageMode /UseOutlines', () => '/PageMode /UseNoneXXXX'),
    { 'pack.base': 'the catalog of the document was changed', ...frame },
  ),
  plain(
    'open-action',
    'an OpenAction in the catalog, its digest and SHA256SUMS made again',
    'rebuilder',
    withCatalog('/OpenAction << /S /URI /URI (https://example.com) >>'),
    { 'pack.structure': 'the catalog has /OpenAction' },
  ),
  plain(
    'javascript',
    'JavaScript in the catalog’s names, digests made again',
    'rebuilder',
    withCatalog('/JavaScript << /Names [ ] >>'),
    { 'pack.structure': 'the catalog has /JavaScript' },
  ),
  plain(
    'hidden-action',
    'an OpenAction written with an escaped letter, digests made again',
    'rebuilder',
    withCatalog('/Open#41ction 9 0 R'),
    { 'pack.structure': 'the catalog has /Open#41ction' },
  ),
  plain(
    'header-byte',
    'a file specification, nothing made again',
    'anyone',
    text('/Desc (Document rca.md)', () => '/Desc (Document rca.MD)'),
    frame,
  ),
  plain(
    'number',
    'the object number of an attachment',
    'anyone',
    text(/\d( 0 obj\n<< \/Type \/Filespec)/, (found) => `9${found.slice(1)}`),
    { 'pack.structure': 'has another object number than format 1 gives it' },
  ),
  plain(
    'name-tree',
    'a name in the name tree',
    'anyone',
    (pack) => flipped(pack, pack.lastIndexOf('(rca.md)') + 1),
    { 'pack.structure': 'format 1 writes something else' },
  ),
  plain(
    'trailer-id',
    'the second id in the trailer',
    'anyone',
    (pack) => flipped(pack, pack.lastIndexOf('> ] /Length') - 1),
    frame,
  ),
  plain(
    'xref',
    'an offset in the cross-reference stream',
    'anyone',
    (pack) => flipped(pack, pack.lastIndexOf('\nendstream') - 4),
    xref,
  ),
  plain(
    'prev',
    '`/Prev` in the trailer',
    'anyone',
    (pack) => flipped(pack, pack.lastIndexOf('/Prev ') + 6),
    xref,
  ),
  plain(
    'startxref',
    'the last `startxref`',
    'anyone',
    (pack) => flipped(pack, pack.lastIndexOf('startxref\n') + 10),
    xref,
  ),
  plain(
    'base-of-another',
    'base document of one pack, update of another',
    'anyone',
    (pack, { good }) => {
      const other = good.get('other')?.pack ?? pack;
      return Buffer.concat([takeApart(other).base, pack.subarray(takeApart(pack).base.length)]);
    },
    pages,
  ),
  plain(
    'attachments-of-another',
    'evidence of one pack in another',
    'forger',
    parts((pack, { good }) => {
      const other = takeApart(good.get('other')?.pack ?? Buffer.alloc(0));
      pack.attachments = pack.attachments.map(
        (part) =>
          other.attachments.find((one) => part.name.endsWith('-0001.ndjson') && one.name === part.name) ??
          part,
      );
    }),
    { 'evidence.items': 'E-0001: evidence-E-0001-0001.ndjson was changed' },
  ),
  plain(
    'ledger-of-another',
    'the ledger of another pack',
    'forger',
    parts((pack, { good }) => {
      const other = takeApart(good.get('other')?.pack ?? Buffer.alloc(0));
      pack.attachments = pack.attachments.map(
        (part) =>
          other.attachments.find((one) => part.name === 'ledger.ndjson' && one.name === part.name) ?? part,
      );
    }),
    { 'ledger.root': 'the checkpoint has another root than the ledger', 'ledger.custody': 'E-0001' },
  ),
];
