import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '../../src/collect/redact/redactor.ts';

const redactor = createRedactor({
  masterKey: Buffer.alloc(32, 7),
  incident: 'INC-2026-0001',
  ipAddresses: 'keep',
});

/** Values that nothing but the name beside them makes a secret. */
const secrets = ['hunter-two-and-more', 'c1-of-a-session-x', 'p4ss-in-a-query-9'];
const [authorization, cookie, password] = secrets;
const record = {
  timestamp: 1_772_445_600_123,
  webaclId: 'arn',
  action: 'BLOCK',
  httpRequest: {
    headers: [
      { name: 'Authorization', value: authorization },
      { name: 'Cookie', value: `sid=${cookie}` },
    ],
    args: `password=${password}`,
  },
};
const line = JSON.stringify(record);
const printed = JSON.stringify(record, null, 2);

/** The ways of carrying records that formats read. */
const carried: Readonly<Record<string, string>> = {
  lines: `${line}\n${line}\n`,
  'lines with CRLF': `${line}\r\n${line}\r\n`,
  'a byte-order mark': `\ufeff${line}\n`,
  'comments first': `# exported\n# by somebody\n${line}\n`,
  'a list': JSON.stringify([record, record]),
  'a list over many lines': JSON.stringify([record, record], null, 2),
  'no delimiter': line + line,
  'documents over many lines': `${printed}\n${printed}\n`,
  'comments before a list': `# exported\n${JSON.stringify([record], null, 1)}`,
  'two files in one': `${JSON.stringify({ Records: [record] })}\n${JSON.stringify({ Records: [record] })}`,
};

for (const [way, text] of Object.entries(carried)) {
  for (const mediaType of ['application/x-ndjson', 'application/json']) {
    test(`no secret is left in ${way}, as ${mediaType}`, () => {
      const { bytes } = redactor.redactPage(Buffer.from(text), mediaType);
      const stored = Buffer.from(bytes).toString();
      assert.ok(stored.includes('"BLOCK"'), 'what is no secret stays');
      for (const secret of secrets) assert.equal(stored.includes(secret), false, secret);
    });
  }
}
