import type { Format } from '../format.ts';
import { asObject, parseJson } from '../json.ts';
import { documentOf, elementsAt, type JsonRecord, jsonLines, unwrapped } from '../json-records.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { observerOf, type Reading, type ReadRecord } from '../record.ts';
import { isDigest, readDigest } from './digest.ts';
import { trailEventOf } from './event.ts';
import { readTrailEvent } from './read.ts';

/** Records of version 1.0 have no event id yet. */
const OWN_MEMBERS = ['eventVersion', 'eventTime', 'awsRegion'];

export const awsCloudTrail: Format = {
  id: 'aws.cloudtrail',
  title: 'AWS CloudTrail: log files, LookupEvents replies, or a record a line',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    // Event notifications of S3 have the same frame.
    return (
      isDigest(outline) ||
      outline.has('Events[].CloudTrailEvent') ||
      ['', 'Records[].', '[].'].some(
        (prefix) =>
          hasAll(outline, ...OWN_MEMBERS.map((name) => prefix + name)) && !outline.has(`${prefix}s3`),
      )
    );
  },
  observer: (origin) => observerOf('aws.cloudtrail', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  for (const record of recordsOf(page)) {
    yield { byteOffset: record.byteOffset, reading: 'why' in record ? record : readEvent(record.value) };
  }
}

function* recordsOf(page: Buffer): Generator<JsonRecord> {
  const document = documentOf(page);
  if (document === null) return;
  if ('why' in document) {
    yield* jsonLines(page);
    return;
  }
  const path = listPathOf(document.value);
  if (path === null)
    yield { byteOffset: document.byteOffset, value: unwrapped(document.value) ?? document.value };
  else yield* elementsAt(page, document.value, path);
}

function listPathOf(document: unknown): string | null {
  if (Array.isArray(document)) return '';
  const inner = unwrapped(document);
  const members = inner ?? asObject(document);
  const list = ['Records', 'Events'].find((name) => Array.isArray(members?.[name]));
  if (list === undefined) return null;
  return inner === null ? list : `record.${list}`;
}

function readEvent(value: unknown): Reading {
  const record = lookedUp(value);
  if ('why' in record) return record;
  const digest = readDigest(record.value);
  if (digest !== null) return digest;
  const event = trailEventOf(record.value);
  return 'why' in event ? event : readTrailEvent(event);
}

/** LookupEvents gives the record as text inside of its own summary of it. */
function lookedUp(value: unknown): { readonly value: unknown } | { readonly why: string } {
  const text = asObject(value)?.['CloudTrailEvent'];
  return typeof text === 'string' ? parseJson(text) : { value };
}
