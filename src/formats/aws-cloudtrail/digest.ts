import { timeIn } from '../instant.ts';
import { asList, asObject, asText } from '../json.ts';
import { present, type Reading } from '../record.ts';

/** A file that says which log files a trail has delivered, not what happened. */
export const isDigest = (outline: { has(path: string): boolean }): boolean =>
  outline.has('digestS3Bucket') && outline.has('digestEndTime');

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
export function readDigest(value: unknown): Reading | null {
  const digest = asObject(value);
  if (digest === null || digest['digestS3Bucket'] === undefined) return null;
  const time = timeIn('digestEndTime', digest['digestEndTime']);
  if ('why' in time) return time;
  const files = asList(digest['logFiles']).length;
  return [
    {
      at: time.at,
      clock: 'log',
      kind: 'config.observed',
      summary: `digest of a trail names ${files} log ${files === 1 ? 'file' : 'files'}`,
      attributes: present({
        'config.name': asText(digest['digestS3Bucket']),
        'config.key': 'digest of a trail',
        'config.value': `${files} log ${files === 1 ? 'file' : 'files'}`,
        'cloud.account.id': asText(digest['awsAccountId']),
      }),
    },
  ];
}
