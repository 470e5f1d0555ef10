import { type Catalogue, config, created, each, logStarted, logStopped, removed } from './entry.ts';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html; UpdateWebACL is read by itself. */
export const waf: Catalogue = {
  CreateWebACL: config('web ACL', 'name', 'DeleteWebACL', 'created'),
  UpdateWebACL: config('web ACL', 'name webACLId'),
  DeleteWebACL: config('web ACL', 'name webACLId', 'CreateWebACL', 'deleted'),
  AssociateWebACL: config('web ACL', 'resourceArn', 'DisassociateWebACL', 'put in front of a resource'),
  DisassociateWebACL: config('web ACL', 'resourceArn', 'AssociateWebACL', 'taken from a resource'),
  ...each(
    'CreateRuleGroup UpdateRuleGroup DeleteRuleGroup',
    config('rule group of the firewall', 'name ruleGroupId'),
  ),
  ...each(
    'CreateRule UpdateRule DeleteRule CreateRateBasedRule UpdateRateBasedRule DeleteRateBasedRule',
    config('rule of the firewall', 'name ruleId'),
  ),
  ...each('CreateIPSet UpdateIPSet DeleteIPSet', config('list of addresses of the firewall', 'name iPSetId')),
  ...each(
    'CreateRegexPatternSet UpdateRegexPatternSet DeleteRegexPatternSet',
    config('patterns of the firewall', 'name'),
  ),
  PutLoggingConfiguration: logStarted(
    'firewall logs',
    'loggingConfiguration.resourceArn resourceArn',
    'DeleteLoggingConfiguration',
  ),
  DeleteLoggingConfiguration: logStopped('firewall logs no more', 'resourceArn', 'PutLoggingConfiguration'),
  ...each('PutPermissionPolicy DeletePermissionPolicy', config('policy of a rule group', 'resourceArn')),
  PutManagedRuleSetVersions: config('versions of managed rules', 'name'),
};

export const networkFirewall: Catalogue = {
  ...each(
    'CreateFirewall DeleteFirewall UpdateFirewallDescription AssociateFirewallPolicy AssociateSubnets DisassociateSubnets',
    config('network firewall', 'firewallName firewallArn'),
  ),
  ...each(
    'CreateFirewallPolicy UpdateFirewallPolicy DeleteFirewallPolicy',
    config('policy of a network firewall', 'firewallPolicyName firewallPolicyArn'),
  ),
  ...each(
    'CreateRuleGroup UpdateRuleGroup DeleteRuleGroup',
    config('rule group of a network firewall', 'ruleGroupName ruleGroupArn'),
  ),
  UpdateLoggingConfiguration: config('logging of a network firewall', 'firewallName firewallArn'),
};

export const cloudfront: Catalogue = {
  ...each(
    'CreateDistribution CreateDistributionWithTags',
    created('distribution created', 'response.distribution.id', 'DeleteDistribution'),
  ),
  UpdateDistribution: config('distribution', 'id'),
  DeleteDistribution: removed('distribution deleted', 'id', 'CreateDistribution'),
  ...each(
    'CreateFunction UpdateFunction PublishFunction DeleteFunction',
    config('function at the edge', 'name'),
  ),
  CreateInvalidation: config('cache of a distribution', 'distributionId'),
  ...each('CreatePublicKey DeletePublicKey UpdatePublicKey', config('public key of a distribution', 'id')),
};

export const route53: Catalogue = {
  ChangeResourceRecordSets: config('DNS records', 'hostedZoneId'),
  ...each('CreateHostedZone DeleteHostedZone', config('DNS zone', 'name id')),
  ...each(
    'AssociateVPCWithHostedZone DisassociateVPCFromHostedZone',
    config('networks of a DNS zone', 'hostedZoneId'),
  ),
  CreateQueryLoggingConfig: logStarted('DNS queries logged', 'hostedZoneId', 'DeleteQueryLoggingConfig'),
  DeleteQueryLoggingConfig: logStopped('DNS queries logged no more', 'id', 'CreateQueryLoggingConfig'),
  ...each('EnableHostedZoneDNSSEC DisableHostedZoneDNSSEC', config('signing of a DNS zone', 'hostedZoneId')),
};

export const route53Domains: Catalogue = {
  DisableDomainTransferLock: config('lock of a domain', 'domainName', 'EnableDomainTransferLock', 'off'),
  EnableDomainTransferLock: config('lock of a domain', 'domainName', 'DisableDomainTransferLock', 'on'),
  ...each(
    'TransferDomain TransferDomainToAnotherAwsAccount AcceptDomainTransferFromAnotherAwsAccount CancelDomainTransferToAnotherAwsAccount',
    config('owner of a domain', 'domainName'),
  ),
  ...each(
    'UpdateDomainNameservers UpdateDomainContact UpdateDomainContactPrivacy',
    config('entry of a domain', 'domainName'),
  ),
  ...each('RegisterDomain DeleteDomain RenewDomain', config('registration of a domain', 'domainName')),
};

export const route53Resolver: Catalogue = {
  ...each(
    'CreateResolverQueryLogConfig AssociateResolverQueryLogConfig',
    logStarted(
      'DNS queries logged',
      'name resolverQueryLogConfigId',
      'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    ),
  ),
  ...each(
    'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    logStopped(
      'DNS queries logged no more',
      'resolverQueryLogConfigId',
      'CreateResolverQueryLogConfig AssociateResolverQueryLogConfig',
    ),
  ),
  PutResolverQueryLogConfigPolicy: config('policy of the log of DNS queries', 'arn'),
  ...each(
    'CreateFirewallRule UpdateFirewallRule DeleteFirewallRule',
    config('rule of the DNS firewall', 'name firewallRuleGroupId'),
  ),
};

export const elasticLoadBalancing: Catalogue = {
  ModifyListener: config('listener', 'listenerArn'),
  ...each('CreateListener DeleteListener', config('listener', 'loadBalancerArn listenerArn')),
  ModifyRule: config('listener rule', 'ruleArn'),
  ...each('CreateRule DeleteRule SetRulePriorities', config('listener rule', 'listenerArn ruleArn')),
  CreateLoadBalancer: created('load balancer created', 'name', 'DeleteLoadBalancer'),
  DeleteLoadBalancer: removed(
    'load balancer deleted',
    'loadBalancerArn loadBalancerName',
    'CreateLoadBalancer',
  ),
  ...each(
    'ModifyLoadBalancerAttributes SetSecurityGroups ApplySecurityGroupsToLoadBalancer SetSubnets SetIpAddressType SetWebACL',
    config('load balancer', 'loadBalancerArn loadBalancerName'),
  ),
  ...each(
    'CreateTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup',
    config('target group', 'targetGroupArn name'),
  ),
  RegisterTargets: config('targets behind a load balancer', 'targetGroupArn', 'DeregisterTargets'),
  DeregisterTargets: config('targets behind a load balancer', 'targetGroupArn', 'RegisterTargets'),
};

export const apiGateway: Catalogue = {
  ...each(
    'CreateRestApi DeleteRestApi UpdateRestApi ImportRestApi PutRestApi CreateApi UpdateApi DeleteApi',
    config('API', 'restApiId apiId name'),
  ),
  ...each('UpdateStage CreateStage DeleteStage', config('stage of an API', 'restApiId apiId')),
  ...each('CreateApiKey UpdateApiKey DeleteApiKey', config('key of an API', 'name apiKey')),
};
