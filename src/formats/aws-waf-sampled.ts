import type { Format } from './format.ts';
import { isoOfSeconds, isoOfText } from './instant.ts';
import { asObject } from './json.ts';
import { documentOf, elementsAt } from './json-records.ts';
import { hasAll, outlineOf } from './outline.ts';
import { observerOf, type Reading, type ReadRecord, routine } from './record.ts';

/**
 * Samples are examples: a request may be in several, `Weight` is relative, and the population is capped. So
 * a row that can be read gives no fact, and no total is ever made of them.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html
 */
export const awsWafSampled: Format = {
  id: 'aws.waf-sampled',
  title: 'AWS WAF sampled requests: the reply to GetSampledRequests',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect: (head) => hasAll(outlineOf(head), 'SampledRequests', 'PopulationSize'),
  observer: (origin) => observerOf('aws.waf-sampled', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  if ('why' in document) {
    yield { byteOffset, reading: document };
  } else if (!Array.isArray(asObject(document.value)?.['SampledRequests'])) {
    yield { byteOffset, reading: { why: 'SampledRequests is not a list' } };
  } else {
    for (const row of elementsAt(page, document.value, 'SampledRequests')) {
      yield { byteOffset: row.byteOffset, reading: readSample(row.value) };
    }
  }
}

function readSample(value: unknown): Reading {
  const sample = asObject(value);
  if (asObject(sample?.['Request']) === null) return { why: 'a sample without its request' };
  const at = isoOfSeconds(sample?.['Timestamp']) ?? isoOfText(sample?.['Timestamp']);
  return at === undefined
    ? { why: 'Timestamp is neither seconds since 1970 nor ISO 8601' }
    : routine('sampled request');
}
