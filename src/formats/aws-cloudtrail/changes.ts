import type { Kind } from '../../domain/observation.ts';
import { asObject, asText, type JsonObject } from '../json.ts';
import type { Fact } from '../record.ts';
import { factOf, type TrailEvent, userNameOf } from './event.ts';

type Values = Parameters<typeof factOf>[3];

interface Meaning {
  readonly kind: Kind;
  readonly summary: string;
  readonly values: Values;
}

type Reader = (event: TrailEvent) => Meaning | null;

/** Members of a request by which services name what a call is about, the most telling first. */
const first = (request: JsonObject, ...names: readonly string[]): string | undefined =>
  names.map((name) => asText(request[name])).find((value) => value !== undefined);

const deployment =
  (summary: string, service: readonly string[], version: readonly string[]): Reader =>
  ({ request }) => ({
    kind: 'deploy.started',
    summary,
    values: { 'service.name': first(request, ...service), 'deployment.id': first(request, ...version) },
  });

/** A service that gets another task definition is deployed; one that only gets another number of tasks is scaled. */
const ecsService: Reader = ({ request }) => {
  const service = first(request, 'service', 'serviceName');
  const definition = asText(request['taskDefinition']);
  if (definition !== undefined || request['forceNewDeployment'] === true) {
    return {
      kind: 'deploy.started',
      summary: 'deployment of an ECS service',
      values: { 'service.name': service, 'deployment.id': definition },
    };
  }
  if (request['desiredCount'] === undefined) return null;
  return {
    kind: 'scale.changed',
    summary: 'number of tasks of an ECS service changed',
    values: { 'service.name': service, 'scale.to': String(request['desiredCount']) },
  };
};

const appConfig: Reader = ({ request }) => ({
  kind: 'config.changed',
  summary: 'configuration rolled out by AppConfig',
  values: {
    'config.name': [first(request, 'applicationId'), first(request, 'configurationProfileId')]
      .filter((part) => part !== undefined)
      .join('/'),
    'config.key': 'configuration',
    'config.to': [first(request, 'configurationVersion'), first(request, 'description')]
      .filter((part) => part !== undefined)
      .join(', '),
  },
});

const configuration =
  (key: string, ...names: readonly string[]): Reader =>
  ({ request }) => ({
    kind: 'config.changed',
    summary: `${key} changed`,
    values: { 'config.name': first(request, ...names), 'config.key': key },
  });

const certificate =
  (kind: 'credential.created' | 'credential.changed' | 'credential.deleted', summary: string): Reader =>
  ({ request, response }) => ({
    kind,
    summary,
    values: {
      'credential.kind': 'certificate',
      'credential.id': first(request, 'certificateArn') ?? first(response, 'certificateArn'),
    },
  });

/** Calls that change what runs or how, by service and name. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ['ecs.amazonaws.com/UpdateService', ecsService],
  ['ecs.amazonaws.com/CreateService', ecsService],
  [
    'codedeploy.amazonaws.com/CreateDeployment',
    deployment('deployment by CodeDeploy', ['applicationName'], ['deploymentGroupName']),
  ],
  [
    'lambda.amazonaws.com/UpdateFunctionCode20150331v2',
    deployment('code of a Lambda function changed', ['functionName'], ['imageUri', 's3Key']),
  ],
  [
    'lambda.amazonaws.com/UpdateAlias20150331',
    deployment('alias of a Lambda function moved', ['functionName'], ['functionVersion']),
  ],
  [
    'elasticbeanstalk.amazonaws.com/UpdateEnvironment',
    deployment('deployment of an environment', ['environmentName'], ['versionLabel']),
  ],
  ['appconfig.amazonaws.com/StartDeployment', appConfig],
  [
    'lambda.amazonaws.com/UpdateFunctionConfiguration20150331v2',
    configuration('configuration of a Lambda function', 'functionName'),
  ],
  ['ssm.amazonaws.com/PutParameter', configuration('parameter', 'name')],
  ['rds.amazonaws.com/ModifyDBInstance', configuration('database instance', 'dBInstanceIdentifier')],
  ['rds.amazonaws.com/ModifyDBParameterGroup', configuration('database parameters', 'dBParameterGroupName')],
  [
    'ec2.amazonaws.com/AuthorizeSecurityGroupIngress',
    configuration('security group', 'groupId', 'groupName'),
  ],
  ['ec2.amazonaws.com/RevokeSecurityGroupIngress', configuration('security group', 'groupId', 'groupName')],
  ['ec2.amazonaws.com/AuthorizeSecurityGroupEgress', configuration('security group', 'groupId', 'groupName')],
  ['ec2.amazonaws.com/RevokeSecurityGroupEgress', configuration('security group', 'groupId', 'groupName')],
  ['route53.amazonaws.com/ChangeResourceRecordSets', configuration('DNS records', 'hostedZoneId')],
  ['elasticloadbalancing.amazonaws.com/ModifyListener', configuration('listener', 'listenerArn')],
  ['elasticloadbalancing.amazonaws.com/ModifyRule', configuration('listener rule', 'ruleArn')],
  ['acm.amazonaws.com/ImportCertificate', certificate('credential.changed', 'certificate imported')],
  ['acm.amazonaws.com/RequestCertificate', certificate('credential.created', 'certificate requested')],
  ['acm.amazonaws.com/RenewCertificate', certificate('credential.changed', 'certificate renewal requested')],
  ['acm.amazonaws.com/DeleteCertificate', certificate('credential.deleted', 'certificate deleted')],
]);

/** What a call changed in what runs; a call that was refused changed nothing. */
export function changeFacts(event: TrailEvent): readonly Fact[] {
  if (event.error !== undefined) return [];
  const meaning = READERS.get(`${event.source}/${event.name}`)?.(event) ?? null;
  if (meaning === null) return [];
  return [
    factOf(event, meaning.kind, meaning.summary, {
      ...meaning.values,
      'user.name': userNameOf(event) ?? roleNameOf(event),
    }),
  ];
}

/** Name of the role that a session is of. */
function roleNameOf({ identity }: TrailEvent): string | undefined {
  const issuer = asObject(asObject(identity['sessionContext'])?.['sessionIssuer']) ?? {};
  return asText(issuer['userName']);
}
