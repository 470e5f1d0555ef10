import type { Format } from '../format.ts';
import { asObject, parseJson } from '../json.ts';
import {
  documentOf,
  elementsAt,
  type JsonElement,
  type JsonRecord,
  jsonLines,
  unwrapped,
} from '../json-records.ts';
import { type GivenZone, zoneOf } from '../local-time.ts';
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
  observer: (origin) => observerOf('aws.cloudtrail', origin, (page) => readPage(page, zoneOf(origin))),
};

function* readPage(page: Buffer, zone: GivenZone): Generator<ReadRecord> {
  for (const record of recordsOf(page)) {
    yield {
      byteOffset: record.byteOffset,
      reading: 'why' in record ? record : readEvent(record.value, zone),
    };
  }
}

function* recordsOf(page: Buffer): Generator<JsonRecord> {
  const document = documentOf(page);
  if (document === null) return;
  // Several files, one behind the other, or a record a line.
  const documents = 'why' in document ? jsonLines(page) : [document];
  for (const each of documents) {
    if ('why' in each) yield each;
    else yield* listedIn(page, each);
  }
}

function* listedIn(page: Buffer, { byteOffset, value }: JsonElement): Generator<JsonRecord> {
  const path = listPathOf(value);
  if (path === null) yield { byteOffset, value: unwrapped(value) ?? value };
  else yield* elementsAt(page, value, path, byteOffset);
}

function listPathOf(document: unknown): string | null {
  if (Array.isArray(document)) return '';
  const inner = unwrapped(document);
  const members = inner ?? asObject(document);
  const list = ['Records', 'Events'].find((name) => Array.isArray(members?.[name]));
  if (list === undefined) return null;
  return inner === null ? list : `record.${list}`;
}

function readEvent(value: unknown, zone: GivenZone): Reading {
  const record = lookedUp(value);
  if ('why' in record) return record;
  const digest = readDigest(record.value);
  if (digest !== null) return digest;
  const event = trailEventOf(record.value, zone);
  return 'why' in event ? event : readTrailEvent(event);
}

/** LookupEvents gives the record as text inside of its own summary of it. */
function lookedUp(value: unknown): { readonly value: unknown } | { readonly why: string } {
  const text = asObject(value)?.['CloudTrailEvent'];
  return typeof text === 'string' ? parseJson(text) : { value };
}
