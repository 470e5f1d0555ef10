import { type Catalogue, credential, daily, each, granted, revoked, role, session } from './entry.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export const sts: Catalogue = {
  AssumeRole: session('role assumed', 'roleArn'),
  AssumeRoleWithSAML: session('role assumed by SAML', 'roleArn'),
  AssumeRoleWithWebIdentity: session('role assumed by a web identity', 'roleArn'),
  AssumeRoleWithCertificate: session('role assumed by a certificate', 'roleArn'),
  AssumeRoot: session('session as root of a member account', 'targetPrincipal'),
  GetFederationToken: session('federation token given', 'name'),
  GetSessionToken: session('session token given', 'serialNumber'),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export const signin: Catalogue = {
  SwitchRole: session('role switched to in the console', 'additional.SwitchTo'),
  RenewRole: session('role renewed in the console', 'additional.SwitchTo'),
  ExitRole: daily('role left in the console'),
  GetSigninToken: session('sign-in token given', ''),
  CheckMfa: daily('second factor asked for'),
  UserAuthentication: daily('step of a sign-in'),
  CredentialVerification: daily('step of a sign-in'),
  CredentialChallenge: daily('step of a sign-in'),
  PasswordRecoveryRequested: credential(
    'rotation-requested',
    'console-password',
    'recovery of a password asked for',
    'identity.userName identity.arn',
    'identity.userName',
  ),
  PasswordRecoveryCompleted: credential(
    'changed',
    'console-password',
    'password recovered',
    'identity.userName identity.arn',
    'identity.userName',
  ),
  PasswordUpdated: credential(
    'changed',
    'console-password',
    'password changed',
    'identity.userName identity.arn',
    'identity.userName',
  ),
  EmailUpdated: role('address of the root user changed', ''),
  AccountNameUpdated: role('name of the account changed', ''),
  AccountRecoveryRequested: role('recovery of the account asked for', ''),
};

export const sso: Catalogue = {
  ...each(
    'Authenticate Federate ExternalIdPDirectoryLogin',
    session('sign-in by the identity centre', 'additional.role_name'),
  ),
  Logout: daily('sign-out'),
  DisassociateDirectory: role(
    'directory taken from the identity centre',
    'directoryId',
    'AssociateDirectory',
  ),
  AssociateDirectory: role('directory given to the identity centre', 'directoryId', 'DisassociateDirectory'),
  EnableExternalIdPConfigurationForDirectory: role(
    'external identity provider switched on',
    'directoryId',
    'DisableExternalIdPConfigurationForDirectory',
  ),
  DisableExternalIdPConfigurationForDirectory: role(
    'external identity provider switched off',
    'directoryId',
    'EnableExternalIdPConfigurationForDirectory',
  ),
  CreateAccountAssignment: granted(
    'permission set assigned',
    'targetId',
    'permissionSetArn',
    'principalId',
    'DeleteAccountAssignment',
  ),
  DeleteAccountAssignment: revoked(
    'assignment of a permission set deleted',
    'targetId',
    'permissionSetArn',
    'principalId',
    'CreateAccountAssignment',
  ),
  CreatePermissionSet: role('permission set created', 'name', 'DeletePermissionSet'),
  UpdatePermissionSet: role('permission set changed', 'permissionSetArn'),
  DeletePermissionSet: role('permission set deleted', 'permissionSetArn', 'CreatePermissionSet'),
  ...each(
    'AttachManagedPolicyToPermissionSet AttachCustomerManagedPolicyReferenceToPermissionSet PutInlinePolicyToPermissionSet',
    granted('policy added to a permission set', 'permissionSetArn', 'managedPolicyArn', 'permissionSetArn'),
  ),
  ...each(
    'DetachManagedPolicyFromPermissionSet DeleteInlinePolicyFromPermissionSet',
    revoked('policy taken from a permission set', 'permissionSetArn', 'managedPolicyArn', 'permissionSetArn'),
  ),
  ...each('CreateToken CreateTokenWithIAM', session('token of the identity centre given', 'clientId')),
  GetRoleCredentials: session('credentials of a role given', 'roleName'),
  ...each(
    'DisableMFA DisableMfaDeviceForUser DeleteMfaDeviceForUser',
    role('second factor of a user switched off', 'userId'),
  ),
};

export const identityStore: Catalogue = {
  CreateUser: role('user created', 'userName response.userId', 'DeleteUser'),
  DeleteUser: role('user deleted', 'userId', 'CreateUser'),
  UpdateUser: role('user changed', 'userId'),
  CreateGroup: role('group created', 'displayName response.groupId', 'DeleteGroup'),
  DeleteGroup: role('group deleted', 'groupId', 'CreateGroup'),
  CreateGroupMembership: granted('user added to a group', 'memberId.userId', 'groupId', 'memberId.userId'),
  DeleteGroupMembership: revoked('user removed from a group', 'membershipId', '', ''),
};

export const cognitoIdp: Catalogue = {
  ...each(
    'AdminSetUserPassword AdminResetUserPassword ConfirmForgotPassword ForgotPassword ChangePassword',
    credential('changed', 'user-password', 'password of a user changed', 'username userPoolId', 'username'),
  ),
  AdminCreateUser: role('user created', 'username userPoolId', 'AdminDeleteUser'),
  AdminDeleteUser: role('user deleted', 'username userPoolId', 'AdminCreateUser'),
  AdminDisableUser: role('user switched off', 'username userPoolId', 'AdminEnableUser'),
  AdminEnableUser: role('user switched on', 'username userPoolId', 'AdminDisableUser'),
  AdminAddUserToGroup: granted('user added to a group', 'username', 'groupName', 'username'),
  AdminRemoveUserFromGroup: revoked('user removed from a group', 'username', 'groupName', 'username'),
  ...each(
    'CreateIdentityProvider UpdateIdentityProvider DeleteIdentityProvider',
    role('identity provider changed', 'providerName'),
  ),
  ...each(
    'CreateUserPoolClient UpdateUserPoolClient DeleteUserPoolClient',
    role('client of a user pool changed', 'clientId userPoolId'),
  ),
};

export const cognitoIdentity: Catalogue = {
  ...each(
    'GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity',
    session('credentials of an identity pool given', 'identityId'),
  ),
  GetId: daily('identity asked for'),
  ...each(
    'CreateIdentityPool UpdateIdentityPool SetIdentityPoolRoles',
    role('identity pool changed', 'identityPoolId identityPoolName'),
  ),
};

export const rolesAnywhere: Catalogue = {
  CreateTrustAnchor: role('trust anchor created', 'name', 'DeleteTrustAnchor'),
  DeleteTrustAnchor: role('trust anchor deleted', 'trustAnchorId', 'CreateTrustAnchor'),
  EnableTrustAnchor: role('trust anchor switched on', 'trustAnchorId', 'DisableTrustAnchor'),
  DisableTrustAnchor: role('trust anchor switched off', 'trustAnchorId', 'EnableTrustAnchor'),
  UpdateTrustAnchor: role('trust anchor changed', 'trustAnchorId'),
  CreateProfile: granted('profile for roles created', 'name', 'roleArns', 'name', 'DeleteProfile'),
  UpdateProfile: role('profile for roles changed', 'profileId'),
  DeleteProfile: role('profile for roles deleted', 'profileId', 'CreateProfile'),
  CreateSession: session('role assumed by a certificate', 'roleArn'),
};

export const organizations: Catalogue = {
  LeaveOrganization: role('account left its organisation', 'identity.accountId'),
  InviteAccountToOrganization: role('account invited to the organisation', 'target.id'),
  AcceptHandshake: role('invitation accepted', 'handshakeId'),
  RemoveAccountFromOrganization: role('account removed from the organisation', 'accountId'),
  CreateAccount: role('account created', 'accountName'),
  CreateAccountResult: daily('outcome of the creation of an account'),
  CloseAccount: role('account closed', 'accountId'),
  MoveAccount: role('account moved', 'accountId'),
  CreateOrganization: role('organisation created', '', 'DeleteOrganization'),
  DeleteOrganization: role('organisation deleted', '', 'CreateOrganization'),
  CreateOrganizationalUnit: role('organisational unit created', 'name'),
  DeleteOrganizationalUnit: role('organisational unit deleted', 'organizationalUnitId'),
  CreatePolicy: role('policy created', 'name', 'DeletePolicy'),
  UpdatePolicy: role('policy changed', 'policyId'),
  DeletePolicy: role('policy deleted', 'policyId', 'CreatePolicy'),
  AttachPolicy: role('policy attached', 'policyId', 'DetachPolicy'),
  DetachPolicy: role('policy detached', 'policyId', 'AttachPolicy'),
  EnablePolicyType: role('type of policy switched on', 'policyType', 'DisablePolicyType'),
  DisablePolicyType: role('type of policy switched off', 'policyType', 'EnablePolicyType'),
  EnableAWSServiceAccess: granted(
    'service trusted in the organisation',
    'servicePrincipal',
    '',
    'servicePrincipal',
  ),
  DisableAWSServiceAccess: revoked('trust of a service ended', 'servicePrincipal', '', 'servicePrincipal'),
  RegisterDelegatedAdministrator: granted(
    'administration handed to an account',
    'accountId',
    'servicePrincipal',
    'accountId',
  ),
  DeregisterDelegatedAdministrator: revoked(
    'administration taken from an account',
    'accountId',
    'servicePrincipal',
    'accountId',
  ),
  PutResourcePolicy: role('policy of the organisation put', ''),
};

export const account: Catalogue = {
  ...each(
    'PutAlternateContact DeleteAlternateContact PutContactInformation',
    role('contact of the account changed', 'alternateContactType'),
  ),
  EnableRegion: role('region switched on', 'regionName', 'DisableRegion'),
  DisableRegion: role('region switched off', 'regionName', 'EnableRegion'),
};

export const directoryService: Catalogue = {
  ...each('CreateDirectory CreateMicrosoftAD ConnectDirectory', role('directory created', 'name')),
  DeleteDirectory: role('directory deleted', 'directoryId'),
  ResetUserPassword: credential(
    'changed',
    'user-password',
    'password of a user reset',
    'userName',
    'userName',
  ),
  ...each('CreateTrust DeleteTrust', role('trust of a directory changed', 'directoryId')),
};
