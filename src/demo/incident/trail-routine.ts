import { accountId, databaseSecretArn, webAclArn } from './names.ts';
import type { Random } from './random.ts';
import { administrator, type Call, type Json } from './trail-call.ts';

const application: Json = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEAPP:shop-api',
  arn: `arn:aws:sts::${accountId}:assumed-role/shop-api/task`,
  accountId,
};

const ROUTINE = [
  ['secretsmanager.amazonaws.com', 'GetSecretValue', application, { secretId: databaseSecretArn }],
  ['secretsmanager.amazonaws.com', 'GetSecretValue', application, { secretId: databaseSecretArn }],
  ['secretsmanager.amazonaws.com', 'DescribeSecret', administrator, { secretId: databaseSecretArn }],
  ['sts.amazonaws.com', 'AssumeRole', application, { roleArn: `arn:aws:iam::${accountId}:role/shop-api` }],
  ['wafv2.amazonaws.com', 'GetWebACLForResource', administrator, { resourceArn: webAclArn }],
  ['iam.amazonaws.com', 'ListAccessKeys', administrator, { userName: 'ci-deployer' }],
  ['monitoring.amazonaws.com', 'DescribeAlarms', administrator, null],
  ['ecs.amazonaws.com', 'DescribeServices', administrator, { cluster: 'shop' }],
] as const satisfies readonly (readonly [string, string, Json, Json | null])[];

/** What goes on every day and says nothing about the incident. */
export const routineCalls = (times: readonly number[], random: Random): readonly Call[] =>
  times.map((atMs) => {
    const [source, name, identity, request] = random.pick(ROUTINE);
    return { atMs, source, name, identity, address: '10.20.3.14', readOnly: true, request, response: null };
  });
