import { sha256Hex } from '../../../src/domain/canonical.ts';
import { type Attachments, forgeManifest, replace, resum } from '../forge.ts';
import { attachments, parts, type Tampering } from './tampering.ts';

const row = (
  id: string,
  change: string,
  make: Tampering['make'],
  found: Tampering['found'],
  of = 'unsealed',
): Tampering => ({ id: `form-${id}`, change, by: 'forger', of, make, found });

/** Another text of the same meaning in an attachment, with SHA256SUMS made again. */
const rewritten = (name: string, from: string | RegExp, to: string): Tampering['make'] =>
  attachments((all) => {
    replace(all, name, from, to);
    resum(all);
  });

const rewrittenBytes = (name: string, change: (bytes: Buffer) => Buffer): Tampering['make'] =>
  attachments((all) => {
    all.set(name, change(all.get(name) ?? Buffer.alloc(0)));
    resum(all);
  });

const BOM = Buffer.from('\u{feff}');
const withBom = (bytes: Buffer): Buffer => Buffer.concat([BOM, bytes]);
const crlf = (bytes: Buffer): Buffer => Buffer.from(String(bytes).replaceAll('\n', '\r\n'));
const unended = (bytes: Buffer): Buffer => bytes.subarray(0, -1);
const blankLine = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from('\n')]);
/** A byte that no UTF-8 has, which a lenient reader passes over. */
const withoutUtf8 = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, 2), Buffer.of(0xff), bytes.subarray(2)]);

const sums = (id: string, change: string, make: (text: string) => string): Tampering => ({
  id: `form-sums-${id}`,
  change,
  by: 'forger',
  of: 'unsealed',
  make: attachments((all) => all.set('SHA256SUMS', Buffer.from(make(String(all.get('SHA256SUMS')))))),
  found: { 'pack.sums': 'SHA256SUMS is missing or cannot be read' },
});

const manifest = 'manifest.json';
const uncanonical = { 'pack.manifest': 'manifest.json is not canonical JSON of format 1' } as const;
const unread = { 'pack.manifest': 'manifest.json is missing or cannot be read' } as const;
const ledger = 'ledger.ndjson';
const line = (why: string) => ({ 'ledger.chain': why });
const lineTwo =
  (change: (line: string) => string) =>
  (bytes: Buffer): Buffer =>
    Buffer.from(
      String(bytes)
        .split('\n')
        .map((one, index) => (index === 1 ? change(one) : one))
        .join('\n'),
    );

const named = (id: string, change: string, name: string): Tampering =>
  row(
    `name-${id}`,
    change,
    attachments((all) => {
      all.set(name, Buffer.from('# Review\n'));
      resum(all);
    }),
    { 'pack.manifest': `${name} is not named` },
  );

/** Another attachment beside one, under a name that the writer of format 1 never gives. */
const misnamed = (id: string, change: string, name: string): Tampering =>
  row(
    `name-${id}`,
    change,
    parts((pack) => {
      const [first] = pack.attachments;
      if (first) pack.attachments.push({ ...first, name, bytes: Buffer.from('x') });
    }),
    { 'pack.structure': 'format 1 writes something else' },
  );

function recount(all: Attachments, classes: Readonly<Record<string, number>>): void {
  forgeManifest(all, (one) => ({ ...one, redactions: { ...one.redactions, classes: { ...classes } } }));
}
const REDACTIONS = 'redactions.ndjson';
const redaction = (id: string, change: string, make: (all: Attachments) => void, words: string): Tampering =>
  row(`redactions-${id}`, change, attachments(make), { 'evidence.redactions': words }, 'redactions');

/** Other texts, other names and other lists that mean the same, or seem to: each text has one form. */
export const formCases: readonly Tampering[] = [
  row('manifest-bom', 'a byte order mark before the manifest', rewrittenBytes(manifest, withBom), unread),
  row(
    'manifest-utf8',
    'bytes in the manifest that are no UTF-8',
    rewrittenBytes(manifest, withoutUtf8),
    unread,
  ),
  row('manifest-space', 'white space in the manifest', rewritten(manifest, ':', ': '), uncanonical),
  row(
    'manifest-newline',
    'a newline at the end of the manifest',
    rewrittenBytes(manifest, blankLine),
    uncanonical,
  ),
  row(
    'manifest-number',
    'a number written otherwise in the manifest',
    rewritten(manifest, '"version":1,', '"version":1.0,'),
    uncanonical,
  ),
  row(
    'manifest-exponent',
    'a number with an exponent in the manifest',
    rewritten(manifest, '"version":1,', '"version":1e0,'),
    uncanonical,
  ),
  row(
    'manifest-escape',
    'a letter written as an escape in the manifest',
    rewritten(manifest, 'INC-2026', '\\u0049NC-2026'),
    uncanonical,
  ),
  row(
    'manifest-twice',
    'a member twice in the manifest, the last one true',
    rewritten(manifest, '{"asOf"', '{"asOf":"2026-01-20T12:00:00.000Z","asOf"'),
    uncanonical,
  ),
  row(
    'manifest-order',
    'members in another order in the manifest',
    rewrittenBytes(manifest, (bytes) => {
      const value = JSON.parse(String(bytes)) as Record<string, unknown>;
      return Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(value).toReversed())));
    }),
    uncanonical,
  ),
  row(
    'manifest-nested',
    'a member nested without end in the manifest',
    rewritten(manifest, /^\{/, `{"x":${'['.repeat(5_000)}${']'.repeat(5_000)},`),
    unread,
  ),
  row(
    'manifest-inner',
    'an unknown member within an item of the manifest',
    attachments((all) =>
      forgeManifest(all, (one) => ({ ...one, items: one.items.map((item) => ({ ...item, note: 'x' })) })),
    ),
    uncanonical,
  ),
  row(
    'manifest-encoding',
    '`encoding` taken out of the manifest, so that deflated attachments would do',
    attachments((all) => forgeManifest(all, ({ encoding: _, ...one }) => one)),
    { 'pack.manifest': 'is not deflated, which the manifest does not say' },
  ),
  row(
    'manifest-id-twice',
    'an item twice in the manifest',
    attachments((all) =>
      forgeManifest(all, (one) => ({ ...one, items: [...one.items, ...one.items.slice(0, 1)] })),
    ),
    { 'pack.manifest': 'an evidence id stands twice' },
  ),
  sums(
    'order',
    'the lines of SHA256SUMS in another order',
    (text) => `${text.trimEnd().split('\n').toReversed().join('\n')}\n`,
  ),
  sums('case', 'digests in capitals in SHA256SUMS', (text) =>
    text.replace(/^[0-9a-f]{64}/gm, (digest) => digest.toUpperCase()),
  ),
  sums('binary', 'the mark of binary mode in SHA256SUMS', (text) => text.replaceAll('  ', ' *')),
  sums('crlf', 'carriage returns in SHA256SUMS', (text) => text.replaceAll('\n', '\r\n')),
  sums('blank', 'an empty line in SHA256SUMS', (text) => `${text}\n`),
  sums('comment', 'a comment in SHA256SUMS', (text) => `# checked by hand\n${text}`),
  sums('twice', 'a name twice in SHA256SUMS', (text) => `${text}${text.split('\n')[0]}\n`),
  sums('path', 'a path in SHA256SUMS', (text) => text.replace('  rca.md', '  ./rca.md')),
  sums('unended', 'no newline at the end of SHA256SUMS', (text) => text.trimEnd()),
  row(
    'ledger-crlf',
    'carriage returns in the ledger',
    rewrittenBytes(ledger, crlf),
    line('line 1 is not canonical JSON'),
  ),
  row(
    'ledger-bom',
    'a byte order mark before the ledger',
    rewrittenBytes(ledger, withBom),
    line('line 1 cannot be read'),
  ),
  row(
    'ledger-utf8',
    'bytes in the ledger that are no UTF-8',
    rewrittenBytes(ledger, withoutUtf8),
    line('ledger.ndjson is missing or cannot be read'),
  ),
  row(
    'ledger-unended',
    'no newline at the end of the ledger',
    rewrittenBytes(ledger, unended),
    line('ledger.ndjson is missing or cannot be read'),
  ),
  row(
    'ledger-blank',
    'an empty line at the end of the ledger',
    rewrittenBytes(ledger, blankLine),
    line('line 4'),
  ),
  row(
    'ledger-garbage',
    'a line of the ledger that is no JSON',
    rewrittenBytes(
      ledger,
      lineTwo(() => 'x'),
    ),
    line('line 2'),
  ),
  row(
    'ledger-array',
    'a line of the ledger that is no object',
    rewrittenBytes(
      ledger,
      lineTwo((one) => `[${one}]`),
    ),
    line('line 2'),
  ),
  row(
    'ledger-nested',
    'a line of the ledger that is nested without end',
    rewrittenBytes(
      ledger,
      lineTwo((one) => one.replace('"body":{', `"body":{"x":${'['.repeat(5_000)}${']'.repeat(5_000)},`)),
    ),
    line('line 2'),
  ),
  row(
    'ledger-member',
    'an unknown member in a line of the ledger',
    rewrittenBytes(
      ledger,
      lineTwo((one) => one.replace('{"actor"', '{"aa":1,"actor"')),
    ),
    line('line 2 is not a ledger entry of version 1'),
  ),
  row(
    'ledger-twice',
    'a member twice in a line of the ledger',
    rewrittenBytes(
      ledger,
      lineTwo((one) => one.replace('{"actor"', '{"actor":"cli:evil","actor"')),
    ),
    line('line 2 is not canonical JSON'),
  ),
  row(
    'ledger-escape',
    'a letter written as an escape in the ledger',
    rewrittenBytes(
      ledger,
      lineTwo((one) => one.replace('cli:test', 'cl\\u0069:test')),
    ),
    line('line 2 is not canonical JSON'),
  ),
  named('case', 'an attachment whose name differs from another’s by case', 'RCA.md'),
  named('dots', 'an attachment whose name differs from another’s by a dot', 'rca..md'),
  named('hidden', 'an attachment with a name that sorts before all others', '0.md'),
  named('page', 'an attachment with the name of a page that no item has', 'evidence-E-0001-0009.ndjson'),
  named('item', 'a description of an item that the manifest does not have', 'evidence-E-0009.json'),
  named('signature', 'an attachment with the name of a seal that there is not', 'SHA256SUMS.asc'),
  misnamed('path', 'an attachment whose name leads out of the folder', '../rca.md'),
  misnamed('dot', 'an attachment whose name begins with a dot', '.rca.md'),
  misnamed('space', 'an attachment whose name ends in a space', 'rca.md '),
  misnamed(
    'letter',
    'an attachment with a letter in its name that looks like another’s (å for a)',
    'rc\u{e5}.md',
  ),
  misnamed('empty', 'an attachment without a name', ''),
  misnamed('escape', 'an attachment whose name has an escape', 'rca\\056md'),
  row(
    'description-space',
    'white space in an item’s description, its digest made again',
    attachments((all) => {
      const name = 'evidence-E-0002.json';
      replace(all, name, ':', ': ');
      const sha256 = sha256Hex(all.get(name) ?? '');
      forgeManifest(all, (one) => ({
        ...one,
        items: one.items.map((item) => (item.id === 'E-0002' ? { ...item, sha256 } : item)),
      }));
    }),
    { 'evidence.items': 'E-0002', 'ledger.custody': 'E-0002' },
  ),
  row(
    'checkpoint-line',
    'a line added to the checkpoint',
    rewrittenBytes('checkpoint', (bytes) => Buffer.concat([bytes, Buffer.from('extra\n')])),
    { 'ledger.root': 'ledger.ndjson or checkpoint cannot be read' },
  ),
  row(
    'checkpoint-size',
    'the size in the checkpoint written with a zero before it',
    rewritten('checkpoint', '\n3\n', '\n03\n'),
    { 'ledger.root': 'ledger.ndjson or checkpoint cannot be read' },
  ),
  row(
    'checkpoint-base64',
    'the root in the checkpoint with other unused bits',
    rewrittenBytes('checkpoint', (bytes) => {
      const text = String(bytes);
      const at = text.lastIndexOf('=') - 1;
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
      return Buffer.from(
        `${text.slice(0, at)}${alphabet[alphabet.indexOf(text[at] ?? 'A') ^ 1]}${text.slice(at + 1)}`,
      );
    }),
    { 'ledger.root': 'ledger.ndjson or checkpoint cannot be read' },
  ),
  redaction(
    'order',
    'the lines of redactions.ndjson in another order',
    (all) => {
      all.set(
        REDACTIONS,
        Buffer.from(`${String(all.get(REDACTIONS)).trimEnd().split('\n').toReversed().join('\n')}\n`),
      );
      resum(all);
    },
    'line 2 is not in order',
  ),
  redaction(
    'twice',
    'a line of redactions.ndjson twice',
    (all) => {
      const text = String(all.get(REDACTIONS));
      all.set(REDACTIONS, Buffer.from(`${text.split('\n')[0]}\n${text}`));
      recount(all, { email: 3 });
    },
    'line 2 is not in order',
  ),
  redaction(
    'class',
    'the class of a token in redactions.ndjson',
    (all) => {
      replace(all, REDACTIONS, '"class":"email"', '"class":"phone"');
      resum(all);
    },
    'line 1 is not of this format',
  ),
  ...['redactions', 'key-redactions'].map(
    (of): Tampering => ({
      id: of === 'redactions' ? 'unfound-form-redactions-commitment-gone' : 'form-redactions-commitment-gone',
      change: 'a commitment replaced by null in redactions.ndjson, as if the source had written the token',
      by: 'forger',
      of,
      make: attachments((all) => {
        replace(all, REDACTIONS, /"commitment":"[0-9a-f]{64}"/, '"commitment":null');
        resum(all);
      }),
      ...(of === 'redactions'
        ? { found: {}, shownBy: 'a seal; the holder of the incident’s key, who has the commitments' }
        : { found: { 'seal.sums': 'SHA256SUMS.sig is not valid' } }),
    }),
  ),
  redaction(
    'invented',
    'a token in redactions.ndjson that stands in no page',
    (all) => {
      all.set(
        REDACTIONS,
        Buffer.concat([
          all.get(REDACTIONS) ?? Buffer.alloc(0),
          Buffer.from('{"class":"email","commitment":null,"count":1,"token":"[email:ZZZZZZZZZZ]"}\n'),
        ]),
      );
      recount(all, { email: 3 });
    },
    'the pages have it 0 times',
  ),
  redaction(
    'member',
    'an unknown member in redactions.ndjson',
    (all) => {
      replace(all, REDACTIONS, '{"class"', '{"by":"x","class"');
      resum(all);
    },
    'line 1 is not of this format',
  ),
  redaction(
    'zero',
    'a token that redactions.ndjson counts no time',
    (all) => {
      replace(all, REDACTIONS, '"count":1', '"count":0');
      resum(all);
    },
    'line 1 is not of this format',
  ),
];
