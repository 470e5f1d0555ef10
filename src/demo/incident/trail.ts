import { accountId, databaseSecretArn, region, webAclId, webAclName } from './names.ts';
import { type Random, timesBetween } from './random.ts';
import type { Story } from './story.ts';
import { administrator, type Call, type Json } from './trail-call.ts';
import { routineCalls } from './trail-routine.ts';
import { trailRules } from './web-acl.ts';

const MINUTE_MS = 60_000;

const signedInUser = (userName: string): Json => ({
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEUSER',
  accountId,
  accessKeyId: '',
  userName,
});

const OFFICE = '192.0.2.250';

/** Management events of the day in one Region, in order of time. */
export function trailOf(story: Story, random: Random): readonly Json[] {
  const calls = [
    ...signIns(story),
    mitigation(story),
    ...deployments(story),
    ...databaseSecretRotation(story),
    ...accessKeyRotation(story),
    ...routineCalls(
      timesBetween(230, story.fromMs, story.anchorMs, () => 1, random),
      random,
    ),
  ];
  return calls.sort((a, b) => a.atMs - b.atMs).map((call) => trailRecord(call, random));
}

function trailRecord(call: Call, random: Random): Json {
  const isServiceEvent = call.more?.['eventType'] === 'AwsServiceEvent';
  return {
    eventVersion: '1.11',
    userIdentity: call.identity,
    eventTime: `${new Date(call.atMs).toISOString().slice(0, 19)}Z`,
    eventSource: call.source,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: call.address,
    userAgent: isServiceEvent ? call.source : 'aws-cli/2.31.0',
    requestParameters: call.request,
    responseElements: call.response,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: call.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    ...call.more,
  };
}

const uuid = (random: Random): string =>
  [random.hex(8), random.hex(4), random.hex(4), random.hex(4), random.hex(12)].join('-');

/** Three failures in a row from one address, one with a name that AWS hides, and later a success with MFA. */
function signIns({ startedMs, acknowledgedMs }: Story): readonly Call[] {
  const signIn = (atMs: number, userName: string, address: string, succeeded: boolean): Call => ({
    atMs,
    source: 'signin.amazonaws.com',
    name: 'ConsoleLogin',
    identity: signedInUser(userName),
    address,
    readOnly: false,
    request: null,
    response: { ConsoleLogin: succeeded ? 'Success' : 'Failure' },
    more: {
      eventType: 'AwsConsoleSignIn',
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/',
        MobileVersion: 'No',
        MFAUsed: succeeded ? 'Yes' : 'No',
      },
      ...(succeeded ? {} : { errorMessage: 'Failed authentication' }),
    },
  });
  return [
    signIn(startedMs + 6 * MINUTE_MS, 'deploy', '203.0.113.7', false),
    signIn(startedMs + 7 * MINUTE_MS, 'HIDDEN_DUE_TO_SECURITY_REASONS', '203.0.113.7', false),
    signIn(startedMs + 9 * MINUTE_MS, 'deploy', '203.0.113.7', false),
    signIn(acknowledgedMs + 4 * MINUTE_MS, 'on-call', OFFICE, true),
  ];
}

/** The SQL injection rules stop counting and block. */
const mitigation = ({ mitigatedMs }: Story): Call => ({
  atMs: mitigatedMs,
  source: 'wafv2.amazonaws.com',
  name: 'UpdateWebACL',
  identity: administrator,
  address: OFFICE,
  readOnly: false,
  request: {
    name: webAclName,
    scope: 'REGIONAL',
    id: webAclId,
    defaultAction: { allow: {} },
    description: 'Edge of the shop API',
    rules: trailRules(),
  },
  response: { nextLockToken: '2f6b1d5c-9a37-4d0a-8f5e-3c1b7d9e0a42' },
  more: { apiVersion: '2019-04-23' },
});

const deployments = ({ canary }: Story): readonly Call[] =>
  canary.map(({ atMs, percent }, index) => ({
    atMs,
    source: 'codedeploy.amazonaws.com',
    name: 'CreateDeployment',
    identity: administrator,
    address: OFFICE,
    readOnly: false,
    request: {
      applicationName: 'shop-api',
      deploymentGroupName: 'production',
      deploymentConfigName: `Canary${percent}Percent`,
      description: `search-v2 at ${percent} percent`,
    },
    response: { deploymentId: `d-SHOP0000${index + 1}` },
  }));

function databaseSecretRotation({ roleCreatedMs }: Story): readonly Call[] {
  const version = '8c1f4f0e-3d52-4a6b-9f0d-6a1e2b7c9d31';
  const service = { accountId, invokedBy: 'secretsmanager.amazonaws.com' };
  const call = (offsetMs: number, name: string, rest: Partial<Call>): Call => ({
    atMs: roleCreatedMs + offsetMs,
    source: 'secretsmanager.amazonaws.com',
    name,
    identity: administrator,
    address: OFFICE,
    readOnly: false,
    request: null,
    response: null,
    ...rest,
  });
  return [
    call(-20_000, 'RotateSecret', {
      // The request names the secret by its friendly name; only the response has the ARN.
      request: { secretId: 'shop/database', rotateImmediately: true, clientRequestToken: version },
      response: { arn: databaseSecretArn, name: 'shop/database', versionId: version },
    }),
    call(-4_000, 'PutSecretValue', {
      request: { secretId: databaseSecretArn, clientRequestToken: version, versionStages: ['AWSPENDING'] },
      response: { arn: databaseSecretArn, versionId: version },
    }),
    call(36_000, 'UpdateSecretVersionStage', {
      request: {
        secretId: databaseSecretArn,
        versionStage: 'AWSCURRENT',
        moveToVersionId: version,
        removeFromVersionId: '1d7be3a2-90c4-4c55-8b1e-0f6d2a9c7e48',
      },
      response: { arn: databaseSecretArn, name: 'shop/database' },
    }),
    call(39_000, 'RotationSucceeded', {
      identity: service,
      address: 'secretsmanager.amazonaws.com',
      more: { eventType: 'AwsServiceEvent', additionalEventData: { SecretId: databaseSecretArn } },
    }),
  ];
}

function accessKeyRotation({ accessKeyCreatedMs, accessKeyDisabledMs }: Story): readonly Call[] {
  const call = (atMs: number, name: string, request: Json, response: Json | null): Call => ({
    atMs,
    source: 'iam.amazonaws.com',
    name,
    identity: administrator,
    address: OFFICE,
    readOnly: false,
    request: { userName: 'ci-deployer', ...request },
    response,
  });
  const [oldKey, newKey] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'];
  return [
    call(
      accessKeyCreatedMs,
      'CreateAccessKey',
      {},
      {
        accessKey: { accessKeyId: newKey, status: 'Active', userName: 'ci-deployer' },
      },
    ),
    call(accessKeyDisabledMs, 'UpdateAccessKey', { accessKeyId: oldKey, status: 'Inactive' }, null),
    call(accessKeyDisabledMs + 40 * MINUTE_MS, 'DeleteAccessKey', { accessKeyId: oldKey }, null),
  ];
}
