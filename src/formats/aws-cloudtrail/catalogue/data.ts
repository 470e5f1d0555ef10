import {
  type Catalogue,
  config,
  created,
  credential,
  daily,
  deleted,
  each,
  granted,
  logStarted,
  logStopped,
  read,
  removed,
  revoked,
  scaled,
  written,
} from './entry.ts';

const bucket = 'bucketName';
const object = 'key bucketName';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
export const s3: Catalogue = {
  CreateBucket: created('bucket created', bucket, 'DeleteBucket'),
  DeleteBucket: removed('bucket deleted', bucket, 'CreateBucket'),
  ...each('PutBucketPolicy DeleteBucketPolicy', config('policy of a bucket', bucket)),
  ...each('PutBucketAcl', config('access list of a bucket', bucket)),
  ...each(
    'PutBucketPublicAccessBlock PutPublicAccessBlock PutAccountPublicAccessBlock DeleteBucketPublicAccessBlock DeletePublicAccessBlock DeleteAccountPublicAccessBlock',
    config('block of public access', bucket),
  ),
  ...each('PutBucketCors DeleteBucketCors', config('origins that may ask a bucket', bucket)),
  ...each('PutBucketEncryption DeleteBucketEncryption', config('encryption of a bucket', bucket)),
  ...each(
    'PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle',
    config('lifecycle of a bucket', bucket),
  ),
  ...each('PutBucketReplication DeleteBucketReplication', config('replication of a bucket', bucket)),
  ...each('PutBucketVersioning', config('versions of a bucket', bucket)),
  ...each('PutBucketWebsite DeleteBucketWebsite', config('website of a bucket', bucket)),
  ...each(
    'PutBucketNotification PutBucketNotificationConfiguration',
    config('notifications of a bucket', bucket),
  ),
  ...each(
    'PutBucketOwnershipControls PutBucketTagging DeleteBucketTagging PutBucketInventoryConfiguration PutBucketRequestPayment PutAccelerateConfiguration',
    config('setting of a bucket', bucket),
  ),
  ...each('PutBucketObjectLockConfiguration PutObjectLockConfiguration', config('lock of objects', bucket)),
  PutBucketLogging: config('logging of a bucket', bucket),
  ...each(
    'CreateAccessPoint DeleteAccessPoint PutAccessPointPolicy DeleteAccessPointPolicy',
    config('access point of a bucket', 'name bucket'),
  ),
  ...each('GetObject GetObjectTorrent SelectObjectContent', read('object', object)),
  ...each(
    'HeadObject HeadBucket GetObjectAcl GetObjectTagging GetObjectAttributes GetObjectRetention GetObjectLegalHold GetObjectVersion GetObjectVersionAcl',
    daily('object looked at'),
  ),
  ...each(
    'PutObject CopyObject CompleteMultipartUpload RestoreObject PostObject UploadPart UploadPartCopy CreateMultipartUpload AbortMultipartUpload',
    written('object', object),
  ),
  ...each('PutObjectAcl PutObjectVersionAcl', granted('access list of an object', object)),
  ...each(
    'PutObjectTagging DeleteObjectTagging PutObjectRetention PutObjectLegalHold',
    written('setting of an object', object),
  ),
  ...each('DeleteObject DeleteObjects DeleteObjectVersion', deleted('object', object)),
};

export const glacier: Catalogue = {
  ...each(
    'SetVaultAccessPolicy DeleteVaultAccessPolicy InitiateVaultLock AbortVaultLock',
    config('policy of an archive', 'vaultName'),
  ),
  ...each('DeleteArchive DeleteVault', deleted('archive', 'vaultName')),
};

const instance = 'dBInstanceIdentifier dBClusterIdentifier';
const snapshot = 'dBSnapshotIdentifier dBClusterSnapshotIdentifier';

export const rds: Catalogue = {
  ModifyDBInstance: config('database instance', 'dBInstanceIdentifier'),
  ModifyDBCluster: config('database cluster', 'dBClusterIdentifier'),
  ...each(
    'ModifyDBParameterGroup ModifyDBClusterParameterGroup ResetDBParameterGroup',
    config('database parameters', 'dBParameterGroupName dBClusterParameterGroupName'),
  ),
  ...each(
    'ModifyOptionGroup ModifyDBSubnetGroup ModifyEventSubscription DeleteEventSubscription',
    config('setting of databases', 'optionGroupName dBSubnetGroupName subscriptionName'),
  ),
  ...each(
    'CreateDBInstance CreateDBCluster CreateDBInstanceReadReplica CreateGlobalCluster',
    created('database created', instance, 'DeleteDBInstance DeleteDBCluster'),
  ),
  ...each(
    'DeleteDBInstance DeleteDBCluster DeleteGlobalCluster',
    removed('database deleted', instance, 'CreateDBInstance CreateDBCluster'),
  ),
  ...each(
    'RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime RestoreDBInstanceFromS3',
    created('database restored', instance),
  ),
  ...each(
    'CreateDBSnapshot CreateDBClusterSnapshot CopyDBSnapshot CopyDBClusterSnapshot',
    written(
      'snapshot of a database',
      `${snapshot} targetDBSnapshotIdentifier targetDBClusterSnapshotIdentifier`,
    ),
  ),
  ...each(
    'DeleteDBSnapshot DeleteDBClusterSnapshot DeleteDBInstanceAutomatedBackup DeleteDBClusterAutomatedBackup',
    deleted('snapshot of a database', `${snapshot} dbiResourceId dbClusterResourceId`),
  ),
  ...each(
    'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute',
    granted('access to a snapshot of a database changed', snapshot, '', 'valuesToAdd'),
  ),
  StartExportTask: written('export of a snapshot of a database', 'exportTaskIdentifier sourceArn'),
  ...each(
    'StartActivityStream',
    logStarted('activity of a database recorded', 'resourceArn', 'StopActivityStream'),
  ),
  StopActivityStream: logStopped(
    'activity of a database recorded no more',
    'resourceArn',
    'StartActivityStream',
  ),
  ...each(
    'StartDBInstance StartDBCluster',
    scaled('database started', instance, 'StopDBInstance StopDBCluster'),
  ),
  ...each(
    'StopDBInstance StopDBCluster',
    scaled('database stopped', instance, 'StartDBInstance StartDBCluster'),
  ),
  ...each(
    'RebootDBInstance RebootDBCluster RebootDBShardGroup FailoverDBCluster FailoverGlobalCluster SwitchoverGlobalCluster',
    config('database', `${instance} globalClusterIdentifier`, '', 'restarted'),
  ),
  ...each(
    'AddRoleToDBCluster AddRoleToDBInstance',
    granted('role given to a database', instance, 'roleArn', instance),
  ),
  ...each(
    'RemoveRoleFromDBCluster RemoveRoleFromDBInstance',
    revoked('role taken from a database', instance, 'roleArn', instance),
  ),
  ...each(
    'CreateDBSecurityGroup DeleteDBSecurityGroup AuthorizeDBSecurityGroupIngress RevokeDBSecurityGroupIngress',
    config('security group of databases', 'dBSecurityGroupName'),
  ),
  ...each(
    'DownloadDBLogFilePortion DownloadCompleteDBLogFile',
    read('log of a database', 'dBInstanceIdentifier'),
  ),
};

export const redshift: Catalogue = {
  GetClusterCredentials: credential(
    'created',
    'database-password',
    'password of a data warehouse given',
    'clusterIdentifier',
    'dbUser',
  ),
  GetClusterCredentialsWithIAM: credential(
    'created',
    'database-password',
    'password of a data warehouse given',
    'clusterIdentifier',
  ),
  ...each('CreateCluster RestoreFromClusterSnapshot', created('data warehouse created', 'clusterIdentifier')),
  DeleteCluster: removed('data warehouse deleted', 'clusterIdentifier'),
  ...each(
    'ModifyCluster ModifyClusterParameterGroup ModifyClusterIamRoles',
    config('data warehouse', 'clusterIdentifier parameterGroupName'),
  ),
  AuthorizeSnapshotAccess: granted(
    'access to a snapshot of a data warehouse',
    'snapshotIdentifier',
    '',
    'accountWithRestoreAccess',
  ),
  RevokeSnapshotAccess: revoked(
    'access to a snapshot of a data warehouse',
    'snapshotIdentifier',
    '',
    'accountWithRestoreAccess',
  ),
  EnableLogging: logStarted('data warehouse logs', 'clusterIdentifier', 'DisableLogging'),
  DisableLogging: logStopped('data warehouse logs no more', 'clusterIdentifier', 'EnableLogging'),
};

const table = 'tableName';

export const dynamodb: Catalogue = {
  ...each(
    'GetItem BatchGetItem Query Scan ExecuteStatement BatchExecuteStatement ExecuteTransaction TransactGetItems GetRecords',
    read('items of a table', `${table} resource`),
  ),
  ...each(
    'PutItem UpdateItem BatchWriteItem TransactWriteItems',
    written('items of a table', `${table} resource`),
  ),
  DeleteItem: deleted('items of a table', table),
  ExportTableToPointInTime: written('export of a table', 'tableArn'),
  ...each('CreateTable RestoreTableFromBackup', created('table created', table, 'DeleteTable')),
  DeleteTable: removed('table deleted', table, 'CreateTable'),
  ...each('UpdateTable UpdateTimeToLive UpdateContinuousBackups', config('table', table)),
  DeleteBackup: deleted('backup of a table', 'backupArn'),
  CreateBackup: written('backup of a table', table),
};

export const elasticFileSystem: Catalogue = {
  DeleteFileSystem: removed('file system deleted', 'fileSystemId'),
  DeleteMountTarget: removed('mount of a file system deleted', 'mountTargetId'),
  ...each(
    'UpdateFileSystem PutFileSystemPolicy DeleteFileSystemPolicy PutLifecycleConfiguration',
    config('file system', 'fileSystemId'),
  ),
};

export const athena: Catalogue = {
  StartQueryExecution: read('tables by a query', 'queryExecutionContext.database workGroup'),
  ...each('UpdateWorkGroup CreateWorkGroup DeleteWorkGroup', config('group of queries', 'name workGroup')),
};

export const elasticsearch: Catalogue = {
  ...each('CreateElasticsearchDomain CreateDomain', created('search domain created', 'domainName')),
  ...each('DeleteElasticsearchDomain DeleteDomain', removed('search domain deleted', 'domainName')),
  ...each('UpdateElasticsearchDomainConfig UpdateDomainConfig', config('search domain', 'domainName')),
};

export const messaging: Catalogue = {
  ...each('CreateTopic DeleteTopic SetTopicAttributes', config('topic', 'name topicArn')),
  ...each(
    'Subscribe Unsubscribe ConfirmSubscription SetSubscriptionAttributes',
    config('subscription of a topic', 'topicArn subscriptionArn'),
  ),
  ...each('CreateQueue DeleteQueue SetQueueAttributes PurgeQueue', config('queue', 'queueName queueUrl')),
  ...each(
    'AddPermission',
    granted(
      'access to a topic or queue',
      'topicArn queueUrl',
      '',
      'aWSAccountIds aWSAccountId',
      'RemovePermission',
    ),
  ),
  ...each(
    'RemovePermission',
    revoked('access to a topic or queue', 'topicArn queueUrl', '', '', 'AddPermission'),
  ),
  ...each(
    'Publish PublishBatch SendMessage SendMessageBatch ReceiveMessage DeleteMessage ChangeMessageVisibility',
    daily('message'),
  ),
  SetSMSAttributes: config('settings of text messages', ''),
};

export const mail: Catalogue = {
  ...each(
    'DeleteIdentity DeleteEmailIdentity VerifyEmailIdentity VerifyDomainIdentity CreateEmailIdentity',
    config('sender of mail', 'identity emailIdentity emailAddress domain'),
  ),
  ...each(
    'UpdateAccountSendingEnabled PutAccountSendingAttributes PutAccountDetails',
    config('sending of mail', ''),
  ),
  ...each('CheckSendQuota CheckSendingEnabled CheckVerifications', daily('sending of mail looked at')),
  ...each('SendEmail SendRawEmail SendTemplatedEmail SendBulkEmail', daily('mail sent')),
};
