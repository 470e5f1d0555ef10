import type { Recording } from '../../src/demo/recording.ts';

export const region = 'us-east-1';
export const webAclArn =
  'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/11111111-2222-3333-4444-555555555555';
export const logGroup = 'aws-waf-logs-shop';
export const anchorMs = Date.UTC(2026, 0, 27, 12);
export const hourMs = 3_600_000;

export const wafRecord = (timestamp: number, changes: Readonly<Record<string, unknown>> = {}) => ({
  timestamp,
  formatVersion: 1,
  webaclId: webAclArn,
  terminatingRuleId: 'SQLi',
  terminatingRuleType: 'MANAGED_RULE_GROUP',
  action: 'BLOCK',
  httpRequest: {
    clientIp: '203.0.113.7',
    country: 'NL',
    headers: [{ name: 'Host', value: 'shop.example' }],
    uri: '/api/v1/search',
    args: 'q=1',
    httpVersion: 'HTTP/2.0',
    httpMethod: 'GET',
    requestId: `r-${timestamp}`,
  },
  ...changes,
});

/** A recording of the last hour before the anchor, small enough to count by hand. */
export function recording(changes: {
  readonly waf?: Partial<Recording['waf']>;
  readonly trail?: Partial<Recording['trail']>;
  readonly prometheus?: Partial<Recording['prometheus']>;
}): Recording {
  return {
    anchorMs,
    window: { fromMs: anchorMs - hourMs, toMs: anchorMs },
    title: 'probing',
    waf: {
      region,
      webAclArn,
      logGroup,
      records: [],
      webAcl,
      loggingConfiguration,
      ...changes.waf,
    },
    trail: { region, records: [], ...changes.trail },
    prometheus: { queries: {}, answers: [], ...changes.prometheus },
    files: [],
    notes: [],
    entries: [],
    truth: {
      blocks: 0,
      botBlocks: 0,
      counted: 0,
      blocksByRuleSet: {},
      phases: { started: 0, detected: 0, acknowledged: 0, mitigated: 0, resolved: 0 },
    },
  };
}

/** Rules of the recorded web ACL; the metric names differ from the rules' on purpose. */
export const webAcl = {
  WebACL: {
    Name: 'shop',
    Id: '11111111-2222-3333-4444-555555555555',
    ARN: webAclArn,
    DefaultAction: { Allow: {} },
    Rules: [
      {
        Name: 'SQLi',
        Priority: 0,
        OverrideAction: { None: {} },
        Statement: {
          ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet' },
        },
        VisibilityConfig: {
          SampledRequestsEnabled: true,
          CloudWatchMetricsEnabled: true,
          MetricName: 'sqli-metric',
        },
      },
      {
        Name: 'Bots',
        Priority: 1,
        Action: { Block: {} },
        Statement: { GeoMatchStatement: { CountryCodes: ['XX'] } },
        VisibilityConfig: {
          SampledRequestsEnabled: false,
          CloudWatchMetricsEnabled: true,
          MetricName: 'bots-metric',
        },
      },
    ],
    VisibilityConfig: {
      SampledRequestsEnabled: true,
      CloudWatchMetricsEnabled: true,
      MetricName: 'shop',
    },
  },
  LockToken: '22222222-3333-4444-5555-666666666666',
};

export const loggingConfiguration = {
  LoggingConfiguration: {
    ResourceArn: webAclArn,
    LogDestinationConfigs: [`arn:aws:logs:us-east-1:123456789012:log-group:${logGroup}`],
  },
};

/** One blocked request every `everyMs` of the window, the first at its start. */
export const blocks = (count: number, everyMs: number): Recording['waf']['records'] =>
  Array.from({ length: count }, (_, index) => {
    const atMs = anchorMs - hourMs + index * everyMs;
    return { ingestedAtMs: atMs + 5_000, record: wafRecord(atMs) };
  });

export const trailRecord = (
  eventName: string,
  atMs: number,
  changes: Readonly<Record<string, unknown>> = {},
) => ({
  eventVersion: '1.11',
  eventID: `${eventName}-${atMs}`,
  eventTime: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  eventSource: 'secretsmanager.amazonaws.com',
  eventName,
  awsRegion: region,
  readOnly: false,
  userIdentity: { type: 'IAMUser', userName: 'deployer', accessKeyId: 'AKIDEXAMPLE' },
  ...changes,
});
