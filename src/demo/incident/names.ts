/** Of the recorded shop: identifiers of documentation, none of them anybody's. */
export const region = 'us-east-1';
export const accountId = '111122223333';
export const webAclName = 'shop-edge';
export const webAclId = '5d1f7c1e-6a58-4f6e-9a0e-7b2c4e8f9a10';
export const webAclArn = `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${webAclName}/${webAclId}`;
export const logGroup = 'aws-waf-logs-shop-edge';
export const loadBalancer = `${accountId}-app/shop-api/50dc6c495c0c9188`;
export const host = 'api.shop.example';
export const databaseSecretArn = `arn:aws:secretsmanager:${region}:${accountId}:secret:shop/database-Q7xT2b`;

export const rules = {
  rateLimit: 'rate-limit-per-client',
  bots: 'AWS-AWSManagedRulesBotControlRuleSet',
  authorization: 'require-authorization',
  common: 'AWS-AWSManagedRulesCommonRuleSet',
  sqli: 'AWS-AWSManagedRulesSQLiRuleSet',
} as const;
