import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Observation } from '../../src/domain/observation.ts';
import { handedIn } from './handed-in.ts';

const FOLDER = new URL('../fixtures/intake/', import.meta.url);

interface Right {
  /** Each observation as `kind summary`, or a count of each kind. */
  readonly says?: readonly string[];
  readonly kinds?: Readonly<Record<string, number>>;
  /** Members of observations, by index. */
  readonly attributes?: Readonly<Record<number, Readonly<Record<string, unknown>>>>;
  readonly times?: readonly string[];
  readonly points?: readonly number[];
  readonly lacks?: readonly RegExp[];
  readonly records?: number;
  /** The reason of each rejected record. */
  readonly rejected?: readonly RegExp[];
  readonly notUnderstood?: Readonly<Record<string, number>>;
  readonly notCovered?: Readonly<Record<string, number>>;
  /** The file is not taken, in these words. */
  readonly refused?: RegExp;
  /** It can be imported, though it holds no record. */
  readonly emptyAnswers?: number;
}

const said = ({ kind, summary }: Observation): string => `${kind} ${summary}`;

const countsOf = (observations: readonly Observation[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { kind } of observations) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

const trailKeys = [
  'credential.created access key created',
  'credential.disabled access key made inactive',
  'credential.enabled access key made active',
];

const sixBlocks: Right = { kinds: { 'waf.blocked': 6 }, records: 6 };

/** The right value of each case: what a person who reads the file says that it says. */
const cases: Readonly<Record<string, Right>> = {
  'cloudtrail/firewall-and-trail-changes.json': {
    kinds: { 'logging.stopped': 4, 'config.changed': 8, 'logging.started': 1, 'access.granted': 1 },
    records: 14,
  },
  'cloudtrail/iam-key-used-after-disable.json': {
    says: [
      'credential.created access key created',
      'credential.disabled access key made inactive',
      'api.called s3 ListBuckets',
    ],
  },
  'cloudtrail/iam-passwords-mfa.json': {
    kinds: {
      'credential.changed': 9,
      'credential.created': 2,
      'credential.disabled': 1,
      'credential.deleted': 1,
      'credential.rotation-requested': 1,
    },
  },
  'cloudtrail/kms-disabled-then-enabled.json': {
    says: [
      'credential.disabled KMS key disabled',
      'credential.enabled KMS key enabled',
      'credential.deleted deletion of a KMS key scheduled',
    ],
  },
  'cloudtrail/refused-calls.json': {
    kinds: { 'access.refused': 5, 'auth.failed': 1 },
    attributes: { 0: { 'client.address': '198.51.100.7', 'aws.principal.arn': /assumed-role/ } },
  },
  'cloudtrail/secret-read.json': {
    kinds: { 'data.read': 2 },
    attributes: { 0: { 'resource.id': 'orders/db', 'data.version': 'AWSPREVIOUS' } },
  },
  'cloudtrail/secret-rotation-two-names.json': {
    kinds: { 'credential.rotation-requested': 2, 'credential.rotation-failed': 1 },
  },
  'cloudtrail/update-web-acl.json': {
    says: [
      'config.changed web ACL edge set to count: AWS-AWSManagedRulesSQLiRuleSet only counts',
      'config.changed web ACL edge set to count: SQLi_BODY of AWS-AWSManagedRulesSQLiRuleSet only counts',
    ],
  },
  'envelopes/ct-concat-two-files-nl.json': { says: trailKeys.concat(trailKeys) },
  'envelopes/ct-siem-timestamp.ndjson': {
    says: trailKeys,
    times: trailKeys.map(() => '2026-03-02T10:00:01.000Z'),
    attributes: { 0: { 'clock.zone': 'assumed' } },
  },
  'envelopes/ct-lookup-cli.json': { says: trailKeys },
  'envelopes/ct-digest.json': { kinds: { 'config.observed': 1 } },
  'envelopes/ct-network-activity.json': { says: ['access.refused kms Decrypt refused: VpceAccessDenied'] },
  'envelopes/waf-array.json': sixBlocks,
  'envelopes/waf-comment-first.ndjson': sixBlocks,
  'envelopes/waf-crlf.ndjson': sixBlocks,
  'envelopes/waf-multi-member.log.gz': sixBlocks,
  'waf/01-captcha-without-token.json': { says: ['waf.challenged challenged by puzzle'] },
  'waf/03-challenge-in-group.json': {
    says: ['waf.challenged challenged by AWS-AWSManagedRulesBotControlRuleSet: TGT_VolumetricSession'],
  },
  'waf/04-excluded-as-count.json': { says: ['waf.counted counted: NoUserAgent_HEADER'] },
  'waf/06-group-overridden-to-count.json': {
    says: ['waf.counted counted: SQLi_BODY, AWS-AWSManagedRulesSQLiRuleSet'],
  },
  'waf/07-rate-based-block.json': {
    says: ['waf.blocked blocked by per-ip'],
    attributes: {
      0: {
        'waf.rate.rule': 'per-ip',
        'waf.rate.key': 'CUSTOMKEYS',
        'waf.rate.limit': 100,
        'waf.rate.window_seconds': 120,
        'waf.rate.values': ['HEADER x-tenant=t1'],
      },
    },
  },
  'waf/09-label-only.json': {
    says: ['waf.allowed allowed'],
    attributes: {
      0: {
        'waf.labels': ['awswaf:clientip:geo:country:NL', 'awswaf:managed:aws:bot-control:bot:verified'],
        'security_rule.name': undefined,
      },
    },
  },
  'waf/10-custom-response.json': { says: ['waf.blocked blocked by deny-list'] },
  'waf/12-default-block.json': {
    says: ['waf.blocked blocked'],
    attributes: { 0: { 'security_rule.name': undefined } },
  },
  'waf/13-allow-by-rule.json': {
    says: ['waf.allowed allowed by office-network'],
    attributes: { 0: { 'security_rule.name': 'office-network' } },
  },
  'waf/15-monetize.json': { says: [], notUnderstood: { 'action MONETIZE': 1 } },
  'waf/16-iso-timestamp.json': {
    says: ['waf.blocked blocked by deny-list'],
    times: ['2026-03-02T10:00:00.123Z'],
  },
  'waf/18-anti-ddos-and-headers.json': {
    says: ['waf.blocked blocked by AWS-AWSManagedRulesAntiDDoSRuleSet: DDoSRequests'],
    attributes: { 0: { 'client.as.number': 64500, 'client.forwarded.as.number': 64501 } },
  },
  'waf/19-two-groups-nested-allow-then-block.json': {
    says: ['waf.blocked blocked by own-2: deny-it'],
    attributes: { 0: { 'waf.counted_rules': ['tag-it'] } },
  },
  'waf/get-web-acl-all-overridden-to-allow.json': {
    says: ['config.observed web ACL edge is set to block nothing'],
  },
  'waf/get-web-acl-no-rules.json': { says: ['config.observed web ACL edge is set to block nothing'] },
  'waf/get-web-acl-own-rule-counts.json': { says: ['config.observed web ACL edge is set to block nothing'] },
  'modsecurity/01-self-contained-crs-deny.json': {
    says: ['waf.blocked blocked by 942100: SQL Injection Attack Detected via libinjection'],
  },
  'modsecurity/03-anomaly-block.json': {
    says: ['waf.blocked blocked by 949110: Inbound Anomaly Score Exceeded (Total Score: 5)'],
  },
  'modsecurity/04-anomaly-block-redirect.json': {
    says: [
      'waf.undecided answered 302; whether the firewall did it cannot be told; matched 949110: Inbound Anomaly Score Exceeded (Total Score: 5)',
    ],
  },
  'modsecurity/06-custom-deny-then-phase5-log.json': {
    says: ['waf.blocked blocked by 1002: Blocked country'],
    attributes: { 0: { 'waf.matched_rules': ['1002', '980170'] } },
  },
  'modsecurity/07-detection-only-custom.json': {
    says: ['waf.detected would have been blocked by 1002: Blocked country'],
  },
  'modsecurity/09-engine-403-without-messages.json': {
    says: ['waf.undecided answered 403; whether the firewall did it cannot be told; matched no rule'],
  },
  'modsecurity/10-outbound-block.json': {
    says: ['waf.blocked blocked by 959100: Outbound Anomaly Score Exceeded (Total Score: 5)'],
  },
  'modsecurity/12-uri-absolute.json': {
    kinds: { 'waf.blocked': 1 },
    attributes: { 0: { 'url.path': '/a', 'url.query': 'x=1' } },
  },
  'modsecurity/13-two-custom-pass-then-403-from-app.json': { says: ['waf.counted counted by 1001: tag'] },
  'modsecurity/15-drop-444.json': { says: ['waf.blocked dropped by 1004: drop'] },
  'modsecurity/16-enabled-949110-but-200.json': { kinds: { 'waf.counted': 1 } },
  'postgres/unrelated-roles.jsonl': { kinds: { 'db.statement': 2, 'db.role-changed': 2 } },
  'postgres/role-password-changed.jsonl': {
    kinds: { 'db.statement': 2, 'db.role-changed': 2 },
    attributes: { 1: { 'db.role.name': 'orders' }, 3: { 'db.role.name': 'orders' } },
  },
  'postgres/lc-messages-C.jsonl': { records: 25 },
  'postgres/auth-errors.jsonl': {
    kinds: {
      'auth.failed': 5,
      'auth.succeeded': 1,
      'db.statement': 2,
      'db.connection-refused': 1,
    },
  },
  'postgres/execute-fetch.jsonl': { says: ['db.statement statement with 1 bound parameter'], records: 3 },
  'postgres/pgaudit.jsonl': {
    says: ['db.role-changed CREATE ROLE app_v3', 'data.read rows read', 'data.written rows written'],
  },
  'prometheus/01-native-histogram-matrix.json': { says: [], notCovered: { 'native histogram': 1 } },
  'prometheus/03-mixed-float-and-histogram.json': {
    points: [1],
    lacks: [/1 point of \{"job":"api"\} hold a native histogram, which is not read/],
  },
  'prometheus/04-infos-warnings.json': { points: [2], lacks: [/warns: PromQL warning: x/] },
  'prometheus/06-string.json': { says: [], notCovered: { 'answer of type string': 1 } },
  'prometheus/07-scalar.json': { points: [1] },
  'prometheus/09-thanos-partial.json': { points: [1], lacks: [/warns: receive series from Addr/] },
  'prometheus/10-victoriametrics-partial.json': { points: [1], lacks: [/says that it is partial/] },
  'prometheus/12-mimir-stats.json': { points: [1] },
  'prometheus/13-empty.json': { says: [], records: 0, emptyAnswers: 1 },
  'prometheus/24-alerts-instant-vector.json': {
    says: ['alert.fired HighErr seen firing'],
    attributes: { 0: { 'alert.since': 'before' } },
  },
  'prometheus/25-unsorted-points.json': {
    points: [2],
    times: ['2026-03-02T10:00:00.000Z'],
  },
  'jwks/01-rsa-x5c.json': { says: ['credential.present key k1 published'] },
  'jwks/03-google-x509-map.json': { says: ['credential.present key 6f8e1cb1 published'] },
  'jwks/04-empty-set.json': { says: [], records: 0, emptyAnswers: 1 },
  'jwks/06-no-kid.json': { kinds: { 'credential.present': 1 } },
  'jwks/07-issuer-extra-member.json': { says: ['credential.present key k1 published'] },
  'jwks/09-openid-configuration.json': {
    refused: /an OpenID configuration, which holds no keys: they are at https:\/\/id\.example\/jwks/,
  },
};

for (const folder of readdirSync(FOLDER)) {
  describe(`what ${folder} says`, () => {
    for (const name of readdirSync(new URL(`${folder}/`, FOLDER))) {
      const right = cases[`${folder}/${name}`];
      if (right === undefined) continue;
      test(name, async () => assertRight(new URL(`${folder}/${name}`, FOLDER), right));
    }
  });
}

async function assertRight(file: URL, right: Right): Promise<void> {
  const handed = await handedIn(file);
  if ('refusal' in handed) {
    assert.ok(right.refused, handed.refusal);
    assert.match(handed.refusal, right.refused);
    return;
  }
  assert.equal(right.refused, undefined, 'it was taken');
  const { observations, summary } = handed;
  const { records, observed, silent, rejected, routine, notCovered, notUnderstood } = summary;
  assert.equal(observed + silent + rejected, records, 'every record is accounted for');
  assert.equal(routine + notCovered + notUnderstood, silent);
  assert.equal(summary.observations, observations.length);
  if (right.says) assert.deepEqual(observations.map(said), right.says);
  if (right.kinds) assert.deepEqual(countsOf(observations), right.kinds);
  if (right.records !== undefined) assert.equal(records, right.records);
  if (right.times)
    assert.deepEqual(
      observations.map(({ at }) => at),
      right.times,
    );
  if (right.points)
    assert.deepEqual(
      observations.map(({ points }) => points?.length),
      right.points,
    );
  assert.deepEqual(summary.names.notUnderstood, right.notUnderstood ?? {});
  assert.deepEqual(summary.names.notCovered, right.notCovered ?? {});
  assert.equal(summary.emptyAnswers, right.emptyAnswers ?? 0);
  assertEach(summary.lacks, right.lacks ?? []);
  assertEach(
    summary.rejects.map(({ why }) => why),
    right.rejected ?? [],
  );
  for (const [index, attributes] of Object.entries(right.attributes ?? {})) {
    for (const [name, value] of Object.entries(attributes)) {
      const told = observations[Number(index)]?.attributes[name];
      if (value instanceof RegExp) assert.match(String(told), value);
      else assert.deepEqual(told, value, name);
    }
  }
}

function assertEach(told: readonly string[], right: readonly RegExp[]): void {
  assert.equal(told.length, right.length, told.join('\n'));
  for (const [index, pattern] of right.entries()) assert.match(told[index] ?? '', pattern);
}
