import type { Recording } from '../recording.ts';

/** A WAF log record as CloudWatch Logs holds it. */
export interface LogEvent {
  readonly eventId: string;
  readonly logStreamName: string;
  /** The record's own time, milliseconds. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly sizeBytes: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** CloudWatch Logs orders events by time, then by ingestion. WAF spreads a web ACL over several streams. */
export function logEvents({ region, webAclArn, records }: Recording['waf']): readonly LogEvent[] {
  const aclName = webAclArn.split('/').at(-2) ?? 'web-acl';
  return records
    .map(({ ingestedAtMs, record }, index) => {
      const message = JSON.stringify(record);
      return {
        eventId: String(index).padStart(56, '3'),
        logStreamName: `${region}_${aclName}_${index % 4}`,
        timestamp: Number(record['timestamp']),
        ingestionTime: ingestedAtMs,
        message,
        sizeBytes: Buffer.byteLength(message),
        record,
      };
    })
    .sort((a, b) => a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime);
}
