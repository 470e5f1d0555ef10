import type { Kind } from '../../domain/observation.ts';
import { asList, asObject, asText } from '../json.ts';
import type { Fact } from '../record.ts';
import { factOf, type TrailEvent, userNameOf } from './event.ts';

/** Rotation is asynchronous: its outcome is a service event, the API call only asks for it. */
const SECRET_SERVICE_EVENTS = new Map<string, readonly [Kind, string]>([
  ['RotationSucceeded', ['credential.rotated', 'secret rotated']],
  ['RotationFailed', ['credential.rotation-failed', 'rotation of a secret failed']],
  ['RotationAbandoned', ['credential.rotation-failed', 'rotation of a secret abandoned']],
]);

const SECRET_CALLS = new Map<string, readonly [Kind, string]>([
  ['CreateSecret', ['credential.created', 'secret created']],
  ['RotateSecret', ['credential.rotation-requested', 'rotation of a secret requested']],
  ['PutSecretValue', ['credential.changed', 'new version of a secret stored']],
  ['UpdateSecret', ['credential.changed', 'secret changed']],
  ['UpdateSecretVersionStage', ['credential.changed', 'stage of a secret version moved']],
  ['DeleteSecret', ['credential.deleted', 'secret deleted']],
]);

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
export function secretFacts(event: TrailEvent): readonly Fact[] {
  const meaning = (event.isServiceEvent ? SECRET_SERVICE_EVENTS : SECRET_CALLS).get(event.name);
  if (meaning === undefined) return [];
  if (!event.isServiceEvent && event.error !== undefined) return refused(event);
  const [kind, summary] = meaning;
  return [factOf(event, kind, summary, { ...secretValues(event), ...versionValues(event) })];
}

function refused(event: TrailEvent): readonly Fact[] {
  if (event.name !== 'RotateSecret') return [];
  return [factOf(event, 'credential.rotation-failed', 'rotation of a secret refused', secretValues(event))];
}

/** Three places are in use; full ARNs come first, because a request may name a secret by its friendly name. */
const secretValues = ({ additional, serviceDetails, response, request }: TrailEvent) => ({
  'credential.kind': 'secret',
  'credential.id':
    asText(additional['SecretId']) ??
    asText(additional['secretId']) ??
    asText(serviceDetails['secretId']) ??
    asText(serviceDetails['SecretId']) ??
    asText(response['arn']) ??
    asText(response['aRN']) ??
    asText(response['ARN']) ??
    asText(request['secretId']) ??
    asText(request['name']),
});

const CURRENT = 'AWSCURRENT';

/** PutSecretValue moves AWSCURRENT by itself only when it names no stages. */
function versionValues({ name, request, response }: TrailEvent) {
  if (name === 'PutSecretValue') {
    const stages = asList(request['versionStages']);
    return {
      'credential.version': asText(response['versionId']) ?? asText(request['clientRequestToken']),
      'credential.made_current': stages.length === 0 || stages.includes(CURRENT),
    };
  }
  if (name === 'UpdateSecretVersionStage') {
    const target = asText(request['moveToVersionId']);
    return {
      'credential.version': target,
      'credential.made_current': request['versionStage'] === CURRENT && target !== undefined,
    };
  }
  return {};
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html: the key id never changes. */
export function kmsFacts(event: TrailEvent): readonly Fact[] {
  const values = {
    'credential.kind': 'kms-key',
    'credential.id':
      asText(asObject(asList(event.record['resources'])[0])?.['ARN']) ??
      asText(event.serviceDetails['keyId']) ??
      asText(event.request['keyId']),
    'credential.version': asText(event.serviceDetails['currentKeyMaterialId']),
    'credential.previous_version': asText(event.serviceDetails['previousKeyMaterialId']),
  };
  if (event.name === 'RotateKey') {
    return event.error === undefined
      ? [factOf(event, 'credential.rotated', 'KMS key rotated', values)]
      : [factOf(event, 'credential.rotation-failed', 'rotation of a KMS key failed', values)];
  }
  if (event.error !== undefined) return [];
  if (event.name === 'RotateKeyOnDemand') {
    return [factOf(event, 'credential.rotation-requested', 'rotation of a KMS key requested', values)];
  }
  if (event.name === 'DisableKey') return [factOf(event, 'credential.disabled', 'KMS key disabled', values)];
  return [];
}

/** Create, then inactivate, then delete; creating without inactivating is no rotation. */
export function iamKeyFacts(event: TrailEvent): readonly Fact[] {
  const meaning = event.error === undefined ? iamKeyMeaning(event) : undefined;
  if (meaning === undefined) return [];
  const created = asObject(event.response['accessKey']) ?? {};
  const [kind, summary] = meaning;
  return [
    factOf(event, kind, summary, {
      'credential.kind': 'iam-key',
      'credential.id': asText(created['accessKeyId']) ?? asText(event.request['accessKeyId']),
      'user.name': asText(event.request['userName']) ?? asText(created['userName']) ?? userNameOf(event),
    }),
  ];
}

function iamKeyMeaning({ name, request }: TrailEvent): readonly [Kind, string] | undefined {
  if (name === 'CreateAccessKey') return ['credential.created', 'access key created'];
  if (name === 'DeleteAccessKey') return ['credential.deleted', 'access key deleted'];
  if (name !== 'UpdateAccessKey') return undefined;
  return request['status'] === 'Inactive'
    ? ['credential.disabled', 'access key made inactive']
    : ['credential.changed', 'access key made active'];
}
