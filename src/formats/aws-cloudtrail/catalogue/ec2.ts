import {
  type Catalogue,
  command,
  config,
  created,
  credential,
  daily,
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

const instances = 'instanceId instancesSet.items[0].instanceId response.instancesSet.items[0].instanceId';
const group = 'groupId groupName';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/operation-list.html */
export const ec2: Catalogue = {
  ...each(
    'RunInstances RunScheduledInstances',
    scaled('instances started', 'response.instancesSet.items[0].instanceId', 'TerminateInstances'),
  ),
  ...each(
    'RequestSpotInstances RequestSpotFleet CreateFleet',
    scaled('instances asked for', 'spotFleetRequestConfig.iamFleetRole'),
  ),
  CancelSpotInstanceRequests: scaled('request for instances cancelled', '', 'RequestSpotInstances'),
  StartInstances: scaled('instances started again', instances, 'StopInstances'),
  StopInstances: scaled('instances stopped', instances, 'StartInstances'),
  RebootInstances: config('instance', instances, '', 'restarted'),
  TerminateInstances: scaled('instances terminated', instances, 'RunInstances'),
  ModifyInstanceAttribute: config('attribute of an instance', 'instanceId'),
  ResetInstanceAttribute: config('attribute of an instance', 'instanceId'),
  ModifyInstanceMetadataOptions: config(
    'metadata service of an instance',
    'instanceId ModifyInstanceMetadataOptionsRequest.InstanceId',
  ),
  ...each(
    'ModifyInstanceCapacityReservationAttributes ModifyInstanceCreditSpecification ModifyInstanceEventStartTime ModifyInstanceMaintenanceOptions ModifyInstancePlacement CreateInstanceEventWindow ModifyInstanceEventWindow DeleteInstanceEventWindow AssociateInstanceEventWindow DisassociateInstanceEventWindow RegisterInstanceEventNotificationAttributes DeregisterInstanceEventNotificationAttributes',
    config('setting of an instance', instances),
  ),
  AssociateIamInstanceProfile: granted(
    'role given to an instance',
    'AssociateIamInstanceProfileRequest.InstanceId instanceId',
    'AssociateIamInstanceProfileRequest.IamInstanceProfile.Name iamInstanceProfile.name',
    'AssociateIamInstanceProfileRequest.InstanceId instanceId',
    'DisassociateIamInstanceProfile',
  ),
  ReplaceIamInstanceProfileAssociation: granted('other role given to an instance', 'associationId', '', ''),
  ReplaceIamInstanceProfile: granted('other role given to an instance', 'associationId', '', ''),
  DisassociateIamInstanceProfile: revoked(
    'role taken from an instance',
    'associationId DisassociateIamInstanceProfileRequest.AssociationId',
    '',
    '',
    'AssociateIamInstanceProfile',
  ),
  GetPasswordData: read('password of an instance', 'instanceId'),
  GetConsoleOutput: read('console of an instance', 'instanceId'),
  GetConsoleScreenshot: read('screen of an instance', 'instanceId'),
  GetLaunchTemplateData: read('launch data of an instance', 'instanceId'),
  CreateKeyPair: credential('created', 'ssh-key', 'SSH key pair created', 'keyName', '', 'DeleteKeyPair'),
  ImportKeyPair: credential('created', 'ssh-key', 'SSH key imported', 'keyName', '', 'DeleteKeyPair'),
  DeleteKeyPair: credential(
    'deleted',
    'ssh-key',
    'SSH key pair deleted',
    'keyName keyPairId',
    '',
    'CreateKeyPair ImportKeyPair',
  ),
  EnableSerialConsoleAccess: config('serial console', '', 'DisableSerialConsoleAccess', 'on'),
  DisableSerialConsoleAccess: config('serial console', '', 'EnableSerialConsoleAccess', 'off'),
  ...each(
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress',
    config('security group', group, 'RevokeSecurityGroupIngress RevokeSecurityGroupEgress'),
  ),
  ...each(
    'RevokeSecurityGroupIngress RevokeSecurityGroupEgress',
    config('security group', group, 'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress'),
  ),
  ModifySecurityGroupRules: config('security group', 'ModifySecurityGroupRulesRequest.GroupId groupId'),
  CreateSecurityGroup: config('security group', group, 'DeleteSecurityGroup'),
  DeleteSecurityGroup: config('security group', group, 'CreateSecurityGroup'),
  ...each(
    'CreateNetworkAcl DeleteNetworkAcl CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    config('network ACL', 'networkAclId'),
  ),
  ...each(
    'CreateRoute DeleteRoute ReplaceRoute CreateRouteTable DeleteRouteTable AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation',
    config('route', 'routeTableId associationId vpcId'),
  ),
  ...each(
    'CreateInternetGateway DeleteInternetGateway AttachInternetGateway DetachInternetGateway',
    config('gateway to the internet', 'internetGatewayId'),
  ),
  ...each(
    'CreateCustomerGateway DeleteCustomerGateway',
    config('gateway of a customer', 'customerGatewayId'),
  ),
  ...each(
    'CreateNatGateway DeleteNatGateway',
    config('gateway for outgoing connections', 'natGatewayId subnetId'),
  ),
  ...each(
    'CreateVpc ModifyVpcAttribute DeleteVpc CreateSubnet DeleteSubnet ModifySubnetAttribute',
    config('network', 'vpcId subnetId cidrBlock'),
  ),
  ...each(
    'CreateVpcPeeringConnection AcceptVpcPeeringConnection RejectVpcPeeringConnection DeleteVpcPeeringConnection',
    config('peering of networks', 'vpcPeeringConnectionId vpcId'),
  ),
  ...each(
    'AttachClassicLinkVpc DetachClassicLinkVpc EnableVpcClassicLink DisableVpcClassicLink',
    config('classic link of a network', 'vpcId'),
  ),
  ...each(
    'CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints',
    config('endpoint of a network', 'vpcId vpcEndpointId'),
  ),
  ...each(
    'AllocateAddress AssociateAddress DisassociateAddress ReleaseAddress',
    config('public address', 'allocationId publicIp'),
  ),
  CreateFlowLogs: logStarted('flows logged', 'CreateFlowLogsRequest.ResourceId', 'DeleteFlowLogs'),
  DeleteFlowLogs: logStopped(
    'flows logged no more',
    'DeleteFlowLogsRequest.FlowLogId.content flowLogIdSet.items[0].flowLogId',
    'CreateFlowLogs',
  ),
  ...each(
    'CreateTrafficMirrorFilter DeleteTrafficMirrorFilter CreateTrafficMirrorFilterRule DeleteTrafficMirrorFilterRule ModifyTrafficMirrorFilterNetworkServices ModifyTrafficMirrorFilterRule CreateTrafficMirrorSession DeleteTrafficMirrorSession ModifyTrafficMirrorSession CreateTrafficMirrorTarget DeleteTrafficMirrorTarget',
    config(
      'copy of network traffic',
      'CreateTrafficMirrorSessionRequest.NetworkInterfaceId trafficMirrorSessionId trafficMirrorTargetId trafficMirrorFilterId',
    ),
  ),
  CreateSnapshot: written('snapshot', 'response.snapshotId volumeId', 'DeleteSnapshot'),
  CreateSnapshots: written('snapshot', 'instanceSpecification.instanceId'),
  CopySnapshot: written('copy of a snapshot', 'sourceSnapshotId'),
  DeleteSnapshot: removed('snapshot deleted', 'snapshotId', 'CreateSnapshot'),
  ModifySnapshotAttribute: granted(
    'access to a snapshot changed',
    'snapshotId',
    '',
    'createVolumePermission.add.items[0].userId createVolumePermission.add.items[0].group',
  ),
  ResetSnapshotAttribute: revoked('access to a snapshot reset', 'snapshotId'),
  ModifyImageAttribute: granted(
    'access to an image changed',
    'imageId',
    '',
    'launchPermission.add.items[0].userId launchPermission.add.items[0].group',
  ),
  ResetImageAttribute: revoked('access to an image reset', 'imageId'),
  ...each(
    'CreateImage CopyImage ImportImage ImportInstance CreateStoreImageTask CreateRestoreImageTask CopyFpgaImage CreateFpgaImage RegisterImage',
    created('image made', 'name imageId sourceImageId instanceId', 'DeregisterImage'),
  ),
  DeregisterImage: removed('image deleted', 'imageId', 'CreateImage CopyImage RegisterImage'),
  ...each('ExportImage CreateInstanceExportTask', written('export of an image', 'imageId instanceId')),
  ...each('CreateVolume AttachVolume DetachVolume ModifyVolume', config('volume', 'volumeId snapshotId')),
  DeleteVolume: removed('volume deleted', 'volumeId', 'CreateVolume'),
  DisableEbsEncryptionByDefault: config('encryption of volumes', '', 'EnableEbsEncryptionByDefault', 'off'),
  EnableEbsEncryptionByDefault: config('encryption of volumes', '', 'DisableEbsEncryptionByDefault', 'on'),
  ...each(
    'CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate',
    config(
      'launch template',
      'CreateLaunchTemplateRequest.LaunchTemplateName launchTemplateName launchTemplateId',
    ),
  ),
  ...each(
    'EnableSnapshotBlockPublicAccess DisableSnapshotBlockPublicAccess EnableImageBlockPublicAccess DisableImageBlockPublicAccess',
    config('public access to snapshots and images', ''),
  ),
  ...each('CreateTags DeleteTags', daily('tags changed')),
  ...each(
    'CreateNetworkInterface DeleteNetworkInterface AttachNetworkInterface DetachNetworkInterface',
    daily('network interface changed'),
  ),
  SharedSnapshotCopyInitiated: written('copy of a shared snapshot by another account', 'service.snapshotId'),
  SharedSnapshotVolumeCreated: written(
    'volume from a shared snapshot by another account',
    'service.snapshotId',
  ),
};

export const ec2InstanceConnect: Catalogue = {
  SendSSHPublicKey: credential(
    'created',
    'ssh-key',
    'SSH key put on an instance',
    'instanceId',
    'instanceOSUser',
  ),
  SendSerialConsoleSSHPublicKey: credential(
    'created',
    'ssh-key',
    'SSH key put on a serial console',
    'instanceId',
  ),
  OpenTunnel: command('tunnel to an instance opened', 'remoteHost'),
};

export const lightsail: Catalogue = {
  DownloadDefaultKeyPair: read('SSH key', ''),
  GetInstanceAccessDetails: read('access to an instance', 'instanceName'),
  ...each(
    'CreateKeyPair ImportKeyPair',
    credential('created', 'ssh-key', 'SSH key pair created', 'keyPairName'),
  ),
  DeleteKeyPair: credential('deleted', 'ssh-key', 'SSH key pair deleted', 'keyPairName'),
  ...each(
    'CreateInstances DeleteInstance StartInstance StopInstance',
    scaled('instances changed', 'instanceNames instanceName'),
  ),
  ...each(
    'OpenInstancePublicPorts CloseInstancePublicPorts PutInstancePublicPorts',
    config('open ports of an instance', 'instanceName'),
  ),
};

export const systemsManager: Catalogue = {
  SendCommand: command('command sent to machines', 'instanceIds targets[0].values documentName'),
  StartSession: command('session on a machine begun', 'target', 'TerminateSession'),
  ResumeSession: command('session on a machine taken up again', 'sessionId'),
  TerminateSession: daily('session on a machine ended'),
  StartAutomationExecution: command('automation run', 'documentName'),
  ...each(
    'CreateAssociation UpdateAssociation DeleteAssociation',
    config('association of a document', 'name associationId'),
  ),
  ...each(
    'CreateDocument UpdateDocument DeleteDocument UpdateDocumentDefaultVersion',
    config('document of commands', 'name'),
  ),
  ModifyDocumentPermission: granted('document shared', 'name', '', 'accountIdsToAdd'),
  RegisterManagedInstance: created('machine registered', 'instanceId'),
  DeregisterManagedInstance: removed('machine deregistered', 'instanceId'),
  CreateActivation: credential(
    'created',
    'activation',
    'activation of machines created',
    'response.activationId',
  ),
  ...each(
    'UpdateInstanceInformation PutInventory PutComplianceItems UpdateInstanceAssociationStatus PutConfigurePackageResult RegisterTaskWithMaintenanceWindow',
    daily('machine reports'),
  ),
};
