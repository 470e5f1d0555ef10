import * as compute from './compute.ts';
import * as data from './data.ts';
import * as ec2 from './ec2.ts';
import type { Catalogue, CatalogueEntry } from './entry.ts';
import { iam } from './iam.ts';
import * as identity from './identity.ts';
import * as network from './network.ts';
import * as recording from './recording.ts';
import * as secrets from './secrets.ts';
import { byVerb } from './verbs.ts';

/** By the first part of `eventSource`. */
const services: Readonly<Record<string, Catalogue>> = {
  iam,
  sts: identity.sts,
  signin: identity.signin,
  sso: identity.sso,
  'sso-directory': identity.sso,
  identitystore: identity.identityStore,
  'cognito-idp': identity.cognitoIdp,
  'cognito-identity': identity.cognitoIdentity,
  rolesanywhere: identity.rolesAnywhere,
  organizations: identity.organizations,
  account: identity.account,
  ds: identity.directoryService,
  secretsmanager: secrets.secretsManager,
  kms: secrets.kms,
  acm: secrets.acm,
  'acm-pca': secrets.acmPca,
  elasticache: secrets.elasticache,
  ssm: { ...secrets.ssm, ...ec2.systemsManager },
  cloudtrail: recording.cloudtrail,
  logs: recording.logs,
  config: recording.configService,
  guardduty: recording.guardduty,
  securityhub: recording.securityhub,
  macie2: recording.macie,
  detective: recording.detective,
  'access-analyzer': recording.accessAnalyzer,
  monitoring: recording.monitoring,
  events: recording.events,
  backup: recording.backup,
  wafv2: network.waf,
  waf: network.waf,
  'waf-regional': network.waf,
  'network-firewall': network.networkFirewall,
  cloudfront: network.cloudfront,
  route53: network.route53,
  route53domains: network.route53Domains,
  route53resolver: network.route53Resolver,
  elasticloadbalancing: network.elasticLoadBalancing,
  apigateway: network.apiGateway,
  ec2: ec2.ec2,
  'ec2-instance-connect': ec2.ec2InstanceConnect,
  lightsail: ec2.lightsail,
  s3: data.s3,
  glacier: data.glacier,
  rds: data.rds,
  redshift: data.redshift,
  dynamodb: data.dynamodb,
  elasticfilesystem: data.elasticFileSystem,
  athena: data.athena,
  es: data.elasticsearch,
  sns: data.messaging,
  sqs: data.messaging,
  ses: data.mail,
  lambda: compute.lambda,
  ecs: compute.ecs,
  ecr: compute.ecr,
  'ecr-public': compute.ecr,
  eks: compute.eks,
  autoscaling: compute.autoScaling,
  'application-autoscaling': compute.autoScaling,
  codedeploy: compute.delivery,
  codepipeline: compute.delivery,
  codebuild: compute.delivery,
  elasticbeanstalk: compute.elasticBeanstalk,
  cloudformation: compute.cloudformation,
  appconfig: compute.appConfig,
  states: compute.stepFunctions,
  glue: compute.glue,
  datapipeline: compute.dataPipeline,
  sagemaker: compute.sagemaker,
  bedrock: compute.bedrock,
  'bedrock-agentcore': compute.bedrock,
  elasticmapreduce: compute.emr,
  servicequotas: compute.serviceQuotas,
};

/** `UpdateFunctionCode20150331v2`, `UpdateDistribution2020_05_31`: the date is that of the interface. */
const VERSION = /(?:20\d{6}(?:v\d+)?|20\d\d_\d\d_\d\d)$/;

/** What an event of a service means; null when nothing in its name says. */
export function meaningOf(eventSource: string, eventName: string): CatalogueEntry | null {
  const service = eventSource.replace(/\.amazonaws\.com$/, '');
  const name = eventName.replace(VERSION, '');
  const own = services[service];
  return own !== undefined && Object.hasOwn(own, name) ? (own[name] ?? null) : byVerb(name);
}

/** Names that the catalogue knows of one service at least, for its tests. */
export const catalogued = (): ReadonlySet<string> => new Set(Object.values(services).flatMap(Object.keys));
