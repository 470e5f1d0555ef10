import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogued, meaningOf } from '../../src/formats/aws-cloudtrail/catalogue/index.ts';
import { detectedEvents } from './detected-events.ts';
import { observed, observedRecord } from './observing.ts';

const KEY = 'AKIAEXAMPLE000000001';

/** A record of a call, by a user with a key unless it is given otherwise. */
const call = (source: string, name: string, more: object = {}) => ({
  eventVersion: '1.09',
  eventTime: '2026-03-02T10:00:00Z',
  eventSource: `${source}.amazonaws.com`,
  eventName: name,
  awsRegion: 'eu-west-1',
  eventType: 'AwsApiCall',
  sourceIPAddress: '203.0.113.66',
  userAgent: 'aws-cli/2.17',
  userIdentity: {
    type: 'IAMUser',
    userName: 'ci',
    arn: 'arn:aws:iam::111122223333:user/ci',
    accountId: '111122223333',
    accessKeyId: KEY,
  },
  requestParameters: null,
  responseElements: null,
  ...more,
});

const tallyOf = (record: unknown) =>
  observed('aws.cloudtrail', [Buffer.from(JSON.stringify({ Records: [record] }))]).tally;

test('a rotation that an unknown service refuses is its refusal, not that of a secret', () => {
  const [fact, ...more] = observedRecord('aws.cloudtrail', {
    eventVersion: '1.11',
    eventTime: '2026-03-02T10:00:01Z',
    awsRegion: 'eu-west-1',
    eventSource: 'elsewhere.amazonaws.com',
    eventName: 'RotateSecret',
    errorCode: 'AccessDenied',
  });
  assert.deepEqual([fact?.kind, more.length], ['access.refused', 0]);
});

test('every event that public rules of detection look for is in the catalogue', () => {
  const known = catalogued();
  assert.ok(detectedEvents.length >= 388);
  assert.deepEqual(
    detectedEvents.filter((name) => !known.has(name)),
    [],
  );
});

test('what undoes another is named by its service too', () => {
  const [source, name] = ['cloudtrail.amazonaws.com', 'StartLogging'];
  assert.deepEqual(meaningOf(source, name)?.undoes, ['StopLogging']);
  assert.equal(meaningOf(source, 'StopLogging')?.kind, 'logging.stopped');
});

test('an event that the catalogue does not know is told by its verb', () => {
  const kinds = [
    'CreateTeapot',
    'DeleteTeapot',
    'UpdateTeapot',
    'AttachTeapot',
    'DetachTeapot',
    'DescribeTeapots',
  ];
  assert.deepEqual(
    kinds.map((name) => observedRecord('aws.cloudtrail', call('teapots', name))[0]?.kind),
    [
      'resource.created',
      'resource.deleted',
      'config.changed',
      'access.granted',
      'access.revoked',
      'api.called',
    ],
  );
});

test('an event whose name begins with no verb is not covered, and counted by its name', () => {
  const { notCovered, names } = tallyOf(call('teapots', 'Xyzzy'));
  assert.equal(notCovered, 1);
  assert.deepEqual(names.notCovered, { 'teapots Xyzzy': 1 });
});

test('a refused call is told with what was tried, by whom, from where and with which key', () => {
  const [fact] = observedRecord(
    'aws.cloudtrail',
    call('iam', 'CreateAccessKey', { errorCode: 'AccessDenied', requestParameters: { userName: 'amy' } }),
  );
  assert.equal(fact?.kind, 'access.refused');
  assert.equal(fact?.summary, 'iam CreateAccessKey refused: AccessDenied');
  const attributes = fact?.attributes ?? {};
  assert.deepEqual(
    ['user.name', 'client.address', 'aws.access_key.id', 'aws.identity.type'].map((name) => attributes[name]),
    ['ci', '203.0.113.66', KEY, 'IAMUser'],
  );
});

test('a call that fails for another reason is no refusal', () => {
  const quota = call('ec2', 'RunInstances', { errorCode: 'Client.InstanceLimitExceeded' });
  assert.equal(observedRecord('aws.cloudtrail', quota)[0]?.kind, 'api.failed');
});

test('who assumed a role, in which session, is told apart from the role', () => {
  const [fact] = observedRecord(
    'aws.cloudtrail',
    call('s3', 'ListBuckets', {
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/deployer/ops',
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: { sessionIssuer: { userName: 'deployer' }, attributes: { mfaAuthenticated: 'true' } },
      },
    }),
  );
  const attributes = fact?.attributes ?? {};
  assert.deepEqual(
    ['user.name', 'aws.session.name', 'auth.mfa_used'].map((name) => attributes[name]),
    ['deployer', 'ops', true],
  );
});

test('what a service does for itself all day is routine', () => {
  const own = { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } };
  assert.equal(tallyOf(call('sts', 'AssumeRole', own)).routine, 1);
  assert.equal(tallyOf(call('sts', 'AssumeRole')).observed, 1);
});

test('each secret that one call reads is told, and access that is taken back is not given', () => {
  const secretIdList = ['orders/db', 'orders/api'];
  const read = observedRecord(
    'aws.cloudtrail',
    call('secretsmanager', 'BatchGetSecretValue', { requestParameters: { secretIdList } }),
  );
  assert.deepEqual(
    read.map(({ kind, attributes }) => [kind, attributes['resource.id']]),
    secretIdList.map((id) => ['data.read', id]),
  );
  const remove = call('ec2', 'ModifySnapshotAttribute', {
    requestParameters: {
      snapshotId: 'snap-1',
      createVolumePermission: { remove: { items: [{ userId: '1' }] } },
    },
  });
  assert.equal(observedRecord('aws.cloudtrail', remove)[0]?.kind, 'access.revoked');
});

test('insights and digests are told apart from what was called', () => {
  const insight = {
    eventTime: '2026-03-02T10:00:00Z',
    eventType: 'AwsCloudTrailInsight',
    insightDetails: { state: 'Start', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
  };
  assert.equal(observedRecord('aws.cloudtrail', { Records: [insight] })[0]?.kind, 'finding.reported');
  const digest = { digestS3Bucket: 'trail', digestEndTime: '2026-03-02T10:00:00Z', logFiles: [{}, {}] };
  const [fact] = observedRecord('aws.cloudtrail', digest);
  assert.equal(fact?.attributes['config.value'], '2 log files');
});
