import { sha256Hex } from '../../../src/domain/canonical.ts';
import { PACK_MARK } from '../../../src/pack/layout.ts';
import { changed, forgeManifest } from '../forge.ts';
import { putTogether, takeApart } from '../parts.ts';
import { type Tampering, text } from './tampering.ts';

type Make = (pack: Buffer) => Buffer;

/** Bytes put in behind the first place where this stands behind the base document. */
const inserted =
  (behind: string, bytes: string): Make =>
  (pack) => {
    const at = pack.indexOf(behind, pack.indexOf(PACK_MARK)) + behind.length;
    return Buffer.concat([pack.subarray(0, at), Buffer.from(bytes, 'latin1'), pack.subarray(at)]);
  };

const appended =
  (bytes: string): Make =>
  (pack) =>
    Buffer.concat([pack, Buffer.from(bytes, 'latin1')]);

/** What another program writes at a file's end to replace objects. */
const update = (body: string): string =>
  `${body}xref\n0 0\ntrailer\n<< /Size 99 /Root 1 0 R /Prev 0 >>\nstartxref\n0\n%%EOF\n`;

const withCatalog =
  (change: (catalog: string) => string): Make =>
  (pack) => {
    const apart = takeApart(pack);
    const catalog = change(apart.catalog);
    if (catalog === apart.catalog) throw new Error('the catalog was not changed');
    const catalogSha256 = sha256Hex(Buffer.from(catalog, 'latin1'));
    return putTogether({
      ...changed(apart, (all) => forgeManifest(all, (manifest) => ({ ...manifest, catalogSha256 }))),
      catalog,
    });
  };
const entry = (words: string): Make => withCatalog((catalog) => catalog.replace('<<\n', `<<\n${words}\n`));

const another = { 'pack.structure': 'format 1 writes something else' } as const;
const behindTheEnd = { 'pack.structure': "bytes were appended after the pack's end" } as const;
const noStream = { 'pack.structure': 'is not followed by a stream of format 1' } as const;
const has = (name: string) => ({ 'pack.structure': `the catalog has ${name}` });

const row = (
  id: string,
  change: string,
  make: Tampering['make'],
  found: Tampering['found'],
  by: Tampering['by'] = 'anyone',
  of = 'unsealed',
): Tampering => ({ id: `structure-${id}`, change, by, of, make, found });

const active = (name: string, words: string, what: string): Tampering =>
  row(`catalog-${name.toLowerCase()}`, what, entry(words), has(`/${name}`), 'rebuilder');

/** Ways of PDF itself to show something else, or to carry something more, under what was signed. */
export const structureCases: readonly Tampering[] = [
  row('newline-appended', 'a newline appended', appended('\n'), behindTheEnd),
  row('nul-appended', 'a NUL byte appended', appended('\0'), behindTheEnd),
  row('comment-appended', 'a comment appended', appended('% seen\n'), behindTheEnd),
  row(
    'page-replaced',
    'an incremental update that gives a page other content',
    appended(update('6 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>\nendobj\n')),
    behindTheEnd,
  ),
  row(
    'page-tree-replaced',
    'an incremental update with a second page tree and a catalog that names it',
    appended(
      update(
        '1 0 obj\n<< /Type /Catalog /Pages 90 0 R >>\nendobj\n90 0 obj\n<< /Type /Pages /Kids [ ] /Count 0 >>\nendobj\n',
      ),
    ),
    behindTheEnd,
  ),
  row(
    'page-tree-replaced-signed',
    'an incremental update with a second page tree, behind a signed document',
    appended(
      update(
        '1 0 obj\n<< /Type /Catalog /Pages 90 0 R >>\nendobj\n90 0 obj\n<< /Type /Pages /Kids [ ] /Count 0 >>\nendobj\n',
      ),
    ),
    behindTheEnd,
    'anyone',
    'full',
  ),
  row(
    'annotation-appended',
    'an incremental update with a note over a page, behind a signed document',
    appended(update('91 0 obj\n<< /Type /Annot /Subtype /FreeText /Contents (all clear) >>\nendobj\n')),
    behindTheEnd,
    'anyone',
    'pades-b-t',
  ),
  row(
    'updates-appended',
    'two incremental updates appended',
    appended(update('') + update('')),
    behindTheEnd,
  ),
  row(
    'pack-update-twice',
    'the whole update a second time behind the first',
    (pack) => Buffer.concat([pack, pack.subarray(takeApart(pack).base.length)]),
    behindTheEnd,
  ),
  row(
    'second-end',
    'a second `startxref` and `%%EOF` behind the first',
    appended('startxref\n0\n%%EOF\n'),
    behindTheEnd,
  ),
  row(
    'mark-twice',
    'a base document that has an update of its own, with a mark of a pack before it',
    (pack) => Buffer.concat([pack, Buffer.from(PACK_MARK), pack.subarray(-200)]),
    behindTheEnd,
  ),
  row(
    'hidden-object',
    'an object that nothing refers to, between two attachments',
    inserted('endstream\nendobj\n', '95 0 obj\n(hidden)\nendobj\n'),
    another,
  ),
  row(
    'comment-between',
    'a comment between two attachments',
    inserted('endstream\nendobj\n', '% hidden\n'),
    another,
  ),
  row('space-in-stream', 'a space before `endstream`', inserted('\nstream\n', ' '), another),
  row(
    'carriage-return',
    'a carriage return where a line of the update ends',
    text(/endobj\n(\d+ 0 obj\n<< \/Type \/Filespec)/, (found) => found.replace('\n', '\r')),
    another,
  ),
  row(
    'generation',
    'another generation of an object',
    text(/ 0 obj\n<< \/Type \/Filespec/, (found) => found.replace(' 0 obj', ' 1 obj')),
    another,
  ),
  row(
    'file-specification',
    'a file specification of another system (`/F` to `/DOS`)',
    text(/\/Filespec \/F \(/, (found) => found.replace('/F (', '/D (')),
    another,
  ),
  row(
    'filter',
    'a filter that hides an attachment’s content from readers',
    text(/\/Length (\d+) \/Params/, (found) => `${found.slice(0, -7)}/Xarams`),
    noStream,
  ),
  row(
    'length',
    'the length of an attachment',
    text(/\/Length \d(\d*) \/Params/, (found) => found.replace(/\d/, '9')),
    noStream,
  ),
  row(
    'size',
    'the size that an attachment says it has',
    text(/\/Size \d(\d*) \/CreationDate/, (found) => found.replace(/\d/, '9')),
    noStream,
  ),
  row(
    'one-date',
    'the date of change of one attachment',
    text(/\/ModDate \(D:2026/, () => '/ModDate (D:2025'),
    noStream,
  ),
  row(
    'list-entry',
    'an attachment left out of the list of associated files (`/AF`)',
    text(/obj\n\[ \d+ 0 R /, (found) => found.replace(/\[ .*/, `[${' '.repeat(found.length - 6)} `)),
    another,
  ),
  row(
    'tree-order',
    'two names of the name tree exchanged',
    text(/<< \/Names \[ \(SHA256SUMS\) (\d+) 0 R \(VERIFY\.txt\) \d+/, (found) =>
      found.replace('(SHA256SUMS)', '(VERIFY.txt)').replace(/\(VERIFY\.txt\) (\d+)$/, '(SHA256SUMS) $1'),
    ),
    another,
  ),
  row(
    'tree-twice',
    'a name twice in the name tree',
    text(/\(VERIFY\.txt\) (\d+ 0 R) \(chart/, (found) => found.replace('VERIFY.txt', 'SHA256SUMS')),
    another,
  ),
  row(
    'tree-case',
    'the case of a name in the name tree',
    text(/\(rca\.md\) \d+ 0 R \(redactions/, (found) => found.replace('rca.md', 'RCA.md')),
    another,
  ),
  row(
    'tree-target',
    'a name of the name tree leads to another attachment',
    text(/\(gates\.json\) (\d+)/, (found) => `${found.slice(0, -1)}${(Number(found.at(-1)) + 2) % 10}`),
    another,
  ),
  row(
    'tree-kids',
    'a name tree with children instead of names',
    text(/<< \/Names \[ \(SHA256SUMS\)/, (found) => found.replace('/Names', '/Kids ')),
    another,
  ),
  row(
    'xref-type',
    'an object marked as free in the cross-reference',
    (pack) => {
      const copy = Buffer.from(pack);
      copy[copy.lastIndexOf('stream\n\x01') + 7] = 0;
      return copy;
    },
    { 'pack.structure': 'the cross-reference does not describe the file' },
  ),
  row(
    'root',
    '`/Root` in the trailer',
    text(/\/Root (\d+)( 0 R\s+\/Info \d+ 0 R \/ID \[ <[0-9a-f]+> <[0-9a-f]+> \] \/Length)/, (found) =>
      found.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    ),
    { 'pack.structure': 'the cross-reference does not describe the file' },
  ),
  row(
    'info',
    '`/Info` in the trailer',
    text(/\/Info (\d+)( 0 R \/ID \[ <[0-9a-f]+> <[0-9a-f]+> \] \/Length)/, (found) =>
      found.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    ),
    { 'pack.structure': 'the cross-reference does not describe the file' },
  ),
  active(
    'OCProperties',
    '/OCProperties << /OCGs [ 5 0 R ] /D << /OFF [ 5 0 R ] >> >>',
    'content that can be hidden (optional content) in the catalog, digests made again',
  ),
  active(
    'Collection',
    '/Collection << /View /D /D (rca.md) >>',
    'a portfolio, which shows an attachment instead of the pages, digests made again',
  ),
  active('AA', '/AA << /WC 9 0 R >>', 'additional actions in the catalog, digests made again'),
  active('Launch', '/Launch << /F (x) >>', 'a program to launch in the catalog, digests made again'),
  active(
    'URI',
    '/URI << /Base (https://example.com/) >>',
    'a base for links in the catalog, digests made again',
  ),
  active('XFA', '/AcroForm << /XFA 9 0 R >>', 'a form in XFA, which shows other pages, digests made again'),
  active('RichMedia', '/RichMedia 9 0 R', 'rich media in the catalog, digests made again'),
  row(
    'catalog-lists',
    'a catalog that names other lists of attachments, digests made again',
    withCatalog((catalog) => catalog.replace(/\/AF (\d+)/, '/AF 9$1')),
    { 'pack.structure': 'the catalog does not name the lists of attachments' },
    'rebuilder',
  ),
  {
    ...row(
      'catalog-pages',
      'a second page tree that the catalog names, its digest made again',
      withCatalog((catalog) => catalog.replace(/\/Pages (\d+) 0 R/, '/Pages 9 0 R')),
      {},
      'rebuilder',
    ),
    id: 'unfound-structure-catalog-pages',
    shownBy:
      'a seal; a copy of the pack or its SHA-256 from before; that pages are not those which the evidence gives, recomputing them',
  },
  row(
    'catalog-pages-key',
    'a second page tree that the catalog names, its digest made again',
    withCatalog((catalog) => catalog.replace(/\/Pages (\d+) 0 R/, '/Pages 9 0 R')),
    { 'seal.sums': 'SHA256SUMS.sig is not valid' },
    'rebuilder',
    'key',
  ),
  row(
    'catalog-pages-full',
    'a second page tree that the catalog names, its digest made again',
    withCatalog((catalog) => catalog.replace(/\/Pages (\d+) 0 R/, '/Pages 9 0 R')),
    { 'seal.signature': 'is not valid for it' },
    'rebuilder',
    'full',
  ),
];
