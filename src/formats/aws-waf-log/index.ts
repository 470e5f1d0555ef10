import type { Format } from '../format.ts';
import { jsonLines, unwrapped } from '../json-records.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { observerOf, type ReadRecord } from '../record.ts';
import { readWafRecord } from './read.ts';

const OWN_MEMBERS = ['webaclId', 'httpRequest', 'action', 'timestamp'];

export const awsWafLog: Format = {
  id: 'aws.waf-log',
  title: 'AWS WAF full logs: a JSON record a line',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  framing: 'lines',
  detect(head) {
    const outline = outlineOf(head);
    return ['', '[].'].some((prefix) => hasAll(outline, ...OWN_MEMBERS.map((name) => prefix + name)));
  },
  observer: (origin) => observerOf('aws.waf-log', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  for (const record of jsonLines(page)) {
    const { byteOffset } = record;
    yield {
      byteOffset,
      reading: 'why' in record ? record : readWafRecord(unwrapped(record.value) ?? record.value),
    };
  }
}
