import { type Catalogue, config, credential, daily, each, read, written } from './entry.ts';

/** Services use three places for the id of a secret; full ARNs come first, because a request may name it by its friendly name. */
const secret =
  'additional.SecretId additional.secretId service.secretId service.SecretId response.arn response.aRN response.ARN secretId name';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
export const secretsManager: Catalogue = {
  CreateSecret: credential('created', 'secret', 'secret created', secret, '', 'DeleteSecret'),
  RotateSecret: credential('rotation-requested', 'secret', 'rotation of a secret requested', secret),
  CancelRotateSecret: credential(
    'changed',
    'secret',
    'rotation of a secret cancelled',
    secret,
    '',
    'RotateSecret',
  ),
  PutSecretValue: credential('changed', 'secret', 'new version of a secret stored', secret),
  UpdateSecret: credential('changed', 'secret', 'secret changed', secret),
  UpdateSecretVersionStage: credential('changed', 'secret', 'stage of a secret version moved', secret),
  DeleteSecret: credential('deleted', 'secret', 'secret deleted', secret, '', 'CreateSecret'),
  RestoreSecret: credential(
    'enabled',
    'secret',
    'deletion of a secret taken back',
    secret,
    '',
    'DeleteSecret',
  ),
  // Rotation is asynchronous: its outcome is an event of the service, the call only asks for it.
  RotationSucceeded: credential('rotated', 'secret', 'secret rotated', secret),
  RotationFailed: credential('rotation-failed', 'secret', 'rotation of a secret failed', secret),
  RotationAbandoned: credential('rotation-failed', 'secret', 'rotation of a secret abandoned', secret),
  RotationStarted: credential('rotation-requested', 'secret', 'rotation of a secret started', secret),
  TestRotationStarted: daily('test of a rotation'),
  TestRotationSucceeded: daily('test of a rotation'),
  TestRotationFailed: daily('test of a rotation'),
  StartSecretVersionDelete: daily('deletion of a version of a secret'),
  EndSecretVersionDelete: daily('deletion of a version of a secret'),
  CancelSecretVersionDelete: daily('deletion of a version of a secret'),
  SecretVersionDeletion: daily('deletion of a version of a secret'),
  SecretDeletion: daily('end of the deletion of a secret'),
  ReplicateSecretToRegions: config('copies of a secret in other regions', 'secretId'),
  ...each('GetSecretValue BatchGetSecretValue', read('secret', 'secretId secretIdList filters[0].values[0]')),
  PutResourcePolicy: config('policy of a secret', 'secretId', 'DeleteResourcePolicy'),
  DeleteResourcePolicy: config('policy of a secret', 'secretId', 'PutResourcePolicy'),
  GetRandomPassword: daily('random password made'),
};

const key = 'resource service.keyId keyId response.keyMetadata.keyId';

/** https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html: the key id never changes. */
export const kms: Catalogue = {
  CreateKey: credential('created', 'kms-key', 'KMS key created', 'response.keyMetadata.arn resource'),
  RotateKey: credential('rotated', 'kms-key', 'KMS key rotated', key),
  RotateKeyOnDemand: credential('rotation-requested', 'kms-key', 'rotation of a KMS key requested', key),
  DisableKey: credential('disabled', 'kms-key', 'KMS key disabled', key, '', 'EnableKey'),
  EnableKey: credential('enabled', 'kms-key', 'KMS key enabled', key, '', 'DisableKey'),
  ScheduleKeyDeletion: credential('deleted', 'kms-key', 'deletion of a KMS key scheduled', key),
  CancelKeyDeletion: credential(
    'enabled',
    'kms-key',
    'deletion of a KMS key cancelled',
    key,
    '',
    'ScheduleKeyDeletion',
  ),
  DeleteKey: credential('deleted', 'kms-key', 'KMS key deleted', key),
  DeleteImportedKeyMaterial: credential('deleted', 'kms-key', 'imported material of a KMS key deleted', key),
  ImportKeyMaterial: credential(
    'changed',
    'kms-key',
    'material of a KMS key imported',
    key,
    '',
    'DeleteImportedKeyMaterial',
  ),
  EnableKeyRotation: config('automatic rotation of a KMS key', 'keyId', 'DisableKeyRotation'),
  DisableKeyRotation: config('automatic rotation of a KMS key', 'keyId', 'EnableKeyRotation'),
  PutKeyPolicy: config('policy of a KMS key', 'keyId'),
  CreateGrant: config('grant on a KMS key', 'keyId', 'RetireGrant RevokeGrant'),
  ...each('RetireGrant RevokeGrant', config('grant on a KMS key', 'keyId', 'CreateGrant')),
  ...each('CreateAlias UpdateAlias DeleteAlias', config('alias of a KMS key', 'aliasName')),
  UpdatePrimaryRegion: config('primary region of a KMS key', 'keyId'),
  ReplicateKey: config('copy of a KMS key', 'keyId'),
  ...each(
    'Decrypt Encrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateMac GenerateRandom Sign Verify VerifyMac DeriveSharedSecret',
    daily('use of a KMS key'),
  ),
};

export const ssm: Catalogue = {
  PutParameter: config('parameter', 'name', 'DeleteParameter'),
  ...each('DeleteParameter DeleteParameters', config('parameter', 'name names', 'PutParameter')),
  LabelParameterVersion: config('label of a parameter', 'name'),
  ...each(
    'GetParameter GetParameters GetParametersByPath GetParameterHistory',
    read('parameter', 'name names path'),
  ),
};

export const acm: Catalogue = {
  ImportCertificate: credential(
    'changed',
    'certificate',
    'certificate imported',
    'certificateArn response.certificateArn',
  ),
  RequestCertificate: credential(
    'created',
    'certificate',
    'certificate requested',
    'certificateArn response.certificateArn',
  ),
  RenewCertificate: credential('changed', 'certificate', 'certificate renewal requested', 'certificateArn'),
  DeleteCertificate: credential('deleted', 'certificate', 'certificate deleted', 'certificateArn'),
  ExportCertificate: read('certificate with its key', 'certificateArn'),
  UpdateCertificateOptions: config('options of a certificate', 'certificateArn'),
};

export const acmPca: Catalogue = {
  IssueCertificate: credential('created', 'certificate', 'certificate issued', 'response.certificateArn'),
  RevokeCertificate: credential('disabled', 'certificate', 'certificate revoked', 'certificateSerial'),
  DeleteCertificateAuthority: credential(
    'deleted',
    'certificate-authority',
    'authority deleted',
    'certificateAuthorityArn',
  ),
  UpdateCertificateAuthority: credential(
    'changed',
    'certificate-authority',
    'authority changed',
    'certificateAuthorityArn',
  ),
};

export const elasticache: Catalogue = {
  CreateUser: credential(
    'created',
    'cache-user',
    'user of a cache created',
    'userId',
    'userId',
    'DeleteUser',
  ),
  ModifyUser: credential('changed', 'cache-user', 'user of a cache changed', 'userId', 'userId'),
  DeleteUser: credential(
    'deleted',
    'cache-user',
    'user of a cache deleted',
    'userId',
    'userId',
    'CreateUser',
  ),
  ...each(
    'CreateUserGroup ModifyUserGroup DeleteUserGroup',
    config('group of users of a cache', 'userGroupId'),
  ),
  ...each(
    'CreateCacheSecurityGroup DeleteCacheSecurityGroup AuthorizeCacheSecurityGroupIngress RevokeCacheSecurityGroupIngress AuthorizeCacheSecurityGroupEgress RevokeCacheSecurityGroupEgress',
    config('security group of a cache', 'cacheSecurityGroupName'),
  ),
  ...each('ModifyCacheCluster ModifyReplicationGroup', config('cache', 'cacheClusterId replicationGroupId')),
  ModifyCacheParameterGroup: config('parameters of a cache', 'cacheParameterGroupName'),
  ...each(
    'RebootCacheCluster TestFailover',
    config('cache', 'cacheClusterId replicationGroupId', '', 'restarted'),
  ),
  CopySnapshot: written('copy of a snapshot', 'targetSnapshotName'),
};
