import type { FormatId } from '../../../src/domain/formats.ts';
import type { Seeds } from './secrets.ts';

interface SeededFile {
  readonly name: string;
  readonly format: FormatId;
  readonly text: string;
}

const lines = (records: readonly unknown[]): string =>
  records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('');

const AT = '2026-01-27T10:00:00Z';

/** A firewall's log: headers, arguments, paths and what a rule matched. */
function wafLog(seeds: Seeds): SeededFile {
  const record = (request: Readonly<Record<string, unknown>>, matched: readonly string[] = []) => ({
    timestamp: Date.parse(AT),
    formatVersion: 1,
    webaclId: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/1',
    terminatingRuleId: 'sqli',
    terminatingRuleType: 'REGULAR',
    action: 'BLOCK',
    terminatingRuleMatchDetails: [{ conditionType: 'SQL_INJECTION', location: 'BODY', matchedData: matched }],
    httpRequest: {
      clientIp: '203.0.113.7',
      country: 'US',
      headers: [{ name: 'Host', value: 'shop.example' }],
      uri: '/search',
      args: '',
      httpMethod: 'POST',
      requestId: `r-${seeds.all.length}`,
      ...request,
    },
  });
  const header = (name: string, value: string) => ({ headers: [{ name, value }] });
  const bare = (kind: string) => seeds.bare(kind, 'WAF header');
  return {
    name: 'waf.log',
    format: 'aws.waf-log',
    text: lines([
      ...seeds.each('WAF header').map((text) => record(header('x-debug', text))),
      ...seeds.each('WAF argument').map((text) => record({ args: text })),
      ...seeds
        .each('WAF encoded argument')
        .map((text) => record({ args: `next=${encodeURIComponent(text)}` })),
      ...seeds.each('WAF path').map((text) => record({ uri: `/${text}` })),
      ...seeds.each('WAF body match').map((text) => record({}, [text])),
      ...seeds.each('WAF JSON body match').map((text) => record({}, [JSON.stringify({ note: text })])),
      record(header('Authorization', `Bearer ${bare('bearer')}`)),
      record(header('authorization', bare('authorization without a scheme'))),
      record(header('Proxy-Authorization', `Digest response="${bare('digest')}"`)),
      record(header('cookie', `a=${bare('cookie')}; b=${bare('cookie')}`)),
      record(header('X-API-Key', bare('API key'))),
      record(header('x-auth-token', bare('token'))),
    ]),
  };
}

/** An account's audit trail: what is sent and answered, and who did it. */
function trail(seeds: Seeds): SeededFile {
  const bare = (kind: string) => seeds.bare(kind, 'CloudTrail member');
  const record = (more: Readonly<Record<string, unknown>>) => ({
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', accountId: '111122223333' },
    eventTime: AT,
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'x',
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(seeds.all.length).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...more,
  });
  const person = bare('user name');
  return {
    name: 'trail.ndjson',
    format: 'aws.cloudtrail',
    text: lines([
      ...seeds.each('CloudTrail error').map((errorMessage) => record({ errorMessage })),
      ...seeds.each('CloudTrail user agent').map((userAgent) => record({ userAgent })),
      record({ responseElements: { accessKey: { secretAccessKey: bare('secret key') } } }),
      record({ responseElements: { credentials: { sessionToken: bare('session token') } } }),
      record({ requestParameters: { secretString: bare('secret string'), password: bare('password') } }),
      record({
        requestParameters: { secretString: JSON.stringify({ user: 'a', password: bare('password') }) },
      }),
      record({ requestParameters: { newPassword: bare('password'), masterUserPassword: bare('password') } }),
      record({
        userIdentity: { type: 'IAMUser', userName: person, arn: `arn:aws:iam::111122223333:user/${person}` },
      }),
      record({ userIdentity: { type: 'AssumedRole', principalId: `AROAEXAMPLEEXAMPLE:${bare('session')}` } }),
    ]),
  };
}

/** An audit log of ModSecurity: headers, bodies and its own words about them. */
function modsecurity(seeds: Seeds): SeededFile {
  const record = (more: Readonly<Record<string, unknown>>, messages: readonly string[] = []) => ({
    transaction: {
      client_ip: '203.0.113.7',
      time_stamp: 'Tue Jan 27 10:00:00 2026',
      server_id: 's',
      unique_id: `17695080${String(seeds.all.length).padStart(4, '0')}.123456`,
      request: { method: 'POST', uri: '/login', headers: {}, ...more },
      response: {
        http_code: 403,
        headers: { 'Set-Cookie': `sid=${seeds.bare('cookie', 'ModSecurity response')}` },
      },
      producer: { modsecurity: 'ModSecurity v3.0.9 (Linux)', secrules_engine: 'Enabled', components: [] },
      messages: messages.map((match) => ({
        message: 'matched',
        details: { match, data: match, ruleId: '942100' },
      })),
    },
  });
  const matched = (variable: string, kind: string) =>
    record({}, [
      `Matched "Operator \`Rx' with parameter \`x' against variable \`${variable}' (Value: \`${seeds.bare(kind, 'ModSecurity match')}' )`,
    ]);
  return {
    name: 'modsec.ndjson',
    format: 'modsecurity.v3-json',
    text: lines([
      ...seeds.each('ModSecurity body').map((body) => record({ body })),
      ...seeds.each('ModSecurity path').map((text) => record({ uri: `/x?q=${encodeURIComponent(text)}` })),
      ...seeds.each('ModSecurity header').map((text) => record({ headers: { 'user-agent': text } })),
      ...seeds.each('ModSecurity match').map((text) => record({}, [text])),
      record({ headers: { Authorization: `Bearer ${seeds.bare('bearer', 'ModSecurity header')}` } }),
      record({ headers: { cookie: [`a=${seeds.bare('cookie', 'ModSecurity header')}`] } }),
      record({ body: `login=a&pwd=${seeds.bare('password', 'ModSecurity body')}` }),
      matched('ARGS:password', 'password'),
      matched('REQUEST_COOKIES:sid', 'cookie'),
      matched('REQUEST_HEADERS:Authorization', 'authorization'),
      matched('ARGS_POST:client_secret', 'client secret'),
    ]),
  };
}

/** A database's log: statements, the values bound to them, and errors that quote both. */
function database(seeds: Seeds): SeededFile {
  const entry = (message: string, more: Readonly<Record<string, unknown>> = {}) => ({
    timestamp: '2026-01-27 10:00:00.118 UTC',
    user: 'app',
    dbname: 'shop',
    pid: 77,
    session_id: `s1.${seeds.all.length}`,
    line_num: 1,
    error_severity: 'LOG',
    message,
    backend_type: 'client backend',
    ...more,
  });
  const bare = (kind: string) => seeds.bare(kind, 'PostgreSQL statement');
  return {
    name: 'postgresql.json',
    format: 'postgres.json',
    text: lines([
      ...seeds.each('PostgreSQL statement').map((text) => entry(`statement: ${text}`)),
      ...seeds
        .each('PostgreSQL error')
        .map((text) =>
          entry('syntax error', { error_severity: 'ERROR', state_code: '42601', statement: text }),
        ),
      entry('execute <unnamed>: UPDATE users SET password_hash = $1 WHERE id = $2', {
        detail: `Parameters: $1 = '${bare('bound value')}', $2 = '7'`,
      }),
      entry(`statement: CREATE ROLE x LOGIN PASSWORD $$${bare('dollar quoted password')}$$`),
      entry(`statement: ALTER USER x WITH /* why */ PASSWORD '${bare('password')}''tail'`),
    ]),
  };
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

/** Keys that somebody exported with their private halves. */
function keySet(seeds: Seeds): SeededFile {
  const keys = ['first', 'second'].map((kid) => ({
    kty: 'RSA',
    kid,
    alg: 'RS256',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc',
    e: 'AQAB',
    ...Object.fromEntries(
      PRIVATE_MEMBERS.map((member) => [member, seeds.bare('private key member', 'JWKS')]),
    ),
  }));
  const shared = { kty: 'oct', kid: 'third', k: seeds.bare('shared key', 'JWKS') };
  return { name: 'jwks.json', format: 'jwks', text: JSON.stringify({ keys: [...keys, shared] }, null, 2) };
}

/** Lines of any program. */
const plainText = (seeds: Seeds): SeededFile => ({
  name: 'app.log',
  format: 'text',
  text: lines([
    ...seeds.each('log line').map((text) => `2026-01-27T10:00:00Z INFO ${text}`),
    ...seeds
      .each('quoted log line')
      .map((text) => `2026-01-27T10:00:00Z ERROR "request": ${JSON.stringify({ text })}`),
    ...seeds.each('log line between others').map((text) => `user=7 ${text} status=500`),
    ...seeds.each('bracketed log line').map((text) => `[2026-01-27 10:00:00] worker[12]: (${text})`),
    ...seeds.each('end of a log line').map((text) => `2026-01-27T10:00:00Z WARN failed, see ${text}`),
  ]),
});

export const seededFiles = (seeds: Seeds): readonly SeededFile[] => [
  wafLog(seeds),
  trail(seeds),
  modsecurity(seeds),
  database(seeds),
  keySet(seeds),
  plainText(seeds),
];
