import { asList, asObject, asText } from '../json.ts';
import { type CatalogueEntry, credential, deployed, logStopped, read, scaled } from './catalogue/entry.ts';
import { serviceOf, type TrailEvent } from './event.ts';
import { textAt, valueAt } from './places.ts';

type Refine = (event: TrailEvent, entry: CatalogueEntry) => CatalogueEntry;

const adding = (
  entry: CatalogueEntry,
  values: Readonly<Record<string, string | undefined>>,
): CatalogueEntry => ({
  ...entry,
  values: {
    ...entry.values,
    ...Object.fromEntries(
      Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined),
    ),
  },
});

/** Which of the two an update of a status is. */
const switched: Refine = ({ request }, entry) => {
  const status = asText(request['status']);
  if (status === undefined) return entry;
  const isOff = status === 'Inactive';
  return {
    ...entry,
    kind: isOff ? 'credential.disabled' : 'credential.enabled',
    what: `${entry.what.replace(' switched on or off', '')} made ${isOff ? 'inactive' : 'active'}`,
  };
};

/** Access to something that is shared by account: given to some, or taken from them. */
const shared: Refine = (event, entry) => {
  const isRemoved = ['createVolumePermission.remove', 'launchPermission.remove', 'valuesToRemove'].some(
    (place) => valueAt(event, place) !== undefined,
  );
  const isAdded = ['createVolumePermission.add', 'launchPermission.add', 'valuesToAdd'].some(
    (place) => valueAt(event, place) !== undefined,
  );
  return isRemoved && !isAdded ? { ...entry, kind: 'access.revoked', places: {} } : entry;
};

/** A service that gets another task definition is deployed; one that only gets another number of tasks is scaled. */
const ecsService: Refine = ({ request }, entry) => {
  if (asText(request['taskDefinition']) !== undefined || request['forceNewDeployment'] === true)
    return deployed('deployment of an ECS service', 'service serviceName', 'taskDefinition');
  if (request['desiredCount'] === undefined) return entry;
  const what = 'number of tasks of an ECS service changed';
  const scale = scaled(what, 'service serviceName');
  return { ...scale, places: { 'service.name': scale.subject, 'scale.to': ['desiredCount'] } };
};

const joined = (event: TrailEvent, by: string, ...places: readonly string[]): string =>
  places.flatMap((place) => textAt(event, [place]) ?? []).join(by);

const appConfig: Refine = (event, entry) =>
  adding(
    { ...entry, what: 'configuration rolled out by AppConfig', places: {} },
    {
      'config.name': joined(event, '/', 'applicationId', 'configurationProfileId'),
      'config.to': joined(event, ', ', 'configurationVersion', 'description'),
    },
  );

/** Where the password of the main user is changed, it is a credential that changed. */
const databasePassword: Refine = ({ request }, entry) => {
  const id = 'dBInstanceIdentifier dBClusterIdentifier';
  if (request['rotateMasterUserPassword'] === true)
    return credential(
      'rotation-requested',
      'database-password',
      'rotation of the main password requested',
      id,
    );
  return request['masterUserPassword'] !== undefined || request['manageMasterUserPassword'] === true
    ? credential('changed', 'database-password', 'main password of a database changed', id)
    : entry;
};

const secureParameter: Refine = ({ request }, entry) =>
  request['type'] === 'SecureString'
    ? credential('changed', 'secure-parameter', 'secure parameter stored', 'name')
    : entry;

const decrypted: Refine = ({ request }, entry) =>
  request['withDecryption'] === true ? read('secret parameter', entry.subject.join(' ')) : entry;

const CURRENT = 'AWSCURRENT';

/** It moves AWSCURRENT by itself only when it names no stages. */
const putSecretValue: Refine = (event, entry) => {
  const stages = asList(event.request['versionStages']);
  return {
    ...entry,
    places: { ...entry.places, 'credential.version': ['response.versionId', 'clientRequestToken'] },
    flags: { 'credential.made_current': stages.length === 0 || stages.includes(CURRENT) },
  };
};

const moveStage: Refine = (event, entry) => {
  const target = asText(event.request['moveToVersionId']);
  return {
    ...entry,
    places: {
      ...entry.places,
      'credential.version': ['moveToVersionId'],
      'credential.previous_version': ['removeFromVersionId'],
    },
    flags: { 'credential.made_current': event.request['versionStage'] === CURRENT && target !== undefined },
  };
};

const readVersion: Refine = (_, entry) => ({
  ...entry,
  places: { ...entry.places, 'data.version': ['versionStage', 'versionId'] },
});

const keyMaterial: Refine = (_, entry) => ({
  ...entry,
  places: {
    ...entry.places,
    'credential.version': ['service.currentKeyMaterialId'],
    'credential.previous_version': ['service.previousKeyMaterialId'],
  },
});

/** What is switched off by a setting is switched off. */
const stoppedWhere =
  (what: string, isOff: (event: TrailEvent) => boolean): Refine =>
  (event, entry) =>
    isOff(event) ? logStopped(what, entry.subject.join(' ')) : entry;

/** Calls whose meaning depends on what they ask for, by service and name without its date of version. */
const REFINED: ReadonlyMap<string, Refine> = new Map([
  ...[
    'UpdateAccessKey',
    'UpdateServiceSpecificCredential',
    'UpdateSSHPublicKey',
    'UpdateSigningCertificate',
  ].map((name) => [`iam/${name}`, switched] as const),
  ['ec2/ModifySnapshotAttribute', shared],
  ['ec2/ModifyImageAttribute', shared],
  ['rds/ModifyDBSnapshotAttribute', shared],
  ['rds/ModifyDBClusterSnapshotAttribute', shared],
  ['ecs/UpdateService', ecsService],
  ['ecs/CreateService', ecsService],
  ['appconfig/StartDeployment', appConfig],
  ['rds/ModifyDBInstance', databasePassword],
  ['rds/ModifyDBCluster', databasePassword],
  ['ssm/PutParameter', secureParameter],
  ...['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'].map(
    (name) => [`ssm/${name}`, decrypted] as const,
  ),
  ['secretsmanager/PutSecretValue', putSecretValue],
  ['secretsmanager/UpdateSecretVersionStage', moveStage],
  ['secretsmanager/GetSecretValue', readVersion],
  ['kms/RotateKey', keyMaterial],
  [
    's3/PutBucketLogging',
    stoppedWhere(
      'logging of a bucket switched off',
      (event) => asObject(valueAt(event, 'BucketLoggingStatus.LoggingEnabled')) === null,
    ),
  ],
  [
    'guardduty/UpdateDetector',
    stoppedWhere('detector switched off', ({ request }) => request['enable'] === false),
  ],
  [
    'macie2/UpdateMacieSession',
    stoppedWhere('search for sensitive data paused', ({ request }) => request['status'] === 'PAUSED'),
  ],
]);

/** The meaning of a call by what it asks for. */
export const refine = (event: TrailEvent, entry: CatalogueEntry): CatalogueEntry =>
  REFINED.get(`${serviceOf(event)}/${event.name}`)?.(event, entry) ?? entry;
