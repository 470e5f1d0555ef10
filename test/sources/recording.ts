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
      webAcl: {},
      loggingConfiguration: {},
      ...changes.waf,
    },
    trail: { region, records: [], ...changes.trail },
    prometheus: { queries: {}, answers: [], ...changes.prometheus },
    files: [],
    notes: [],
    truth: {
      blocks: 0,
      botBlocks: 0,
      counted: 0,
      blocksByRuleSet: {},
      phases: { started: 0, detected: 0, acknowledged: 0, mitigated: 0, resolved: 0 },
    },
  };
}
