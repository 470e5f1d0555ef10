import type { FormatId } from '../domain/formats.ts';
import { awsCloudTrail } from './aws-cloudtrail/index.ts';
import { awsWafLog } from './aws-waf-log/index.ts';
import type { Format } from './format.ts';
import { prometheusQuery } from './prometheus-query/index.ts';

/** Every format that can be observed, in the order in which help lists them. */
export const formats: readonly Format[] = [awsWafLog, awsCloudTrail, prometheusQuery];

const byId: ReadonlyMap<FormatId, Format> = new Map(formats.map((format) => [format.id, format]));

export function formatOf(id: FormatId): Format {
  const format = byId.get(id);
  if (format === undefined) throw new TypeError(`no format ${id}`);
  return format;
}

/** The formats that the beginning of a file could be of: the caller does not guess between two. */
export const detectFormat = (head: string): readonly FormatId[] =>
  formats.filter((format) => format.detect(head)).map((format) => format.id);
