import {
  type Catalogue,
  command,
  config,
  created,
  credential,
  daily,
  deployed,
  each,
  granted,
  logStarted,
  logStopped,
  read,
  removed,
  revoked,
  scaled,
  session,
  written,
} from './entry.ts';

const fn = 'functionName';

/** https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html; names without their date of version. */
export const lambda: Catalogue = {
  CreateFunction: created('Lambda function created', fn, 'DeleteFunction'),
  DeleteFunction: removed('Lambda function deleted', fn, 'CreateFunction'),
  UpdateFunctionCode: deployed('code of a Lambda function changed', fn, 'imageUri s3Key response.version'),
  UpdateAlias: deployed('alias of a Lambda function moved', fn, 'functionVersion'),
  UpdateFunctionConfiguration: config('configuration of a Lambda function', fn),
  ...each('CreateAlias DeleteAlias', config('alias of a Lambda function', fn)),
  ...each('PublishVersion', config('version of a Lambda function', fn)),
  ...each('PublishLayerVersion DeleteLayerVersion', config('layer of Lambda functions', 'layerName')),
  AddPermission: granted('call of a Lambda function allowed', fn, 'action', 'principal', 'RemovePermission'),
  RemovePermission: revoked(
    'call of a Lambda function allowed no more',
    fn,
    '',
    'statementId',
    'AddPermission',
  ),
  AddLayerVersionPermission: granted(
    'use of a layer allowed',
    'layerName',
    'action',
    'principal',
    'RemoveLayerVersionPermission',
  ),
  RemoveLayerVersionPermission: revoked(
    'use of a layer allowed no more',
    'layerName',
    '',
    'statementId',
    'AddLayerVersionPermission',
  ),
  ...each(
    'CreateFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig',
    config('public address of a Lambda function', fn),
  ),
  ...each(
    'CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping',
    config('events for a Lambda function', `${fn} uUID`),
  ),
  ...each(
    'PutFunctionConcurrency DeleteFunctionConcurrency PutProvisionedConcurrencyConfig DeleteProvisionedConcurrencyConfig',
    scaled('concurrency of a Lambda function changed', fn),
  ),
  GetFunction: read('code of a function', fn),
  ...each('Invoke InvokeAsync InvokeFunction', daily('function called')),
};

/** An update of a service that changes its tasks is a deployment: see details.ts. */
export const ecs: Catalogue = {
  CreateCluster: created('cluster created', 'clusterName', 'DeleteCluster'),
  DeleteCluster: removed('cluster deleted', 'cluster', 'CreateCluster'),
  ...each('CreateService UpdateService', config('ECS service', 'service serviceName')),
  DeleteService: removed('ECS service deleted', 'service'),
  RegisterTaskDefinition: config('definition of a task', 'family'),
  DeregisterTaskDefinition: config('definition of a task', 'taskDefinition'),
  ...each('RunTask StartTask', scaled('task started', 'taskDefinition', 'StopTask')),
  StopTask: scaled('task stopped', 'task', 'RunTask StartTask'),
  ExecuteCommand: command('command run in a container', 'task'),
  ...each(
    'SubmitTaskStateChange SubmitContainerStateChange RegisterContainerInstance DiscoverPollEndpoint UpdateContainerAgent',
    daily('agent reports'),
  ),
  ...each(
    'PutAccountSetting PutAccountSettingDefault PutClusterCapacityProviders',
    config('setting of containers', 'name cluster'),
  ),
};

export const ecr: Catalogue = {
  ...each('CreateRepository', created('repository of images created', 'repositoryName', 'DeleteRepository')),
  DeleteRepository: removed('repository of images deleted', 'repositoryName', 'CreateRepository'),
  ...each(
    'SetRepositoryPolicy DeleteRepositoryPolicy PutRegistryPolicy DeleteRegistryPolicy',
    config('policy of images', 'repositoryName'),
  ),
  PutImage: written('image', 'imageTag repositoryName'),
  BatchDeleteImage: removed('images deleted', 'repositoryName'),
  ...each(
    'PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy PutReplicationConfiguration PutRegistryScanningConfiguration',
    config('setting of images', 'repositoryName'),
  ),
  GetAuthorizationToken: session('token for images given', ''),
  ...each(
    'BatchGetImage GetDownloadUrlForLayer BatchCheckLayerAvailability InitiateLayerUpload UploadLayerPart CompleteLayerUpload',
    daily('image moved'),
  ),
};

export const eks: Catalogue = {
  CreateCluster: created('cluster created', 'name', 'DeleteCluster'),
  DeleteCluster: removed('cluster deleted', 'name', 'CreateCluster'),
  ...each(
    'UpdateClusterConfig UpdateClusterVersion AssociateEncryptionConfig',
    config('cluster', 'name clusterName'),
  ),
  ...each(
    'CreateNodegroup UpdateNodegroupConfig UpdateNodegroupVersion DeleteNodegroup',
    scaled('nodes of a cluster changed', 'nodegroupName clusterName'),
  ),
  ...each(
    'CreateAccessEntry AssociateAccessPolicy',
    granted(
      'access to a cluster',
      'clusterName name',
      'policyArn',
      'principalArn',
      'DeleteAccessEntry DisassociateAccessPolicy',
    ),
  ),
  UpdateAccessEntry: granted('access to a cluster changed', 'clusterName name', '', 'principalArn'),
  ...each(
    'DeleteAccessEntry DisassociateAccessPolicy',
    revoked(
      'access to a cluster',
      'clusterName name',
      'policyArn',
      'principalArn',
      'CreateAccessEntry AssociateAccessPolicy',
    ),
  ),
  AccessKubernetesApi: daily('cluster asked'),
};

export const autoScaling: Catalogue = {
  ...each(
    'UpdateAutoScalingGroup SetDesiredCapacity CreateAutoScalingGroup DeleteAutoScalingGroup ExecutePolicy TerminateInstanceInAutoScalingGroup AttachInstances DetachInstances RegisterScalableTarget PutScalingPolicy DeleteScalingPolicy',
    scaled('group of instances changed', 'autoScalingGroupName resourceId'),
  ),
  ...each(
    'CreateLaunchConfiguration DeleteLaunchConfiguration',
    config('launch configuration', 'launchConfigurationName'),
  ),
  ...each(
    'SuspendProcesses ResumeProcesses',
    config('processes of a group of instances', 'autoScalingGroupName'),
  ),
  StartInstanceRefresh: deployed(
    'instances of a group replaced',
    'autoScalingGroupName',
    'desiredConfiguration.launchTemplate.version',
  ),
};

export const delivery: Catalogue = {
  CreateDeployment: deployed('deployment by CodeDeploy', 'applicationName', 'deploymentGroupName'),
  StopDeployment: deployed('deployment by CodeDeploy stopped', 'deploymentId', '', 'CreateDeployment'),
  ...each(
    'CreateDeploymentGroup UpdateDeploymentGroup DeleteDeploymentGroup CreateDeploymentConfig',
    config('group of deployments', 'deploymentGroupName'),
  ),
  ...each(
    'StartPipelineExecution RetryStageExecution',
    deployed('pipeline started', 'name pipelineName', 'sourceRevisions'),
  ),
  ...each(
    'CreatePipeline UpdatePipeline DeletePipeline DisableStageTransition EnableStageTransition',
    config('pipeline', 'pipeline.name name pipelineName'),
  ),
  StopPipelineExecution: config('pipeline', 'pipelineName', 'StartPipelineExecution', 'stopped'),
  ...each('StartBuild StopBuild RetryBuild', daily('build')),
  ...each(
    'CreateProject UpdateProject DeleteProject UpdateProjectVisibility',
    config('build project', 'name projectArn'),
  ),
};

export const elasticBeanstalk: Catalogue = {
  UpdateEnvironment: deployed('deployment of an environment', 'environmentName', 'versionLabel'),
  CreateEnvironment: created('environment created', 'environmentName', 'TerminateEnvironment'),
  TerminateEnvironment: removed('environment ended', 'environmentName environmentId', 'CreateEnvironment'),
  ...each(
    'SwapEnvironmentCNAMEs',
    deployed('environments swapped', 'sourceEnvironmentName', 'destinationEnvironmentName'),
  ),
  ...each('RebuildEnvironment RestartAppServer', config('environment', 'environmentName', '', 'restarted')),
};

export const cloudformation: Catalogue = {
  ...each(
    'CreateStack CreateStackSet CreateStackInstances',
    created('stack created', 'stackName stackSetName', 'DeleteStack'),
  ),
  ...each(
    'UpdateStack ExecuteChangeSet UpdateStackSet UpdateStackInstances',
    deployed('stack changed', 'stackName stackSetName', 'templateURL changeSetName'),
  ),
  ...each(
    'RollbackStack CancelUpdateStack ContinueUpdateRollback',
    deployed('stack rolled back', 'stackName', '', 'UpdateStack ExecuteChangeSet'),
  ),
  ...each(
    'DeleteStack DeleteStackSet DeleteStackInstances',
    removed('stack deleted', 'stackName stackSetName', 'CreateStack'),
  ),
  ...each('CreateChangeSet DeleteChangeSet', daily('changes of a stack prepared')),
  ...each('SetStackPolicy UpdateTerminationProtection', config('protection of a stack', 'stackName')),
};

export const appConfig: Catalogue = {
  StartDeployment: config('configuration', 'applicationId'),
  StopDeployment: config('configuration', 'applicationId', 'StartDeployment', 'stopped'),
  ...each(
    'CreateHostedConfigurationVersion UpdateConfigurationProfile CreateConfigurationProfile DeleteConfigurationProfile',
    config('profile of configuration', 'applicationId name'),
  ),
  ...each(
    'GetLatestConfiguration StartConfigurationSession GetConfiguration',
    daily('configuration fetched'),
  ),
};

export const stepFunctions: Catalogue = {
  ...each(
    'CreateStateMachine UpdateStateMachine DeleteStateMachine',
    config('state machine', 'name stateMachineArn'),
  ),
  ...each(
    'StartExecution StopExecution SendTaskSuccess SendTaskFailure SendTaskHeartbeat',
    daily('execution of a state machine'),
  ),
};

export const glue: Catalogue = {
  ...each(
    'CreateDevEndpoint UpdateDevEndpoint DeleteDevEndpoint',
    config('development endpoint', 'endpointName'),
  ),
  ...each('CreateJob UpdateJob DeleteJob', config('job over data', 'name jobName')),
  StartJobRun: daily('job over data run'),
  ...each(
    'PutResourcePolicy DeleteResourcePolicy PutDataCatalogEncryptionSettings',
    config('policy of the catalogue of data', ''),
  ),
};

export const dataPipeline: Catalogue = {
  ...each(
    'CreatePipeline PutPipelineDefinition DeletePipeline ActivatePipeline',
    config('pipeline of data', 'name pipelineId'),
  ),
};

export const sagemaker: Catalogue = {
  ...each('CreateNotebookInstance', created('notebook created', 'notebookInstanceName')),
  ...each(
    'UpdateNotebookInstance CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig DeleteNotebookInstanceLifecycleConfig',
    config('notebook', 'notebookInstanceName notebookInstanceLifecycleConfigName'),
  ),
  ...each(
    'StartNotebookInstance StopNotebookInstance',
    scaled('notebook started or stopped', 'notebookInstanceName'),
  ),
  ...each(
    'CreatePresignedNotebookInstanceUrl CreatePresignedDomainUrl',
    session('access to a notebook given', 'notebookInstanceName userProfileName'),
  ),
  ...each(
    'CreateTrainingJob CreateProcessingJob CreateAutoMLJob',
    created('job of learning begun', 'trainingJobName processingJobName autoMLJobName'),
  ),
};

const model = 'modelId guardrailIdentifier agentId knowledgeBaseId name';

export const bedrock: Catalogue = {
  ...each(
    'InvokeModel InvokeModelWithResponseStream Converse ConverseStream InvokeAgent InvokeAgentRuntime InvokeInlineAgent',
    command('model called', model),
  ),
  ...each(
    'PutFoundationModelEntitlement PutUseCaseForModelAccess CreateFoundationModelAgreement DeleteFoundationModelAgreement',
    granted('access to models asked for', model),
  ),
  PutModelInvocationLoggingConfiguration: logStarted(
    'models logged',
    '',
    'DeleteModelInvocationLoggingConfiguration',
  ),
  ...each(
    'CreateGuardrail UpdateGuardrail DeleteGuardrail CreateGuardrailVersion PutEnforcedGuardrailConfiguration DeleteEnforcedGuardrailConfiguration UpdateAutomatedReasoningPolicy UpdateAutomatedReasoningPolicyAnnotations DeleteAutomatedReasoningPolicy',
    config('guard of models', model),
  ),
  ...each(
    'CreateAgent UpdateAgent DeleteAgent CreateAgentAlias UpdateAgentAlias CreateAgentActionGroup UpdateAgentActionGroup AssociateAgentCollaborator UpdateAgentCollaborator AssociateAgentKnowledgeBase UpdateAgentKnowledgeBase PrepareAgent',
    config('agent', model),
  ),
  ...each(
    'CreateKnowledgeBase UpdateKnowledgeBase DeleteKnowledgeBase CreateDataSource UpdateDataSource DeleteDataSource StartIngestionJob IngestKnowledgeBaseDocuments DeleteKnowledgeBaseDocuments',
    config('knowledge of models', model),
  ),
  ...each(
    'CreateModelImportJob CreateCustomModelDeployment CreateProvisionedModelThroughput UpdateProvisionedModelThroughput DeleteProvisionedModelThroughput DeleteCustomModel DeleteImportedModel DeleteModelCustomizationJob CreateMarketplaceModelEndpoint DeleteMarketplaceModelEndpoint RegisterMarketplaceModelEndpoint',
    config('model', `${model} provisionedModelId jobName`),
  ),
  DeleteModelInvocationLoggingConfiguration: logStopped(
    'models logged no more',
    '',
    'PutModelInvocationLoggingConfiguration',
  ),
  CreateApiKey: credential('created', 'api-key', 'key of models created', 'name'),
  ListFoundationModelAgreementOffers: daily('offers of models looked at'),
};

export const emr: Catalogue = {
  ...each('RunJobFlow TerminateJobFlows', scaled('cluster for data changed', 'name jobFlowIds')),
  AddJobFlowSteps: command('step run on a cluster', 'jobFlowId'),
  ...each('PutBlockPublicAccessConfiguration', config('block of public access of clusters', '')),
};

export const serviceQuotas: Catalogue = {
  ...each('RequestServiceQuotaIncrease', config('quota of a service', 'quotaCode')),
};
