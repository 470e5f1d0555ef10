import type { PatternRule } from './pattern-rules.ts';
import type { TokenClass, ValueCheck } from './rules.ts';

type LoginRule = PatternRule & { readonly class: TokenClass };

const login = (gates: readonly string[], pattern: RegExp, check: ValueCheck = 'no-state'): LoginRule => ({
  rule: 'login-secret',
  class: 'password',
  gates,
  pattern,
  check,
});

const QUOTE = String.raw`\\{0,3}["'\x60]`;
/** A quoted argument, and the comma behind it. */
const ARGUMENT = String.raw`[a-z]{0,2}${QUOTE}[^"'\x60\n\\]{0,160}${QUOTE}[ \t]{0,4},[ \t]{0,4}`;
const QUOTED_VALUE = String.raw`[a-zA-Z@]{0,2}${QUOTE})(?<value>[^"'\x60\n\\]{3,256})(?=${QUOTE})`;
const SECRET_WORD =
  'passw|pwd|secret|token|api_?key|passphrase|otp|credential|unseal|_key|session_?id|cookie|passe|_pw';

const call = (gates: readonly string[], functions: string, argumentsBefore: number): LoginRule =>
  login(
    gates,
    new RegExp(
      String.raw`(?<lead>(?:${functions})[ \t]{0,2}[( ][ \t]{0,4}(?:${ARGUMENT}){${argumentsBefore}}${QUOTED_VALUE}`,
      'iy',
    ),
  );

/** Where a program, a protocol or a statement takes a secret by its place alone. */
export const loginRules: readonly LoginRule[] = [
  call(
    [
      'basicauth',
      'basic_auth',
      'networkcredential(',
      'passwordauthentication(',
      'usernamepassword',
      'auth=(',
    ],
    'set_?basic_?auth|(?:HTTP)?Basic_?Auth|NetworkCredential|PasswordAuthentication|UsernamePassword\\w{0,20}|auth=',
    1,
  ),
  call(
    ['login(', 'login_as(', 'auth(', 'authenticate(', 'signin(', 'sign_in(', 'log_in('],
    '(?:log_?in(?:_as)?|auth|authenticate|sign_?in)(?=\\()',
    1,
  ),
  call(
    ['__construct(', 'pdo(', 'getconnection(', 'mysqli_connect(', 'mysqli('],
    '(?:__construct|PDO|getConnection|mysqli(?:_connect)?)(?=\\()',
    2,
  ),
  call(['createhmac('], '(?:createHmac)(?=\\()', 1),
  call([" s3('"], ' s3(?=\\()', 2),
  call(['hmac.new(', 'convertto-securestring '], 'hmac\\.new|ConvertTo-SecureString', 0),
  login(
    ['jwt.'],
    new RegExp(
      String.raw`(?<lead>jwt\.(?:sign|verify|encode|decode)\([^"'\x60\n]{1,80},[ \t]{0,4}${QUOTED_VALUE}`,
      'iy',
    ),
  ),
  // Fields of a form that a test fills in.
  login(
    ['password', 'passwd'],
    new RegExp(
      String.raw`(?<lead>passw(?:or)?d[^\n"'\x60]{0,8}${QUOTE}[)\]]{0,2}[^\n"'\x60]{0,8}(?:(?:send_?keys|type|fill|set_?value)\(|,[ \t]{0,4})${QUOTED_VALUE}`,
      'iy',
    ),
    'mixed',
  ),
  // Redis, SMTP (RFC 4954), IMAP (RFC 9051), services of IRC.
  login(
    ['auth '],
    /(?<lead>(?<![\w-])AUTH (?!PLAIN|LOGIN|CRAM|SCRAM|XOAUTH|GSSAPI|NTLM|DIGEST|EXTERNAL)(?:[\w.-]{1,32} (?=[^\s"']{6}))?)(?<value>[^\s"']{6,256})/y,
    'typed',
  ),
  login(['auth '], /(?<lead>(?<![\w-])AUTH (?:PLAIN|LOGIN|XOAUTH2) )(?<value>[A-Za-z\d+/]{8,512}={0,2})/y),
  login(
    ['ugfzc3dvcmq6'],
    /(?<lead>UGFzc3dvcmQ6\s{1,4}(?:[^\s]{0,40}[ \t]{1,4})?)(?<value>[A-Za-z\d+/]{8,512}={0,2})/y,
  ),
  login(
    ['login '],
    /(?<lead>(?<=[\w.]{1,16} )LOGIN "?[\w.@-]{1,64}"? "?)(?<value>[^\s"\\]{4,128})/y,
    'typed',
  ),
  login(['identify '], /(?<lead>(?<![\w-])IDENTIFY (?:[\w.-]{1,32} )?)(?<value>[^\s"]{6,128})/y, 'typed'),
  login(['acl setuser '], /(?<lead>ACL SETUSER [^\n>]{1,80}>)(?<value>[^\s"']{3,128})/iy),
  login(
    ['login attempt ['],
    /(?<lead>login attempt \[(?:b')?[^\s/\]]{1,64}\/(?:b')?)(?<value>[^\]'\n]{3,128})/iy,
  ),
  login(
    ['stats auth ', 'cachemgr_passwd '],
    /(?<lead>(?:stats auth [\w.-]{1,32}:|cachemgr_passwd ))(?<value>\S{3,128})/iy,
  ),
  // What network devices are told.
  login(
    ['snmp-server', 'radius', 'tacacs'],
    /(?<lead>(?:snmp-server community|(?:radius|tacacs)[\w-]{0,10}(?: server)?(?: host)? [\w.:-]{1,48} key(?: \d)?) )(?<value>[^\s"']{4,128})/iy,
  ),
  login([': psk ', ': xauth '], /(?<lead>: (?:PSK|XAUTH) ["'])(?<value>[^"'\n]{3,128})/y),
  // SQL and what speaks like it.
  login(
    ['duplicate entry '],
    new RegExp(
      String.raw`(?<lead>Duplicate entry \\?')(?<value>[^'\n\\]{4,256})(?=\\?' for key \\?'[\w.]{0,80}?(?:${SECRET_WORD}))`,
      'iy',
    ),
  ),
  login(
    ["' as ", "' = ", "'='", "'="],
    new RegExp(
      String.raw`(?<=(?:^|[\s(,])'(?<head>[^'\n]{4,128}))(?<value>)(?='[ ]?(?:=|AS )[ ]?["\w.\x60]{0,32}?(?:${SECRET_WORD}))`,
      'iy',
    ),
  ),
  login(
    ['jsonb_set('],
    new RegExp(
      String.raw`(?<lead>jsonb_set\([^()\n']{1,80}'\{[^}'\n]{0,60}(?:${SECRET_WORD})\w{0,16}\}',[ ]?'\\{0,3}"?)(?<value>[^"'\n\\]{3,256})`,
      'iy',
    ),
  ),
  login(
    ['pgp_sym_', 'aes_encrypt(', 'aes_decrypt(', 'hmac(', 'decrypt(', 'encrypt('],
    /(?<lead>(?<!\w)(?:pgp_sym_\w{4,16}|aes_(?:en|de)crypt|hmac|(?:en|de)crypt)\((?:[^'\n()]{1,80}|'[^'\n]{0,160}'),[ ]?(?:[NEB])?')(?<value>[^'\n]{3,256})/iy,
  ),
  login(['password'], /(?<lead>(?<!\w)password from '[^'\n]{0,128}' to ')(?<value>[^'\n]{3,256})/iy),
  login(
    ['pragma ', " key '"],
    /(?<lead>(?:PRAGMA (?:re|hex)?key ?= ?|(?<=ATTACH [^\n]{1,120}) KEY )["'])(?<value>[^"'\n]{3,256})/iy,
  ),
  login(['connect to '], /(?<lead>CONNECT TO \w{1,32} USER \w{1,32} USING ["']?)(?<value>[^\s"';]{3,128})/iy),
  // What lies in an object of Kubernetes that holds secrets.
  login(
    ['kind: secret', 'kind":"secret"', 'kind": "secret"'],
    /(?<lead>kind"?: ?"?Secret"?[^{}]{0,400}?(?:^|[\s",])(?:data|stringData)"?: ?(?:\{ ?|\r?\n[ \t]{1,8})"?[\w.-]{1,64}"?: ?"?)(?<value>[^\s"',}]{4,4096})/iy,
  ),
  {
    rule: 'one-time-code',
    class: 'secret',
    gates: ['code'],
    pattern:
      /(?<lead>(?:(?<=(?:verification|login|log-in|sign-in|security|2fa|mfa|one-time|best\S{2,4}tigungs|anmelde)[ -]?)code|c(?:ode|\S{2,3}digo) de (?:v\S{2,3}rification|verificaci\S{2,3}n|connexion|acceso))(?:[ \t]{1,2}[a-z\x80-\xff]{1,8}){0,3}(?:[ \t]{1,2}|:[ \t]{0,2}))(?<value>\d{4,8})(?![\d.-])/iy,
  },
  {
    rule: 'one-time-code',
    class: 'secret',
    gates: [' is your '],
    pattern: /(?<=(?<![\w.-])(?:G-)?(?<head>\d{4,8}))(?<value>)(?= is your [^\n]{0,40}code)/iy,
  },
  {
    rule: 'one-time-code',
    class: 'secret',
    gates: ['code '],
    pattern: /(?<lead>code )(?<value>\d{4,8})(?= to (?:sign|log|verify|confirm))/iy,
  },
  {
    rule: 'seed-phrase',
    class: 'secret',
    gates: ['seed', 'phrase', 'mnemonic'],
    pattern:
      /(?<lead>(?:seed|phrase|mnemonic)[^\n\d]{0,12}?[:=" ](?:is )?["' ]{0,2})(?<value>[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){11,23})(?![\w])/iy,
  },
  // Links that let in whoever has them.
  {
    rule: 'link-secret',
    class: 'secret',
    gates: [
      'reset',
      '/magic',
      '/invit',
      '/verif',
      '/confirm',
      '/activat',
      '/recover',
      '/signin',
      '/login',
      '/share',
    ],
    pattern:
      /(?<lead>\/?[\w-]{0,4}(?:reset|magic|invit|verif|confirm|activat|recover|signin|login|share)[\w-]{0,24}(?:\/[\w-]{1,12}){0,2}\/)(?<value>[\w-]{20,256})/iy,
    check: 'weak-name',
  },
  {
    rule: 'link-secret',
    class: 'secret',
    gates: ['?t=', '&t=', '?code=', '&code=', '?ticket=', '&ticket='],
    pattern: /(?<lead>[?&](?:t|code|ticket)=)(?<value>[\w.~%+/-]{16,512}={0,2})/iy,
    check: 'weak-name',
  },
  {
    rule: 'link-secret',
    class: 'secret',
    gates: ['@'],
    // A token in the place of a name, without a password.
    pattern: /(?<=:\/\/(?<head>[\w-]{20,128}))(?<value>)(?=@)/y,
    check: 'weak-name',
  },
  {
    rule: 'link-secret',
    class: 'secret',
    gates: [',v1='],
    pattern: /(?<=t=\d{8,12}(?:,v\d=[\da-f]{1,128}){0,3})(?<lead>,v1=)(?<value>[\da-f]{32,128})/y,
  },
  {
    rule: 'bearer',
    class: 'authorization',
    gates: ['bearer.authorization.'],
    pattern: /(?<lead>bearer\.authorization\.k8s\.io\.)(?<value>[\w-]{16,4096})/iy,
  },
  call(['sp_addlogin ', 'sp_password '], 'sp_addlogin|sp_password', 1),
  login(['set password for '], /(?<lead>SET PASSWORD FOR [^\n=]{1,120}= ?')(?<value>[^'\n]{3,256})/iy),
  login(
    ['openrowset('],
    /(?<lead>OPENROWSET\('[^'\n]{1,64}', ?'[^'\n]{1,128}';'[^'\n]{0,64}';')(?<value>[^'\n]{3,256})/iy,
  ),
  login(
    ["value '", 'value "', 'value `'],
    new RegExp(
      String.raw`(?<lead>value \\{0,3}["'\x60])(?<value>[^"'\x60\n\\]{4,256})(?=\\{0,3}["'\x60] (?:for|of|in) [^\n"'\x60]{0,32}?(?:${SECRET_WORD}|passe|contrase|kennwort|api key))`,
      'iy',
    ),
  ),
  login(
    ['type="password"', "type='password'", 'type=password'],
    /(?<lead>type=["']?password["']?[^<>]{0,160}?\bvalue=\\{0,3}["'])(?<value>[^"'<>\n\\]{3,256})/iy,
  ),
  // Members of a list of attributes in the other order.
  login(
    ['value="', "value='"],
    new RegExp(
      String.raw`(?<lead>value=\\{0,3}["'])(?<value>[^"'<>\n\\]{3,256})(?=\\{0,3}["'][ \t]{1,4}(?:key|name)=\\{0,3}["'][\w.:-]{0,32}?(?:${SECRET_WORD}|_pw\b|cookie))`,
      'iy',
    ),
  ),
  login(
    ['wp.'],
    /(?<lead>wp\.\w{1,40}<\/methodName>(?:(?!<\/value>)[\s\S]){0,200}<\/value>(?:\s|<\/?param>){1,8}<value>(?:<string>)?)(?<value>[^<>]{3,256})/iy,
  ),
  login(['wifi:'], /(?<lead>WIFI:(?:[THS]:[^;\n]{0,64};){1,3}P:)(?<value>[^;\n]{3,128})/iy),
  login(['new value: '], /(?<lead>New value: )(?<value>[^\s"']{8,128})/iy, 'mixed'),
  login(
    ['gh secret set '],
    /(?<lead>gh secret set \w{1,64} (?:[^\n]{0,64} )?(?:--body|-b)[ =]["']?)(?<value>[^\s"']{3,256})/y,
  ),
  // What a network or a directory keeps of passwords, and what decrypts a record of traffic.
  login([':::'], /(?<=:\d{1,10}:(?<head>[\da-f]{32}:[\da-f]{32}))(?<value>)(?=:::)/iy),
  login(['::'], /(?<lead>(?<=[\w.$-]{1,64})::[\w.-]{1,64}:)(?<value>[\da-f]{16}:[\da-f]{32}:[\da-f]+)/iy),
  login(
    ['$krb5'],
    /(?<lead>\$krb5\w{2,10}\$(?:\d{1,2}\$)?[^\s:]{1,128}?[$:])(?<value>[\da-f]{32}\$[\da-f]{16,})/iy,
  ),
  login(
    [
      'client_random ',
      'client_hand',
      'client_traff',
      'client_early',
      'server_hand',
      'server_traff',
      'exporter_',
    ],
    /(?<lead>(?:CLIENT|SERVER|EXPORTER)_[A-Z_]{3,32}(?:_0)? [\da-f]{64} )(?<value>[\da-f]{64,128})/iy,
  ),
  login(
    ['akia', 'asia'],
    /(?<lead>A[KS]IA[A-Z\d]{16}(?:\\?["'])?[^\w\n]{1,8}(?:\w{1,32}[^\w\n]{1,8})?)(?<value>[A-Za-z\d+/]{40})(?![A-Za-z\d+/=])/y,
  ),
  {
    rule: 'cookie',
    class: 'cookie',
    gates: ['\ttrue\t', '\tfalse\t'],
    // The file of cookies that curl and browsers write.
    pattern: /(?<lead>\t(?:TRUE|FALSE)\t\d{1,12}\t[\w.%-]{1,64}\t)(?<value>[^\s]{8,4096})/iy,
  },
  {
    rule: 'one-time-code',
    class: 'secret',
    gates: ['recovery code', 'backup code'],
    pattern:
      /(?<lead>(?:recovery|backup) codes?:?(?:\s|\\n){1,4})(?<value>[\da-z]{4,8}[- ][\da-z]{4,8}(?:(?:[\s,]|\\n){1,4}[\da-z]{4,8}[- ][\da-z]{4,8}){0,20})/iy,
  },
  login(
    ['app password', 'app-password', 'app-specific password'],
    /(?<lead>app(?:-specific)?[ -]password(?: is)?:? )(?<value>[a-z]{4}(?:[ -][a-z]{4}){3})(?![a-z])/iy,
  ),
];
