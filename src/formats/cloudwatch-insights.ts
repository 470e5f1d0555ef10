import type { Format, Origin } from './format.ts';
import { isoOfText } from './instant.ts';
import { asList, asObject, asText } from './json.ts';
import { documentOf, elementsAt } from './json-records.ts';
import { hasAll, outlineOf } from './outline.ts';
import { clip, notCovered, observerOf, present, type Reading, type ReadRecord } from './record.ts';

export const cloudwatchInsights: Format = {
  id: 'cloudwatch.insights',
  title: 'CloudWatch Logs Insights: the reply to GetQueryResults',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect: (head) => hasAll(outlineOf(head), 'results', 'statistics', 'status'),
  observer: (origin) => observerOf('cloudwatch.insights', origin, (page) => readPage(page, origin)),
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
function* readPage(page: Buffer, origin: Origin): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  if ('why' in document) {
    yield { byteOffset, reading: document };
    return;
  }
  const reply = asObject(document.value);
  if (!Array.isArray(reply?.['results'])) {
    yield { byteOffset, reading: { why: 'results is not a list' } };
  } else if (reply['status'] !== 'Complete') {
    const status = asText(reply['status']) ?? 'not given';
    yield { byteOffset, reading: { why: `the state of the query is ${status}: its rows are partial` } };
  } else {
    for (const row of elementsAt(page, document.value, 'results')) {
      yield { byteOffset: row.byteOffset, reading: readRow(row.value, origin) };
    }
  }
}

const COUNT_FIELD = /^(?:n|count|count\(.*\)|.*count)$/i;
const BIN_FIELD = /^(?:bin\(.+\)|bin|@timestamp)$/i;

/** A row of totals; a row without a count (raw events) is not covered. */
function readRow(value: unknown, origin: Origin): Reading {
  if (!Array.isArray(value)) return { why: 'a row that is not a list of fields' };
  const fields = new Map<string, string>();
  for (const entry of asList(value)) {
    const [name, text] = [asText(asObject(entry)?.['field']), asObject(entry)?.['value']];
    if (name === undefined || typeof text !== 'string') return { why: 'a field without its name or value' };
    fields.set(name, text);
  }
  const count = fieldLike(fields, COUNT_FIELD);
  if (count === undefined) return notCovered('row without a count');
  if (!/^\d+(?:\.0+)?$/.test(count)) return { why: 'a count that is not a whole number' };
  const bin = fieldLike(fields, BIN_FIELD);
  const binStart = bin === undefined ? undefined : isoOfBin(bin);
  if (bin !== undefined && binStart === undefined) return { why: 'the start of a bin is not a time' };
  const rule = fields.get('terminatingRuleId');
  return [
    {
      at: binStart ?? origin.retrievedAt,
      clock: binStart === undefined ? 'retrieval' : 'request',
      kind: 'waf.total',
      summary: clip(`${Number(count)} counted by CloudWatch${rule === undefined ? '' : ` for ${rule}`}`, 200),
      attributes: present({
        count: Number(count),
        'waf.action': fields.get('action'),
        'security_rule.name': rule,
      }),
    },
  ];
}

function fieldLike(fields: ReadonlyMap<string, string>, pattern: RegExp): string | undefined {
  for (const [name, text] of fields) if (pattern.test(name)) return text;
  return undefined;
}

/** Times in rows bear no zone; they are UTC. */
const isoOfBin = (text: string): string | undefined =>
  isoOfText(`${text.replace(' ', 'T').replace(/Z$/, '')}Z`);
