import { accountId, logGroup, region, rules, webAclArn, webAclId, webAclName } from './names.ts';

type Json = Readonly<Record<string, unknown>>;

const visibility = (metric: string): Json => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName: metric,
});

const managed = (priority: number, name: string, group: string): Json => ({
  Name: name,
  Priority: priority,
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: group } },
  OverrideAction: { None: {} },
  VisibilityConfig: visibility(name),
});

const ownRules: readonly Json[] = [
  {
    Name: rules.rateLimit,
    Priority: 0,
    Statement: { RateBasedStatement: { Limit: 2_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
    Action: { Block: {} },
    VisibilityConfig: visibility(rules.rateLimit),
  },
  managed(1, rules.bots, 'AWSManagedRulesBotControlRuleSet'),
  {
    Name: rules.authorization,
    Priority: 2,
    Statement: {
      NotStatement: {
        Statement: {
          SizeConstraintStatement: {
            FieldToMatch: { SingleHeader: { Name: 'authorization' } },
            ComparisonOperator: 'GT',
            Size: 0,
            TextTransformations: [{ Priority: 0, Type: 'NONE' }],
          },
        },
      },
    },
    Action: { Block: { CustomResponse: { ResponseCode: 401 } } },
    RuleLabels: [{ Name: 'missing-authorization' }],
    VisibilityConfig: visibility(rules.authorization),
  },
  managed(3, rules.common, 'AWSManagedRulesCommonRuleSet'),
  managed(4, rules.sqli, 'AWSManagedRulesSQLiRuleSet'),
];

/** As it is at the end of the window: every rule group blocks. */
export const webAclReply: Json = {
  WebACL: {
    Name: webAclName,
    Id: webAclId,
    ARN: webAclArn,
    DefaultAction: { Allow: {} },
    Description: 'Edge of the shop API',
    Rules: ownRules,
    VisibilityConfig: visibility(webAclName),
    Capacity: 1_327,
    ManagedByFirewallManager: false,
    LabelNamespace: `awswaf:${accountId}:webacl:${webAclName}:`,
  },
  LockToken: '2f6b1d5c-9a37-4d0a-8f5e-3c1b7d9e0a42',
};

const keep = (action: string): Json => ({
  Behavior: 'KEEP',
  Requirement: 'MEETS_ANY',
  Conditions: [{ ActionCondition: { Action: action } }],
});

/** Requests that no rule matched are dropped from the log. */
export const loggingReply: Json = {
  LoggingConfiguration: {
    ResourceArn: webAclArn,
    LogDestinationConfigs: [`arn:aws:logs:${region}:${accountId}:log-group:${logGroup}`],
    ManagedByFirewallManager: false,
    LoggingFilter: { DefaultBehavior: 'DROP', Filters: [keep('BLOCK'), keep('COUNT')] },
  },
};

/** The rules as a CloudTrail record spells them: members begin with a small letter. */
export const trailRules = (): unknown => lowerFirst(ownRules);

function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      lowerFirst(member),
    ]),
  );
}
