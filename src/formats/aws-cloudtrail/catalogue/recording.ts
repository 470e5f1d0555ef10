import { type Catalogue, config, daily, deleted, each, logStarted, logStopped, removed } from './entry.ts';

const trail = 'name trailName eventDataStore';

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
export const cloudtrail: Catalogue = {
  CreateTrail: logStarted('trail created', trail, 'DeleteTrail'),
  StartLogging: logStarted('trail records again', trail, 'StopLogging'),
  StopLogging: logStopped('trail records no more', trail, 'StartLogging'),
  DeleteTrail: logStopped('trail deleted', trail, 'CreateTrail'),
  UpdateTrail: config('trail', trail),
  PutEventSelectors: config('what a trail records', trail),
  PutInsightSelectors: config('what a trail looks for', trail),
  PutEventConfiguration: config('what a trail adds to events', trail),
  ...each(
    'CreateEventDataStore StartEventDataStoreIngestion RestoreEventDataStore',
    logStarted('event data store records', trail),
  ),
  ...each(
    'DeleteEventDataStore StopEventDataStoreIngestion',
    logStopped('event data store records no more', trail),
  ),
  UpdateEventDataStore: config('event data store', trail),
  ...each('PutResourcePolicy DeleteResourcePolicy', config('policy of a trail', 'resourceArn')),
  ...each(
    'RegisterOrganizationDelegatedAdmin DeregisterOrganizationDelegatedAdmin',
    config('administration of trails', 'memberAccountId delegatedAdminAccountId'),
  ),
  ...each('StartQuery StartImport StopImport CancelQuery', daily('query of a trail')),
};

export const logs: Catalogue = {
  DeleteLogGroup: logStopped('log group deleted', 'logGroupName'),
  DeleteLogStream: logStopped('log stream deleted', 'logStreamName logGroupName'),
  DeleteDestination: logStopped('destination of logs deleted', 'destinationName'),
  DeleteSubscriptionFilter: logStopped(
    'forwarding of a log group ended',
    'logGroupName',
    'PutSubscriptionFilter',
  ),
  PutSubscriptionFilter: logStarted('log group forwarded', 'logGroupName', 'DeleteSubscriptionFilter'),
  ...each('PutRetentionPolicy DeleteRetentionPolicy', config('retention of a log group', 'logGroupName')),
  ...each('PutMetricFilter DeleteMetricFilter', config('measurement of a log group', 'logGroupName')),
  ...each(
    'PutResourcePolicy DeleteResourcePolicy PutDestinationPolicy',
    config('policy of logs', 'policyName destinationName'),
  ),
  ...each('AssociateKmsKey DisassociateKmsKey', config('key of a log group', 'logGroupName')),
  CreateLogGroup: daily('log group created'),
  CreateLogStream: daily('log stream created'),
  PutLogEvents: daily('lines logged'),
  ...each(
    'StartQuery StopQuery FilterLogEvents StartLiveTail GetQueryResults TestMetricFilter',
    daily('logs looked into'),
  ),
  CreateExportTask: config('export of a log group', 'logGroupName'),
};

export const configService: Catalogue = {
  PutConfigurationRecorder: config(
    'recorder of configuration',
    'configurationRecorder.name configurationRecorderName',
  ),
  StartConfigurationRecorder: logStarted(
    'recorder of configuration runs',
    'configurationRecorderName',
    'StopConfigurationRecorder',
  ),
  StopConfigurationRecorder: logStopped(
    'recorder of configuration stopped',
    'configurationRecorderName',
    'StartConfigurationRecorder',
  ),
  DeleteConfigurationRecorder: logStopped('recorder of configuration deleted', 'configurationRecorderName'),
  PutDeliveryChannel: logStarted(
    'delivery of configuration set up',
    'deliveryChannel.name',
    'DeleteDeliveryChannel',
  ),
  DeleteDeliveryChannel: logStopped(
    'delivery of configuration ended',
    'deliveryChannelName',
    'PutDeliveryChannel',
  ),
  ...each(
    'DeleteConfigRule DeleteOrganizationConfigRule',
    logStopped('rule for configuration deleted', 'configRuleName organizationConfigRuleName'),
  ),
  PutConfigRule: config('rule for configuration', 'configRule.configRuleName'),
  ...each(
    'DeleteConformancePack DeleteOrganizationConformancePack',
    logStopped('rules for conformance deleted', 'conformancePackName organizationConformancePackName'),
  ),
  DeleteConfigurationAggregator: logStopped('view over accounts deleted', 'configurationAggregatorName'),
  DeleteRemediationConfiguration: config('remedy of a rule', 'configRuleName'),
  ...each(
    'PutRetentionConfiguration DeleteRetentionConfiguration',
    config('retention of configuration', 'retentionConfigurationName'),
  ),
  ...each('PutEvaluations StartConfigRulesEvaluation', daily('evaluation of rules')),
};

const detector = 'detectorId';

export const guardduty: Catalogue = {
  CreateDetector: logStarted('detector created', detector, 'DeleteDetector'),
  DeleteDetector: logStopped('detector deleted', detector, 'CreateDetector'),
  UpdateDetector: config('detector', detector),
  ...each(
    'StopMonitoringMembers DisassociateMembers DeleteMembers',
    logStopped('watching of accounts ended', detector, 'StartMonitoringMembers'),
  ),
  StartMonitoringMembers: logStarted('watching of accounts begun', detector, 'StopMonitoringMembers'),
  ...each(
    'DisassociateFromMasterAccount DisassociateFromAdministratorAccount',
    logStopped('account left its administrator', detector),
  ),
  DisableOrganizationAdminAccount: logStopped('administrator of detectors taken away', 'adminAccountId'),
  DeleteInvitations: config('invitations of a detector', 'accountIds'),
  ...each('CreateFilter UpdateFilter DeleteFilter', config('filter of findings', 'name filterName')),
  ...each('CreateIPSet UpdateIPSet DeleteIPSet', config('list of trusted addresses', 'name ipSetId')),
  ...each(
    'CreateThreatIntelSet UpdateThreatIntelSet DeleteThreatIntelSet',
    config('list of hostile addresses', 'name threatIntelSetId'),
  ),
  ...each(
    'CreatePublishingDestination DeletePublishingDestination UpdatePublishingDestination',
    config('destination of findings', 'destinationId'),
  ),
  ...each('ArchiveFindings UnarchiveFindings UpdateFindingsFeedback', config('state of findings', detector)),
  CreateSampleFindings: daily('examples of findings made'),
};

export const securityhub: Catalogue = {
  EnableSecurityHub: logStarted('security hub switched on', '', 'DisableSecurityHub'),
  DisableSecurityHub: logStopped('security hub switched off', '', 'EnableSecurityHub'),
  ...each(
    'BatchDisableStandards DisableImportFindingsForProduct',
    logStopped('checks switched off', 'standardsSubscriptionArns productSubscriptionArn'),
  ),
  ...each('BatchEnableStandards EnableImportFindingsForProduct', logStarted('checks switched on', '')),
  UpdateStandardsControl: config('control of a standard', 'standardsControlArn'),
  ...each(
    'BatchUpdateFindings UpdateFindings',
    config('state of findings', 'findingIdentifiers[0].id filters'),
  ),
  BatchImportFindings: daily('findings delivered'),
  ...each('CreateInsight UpdateInsight DeleteInsight', config('view over findings', 'name insightArn')),
  ...each(
    'DeleteMembers DisassociateMembers DisassociateFromAdministratorAccount DisassociateFromMasterAccount',
    logStopped('watching of accounts ended', 'accountIds'),
  ),
  DisableOrganizationAdminAccount: logStopped('administrator of the hub taken away', 'adminAccountId'),
};

export const macie: Catalogue = {
  EnableMacie: logStarted('search for sensitive data switched on', '', 'DisableMacie'),
  DisableMacie: logStopped('search for sensitive data switched off', '', 'EnableMacie'),
  UpdateMacieSession: config('search for sensitive data', 'status'),
  ...each(
    'UpdateClassificationJob CreateClassificationJob',
    config('job that looks for sensitive data', 'jobId name'),
  ),
  ...each(
    'CreateFindingsFilter UpdateFindingsFilter DeleteFindingsFilter',
    config('filter of findings', 'name id'),
  ),
  ...each(
    'DeleteMember DisassociateMember DisassociateFromMasterAccount DisassociateFromAdministratorAccount',
    logStopped('watching of accounts ended', 'id'),
  ),
  UpdateMemberSession: config('search for sensitive data in an account', 'id'),
};

export const detective: Catalogue = {
  CreateGraph: logStarted('graph of behaviour created', ''),
  DeleteGraph: logStopped('graph of behaviour deleted', 'graphArn'),
  ...each('CreateMembers DeleteMembers', config('accounts of a graph', 'graphArn')),
};

export const accessAnalyzer: Catalogue = {
  CreateAnalyzer: logStarted('analyser of access created', 'analyzerName', 'DeleteAnalyzer'),
  DeleteAnalyzer: logStopped('analyser of access deleted', 'analyzerName', 'CreateAnalyzer'),
  ...each(
    'CreateArchiveRule UpdateArchiveRule DeleteArchiveRule',
    config('rule that archives findings', 'ruleName'),
  ),
};

export const monitoring: Catalogue = {
  ...each('DeleteAlarms', logStopped('alarms deleted', 'alarmNames')),
  DisableAlarmActions: logStopped('actions of alarms switched off', 'alarmNames', 'EnableAlarmActions'),
  EnableAlarmActions: logStarted('actions of alarms switched on', 'alarmNames', 'DisableAlarmActions'),
  ...each('PutMetricAlarm PutCompositeAlarm', config('alarm', 'alarmName')),
  SetAlarmState: config('state of an alarm', 'alarmName'),
  ...each('PutDashboard DeleteDashboards', config('dashboard', 'dashboardName dashboardNames')),
  ...each('DeleteInsightRules DisableInsightRules', logStopped('rules of insight switched off', 'ruleNames')),
  PutMetricData: daily('measurements delivered'),
  ...each(
    'PutMetricStream DeleteMetricStream StartMetricStreams StopMetricStreams',
    config('stream of measurements', 'name'),
  ),
};

export const events: Catalogue = {
  ...each('PutRule PutTargets RemoveTargets', config('rule for events', 'name rule')),
  DisableRule: config('rule for events', 'name', 'EnableRule', 'off'),
  EnableRule: config('rule for events', 'name', 'DisableRule', 'on'),
  DeleteRule: config('rule for events', 'name', 'PutRule', 'deleted'),
  ...each('PutPermission RemovePermission', config('policy of an event bus', 'eventBusName')),
  ...each('CreateEventBus DeleteEventBus', config('event bus', 'name')),
  PutEvents: daily('events delivered'),
};

export const backup: Catalogue = {
  DeleteRecoveryPoint: deleted('backup', 'recoveryPointArn'),
  DeleteBackupVault: removed('vault of backups deleted', 'backupVaultName'),
  ...each(
    'PutBackupVaultLockConfiguration DeleteBackupVaultLockConfiguration',
    config('lock of a vault of backups', 'backupVaultName'),
  ),
  ...each(
    'PutBackupVaultAccessPolicy DeleteBackupVaultAccessPolicy',
    config('policy of a vault of backups', 'backupVaultName'),
  ),
  ...each(
    'CreateBackupPlan UpdateBackupPlan DeleteBackupPlan CreateBackupSelection DeleteBackupSelection',
    config('plan of backups', 'backupPlanId backupPlanName'),
  ),
  ...each(
    'StartBackupJob StopBackupJob StartCopyJob StartRestoreJob',
    config('backup or restoration', 'backupVaultName recoveryPointArn'),
  ),
};
