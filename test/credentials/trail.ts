import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { CaseItem } from '../../src/domain/case-file.ts';
import type { Observation, SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { item, policy } from '../analysis/cases.ts';
import { observed } from '../formats/observing.ts';
import { incident, MINUTE_MS, startMs } from '../timeline/observations.ts';

export interface Who {
  readonly user: string;
  readonly key: string;
  readonly address: string;
}

/** A CloudTrail record of a call, at some minutes after the window's beginning. */
export const call = (minute: number, who: Who, source: string, name: string, more: object = {}): object => ({
  eventVersion: '1.09',
  eventTime: toIso(startMs + minute * MINUTE_MS),
  eventSource: `${source}.amazonaws.com`,
  eventName: name,
  eventID: `${minute} ${who.user} ${name}`,
  awsRegion: 'eu-west-1',
  eventType: 'AwsApiCall',
  sourceIPAddress: who.address,
  userAgent: 'aws-cli/2.17',
  userIdentity: {
    type: 'IAMUser',
    userName: who.user,
    arn: `arn:aws:iam::111122223333:user/${who.user}`,
    accessKeyId: who.key,
  },
  requestParameters: null,
  responseElements: null,
  ...more,
});

/** A line of PostgreSQL's log, likewise. */
export const line = (minute: number, session: string, message: string, more: object = {}): object => ({
  timestamp: `${toIso(startMs + minute * MINUTE_MS)
    .replace('T', ' ')
    .replace('Z', '')} UTC`,
  user: 'dba',
  dbname: 'shop',
  session_id: session,
  error_severity: 'LOG',
  message,
  ps: 'idle',
  ...more,
});

const sourced = (evidence: string, observations: readonly Observation[]): readonly SourcedObservation[] =>
  observations.map((observation) => ({ evidence, observation }));

export const trailFacts = (records: readonly object[]): readonly SourcedObservation[] =>
  sourced(
    'E-0001',
    observed('aws.cloudtrail', [Buffer.from(JSON.stringify({ Records: records }))]).observations,
  );

export const logFacts = (lines: readonly object[]): readonly SourcedObservation[] =>
  sourced(
    'E-0002',
    observed('postgres.json', [Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''))])
      .observations,
  );

/** A trail that is known to be whole for the incident's window. */
export const wholeTrail = item('E-0001', 'aws.cloudtrail', { answered: incident.window });

export function understood(
  facts: readonly SourcedObservation[],
  items: readonly CaseItem[] = [],
): Understanding {
  const builder = understandingBuilder(incident, policy);
  for (const fact of facts) builder.add(fact);
  return builder.finish(items.map((one) => one.item));
}
