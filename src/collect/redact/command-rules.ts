import type { PatternRule } from './pattern-rules.ts';
import type { TokenClass } from './rules.ts';

type CommandRule = PatternRule & { readonly class: TokenClass };

const command = (gates: readonly string[], pattern: RegExp): CommandRule => ({
  rule: 'command-password',
  class: 'password',
  gates,
  pattern,
  check: 'no-state',
});

/** Arguments of one command, up to a flag. */
const ARGUMENTS = String.raw`(?:[^\n|;&]{0,160}?[ \t])?`;
const OPEN = String.raw`(?:\\?["'])?`;
const WORD = String.raw`[^\s"'|;&<>\\$(){}-][^\s"'|;&<>\\]{1,128}`;

const afterFlag = (programs: string, flag: string): RegExp =>
  new RegExp(
    String.raw`(?<lead>(?<![\w.-])(?:${programs})[ \t]${ARGUMENTS}${flag}${OPEN})(?<value>${WORD})`,
    'y',
  );

/** Passwords that a command takes behind a flag of one letter. */
export const commandRules: readonly CommandRule[] = [
  command(
    ['mysql', 'mariadb'],
    afterFlag('(?:mysql|mariadb)(?:dump|admin|import|show|check|-dump)?', '-p[ \\t]?'),
  ),
  command(
    ['sshpass ', 'ldapsearch ', 'ldapmodify ', 'ldapadd ', 'ldapwhoami '],
    afterFlag('sshpass|ldap\\w{3,8}', '-[pw][ \\t]{0,4}'),
  ),
  command(['redis-cli ', 'valkey-cli '], afterFlag('(?:redis|valkey)-cli', '-a[ \\t]{1,4}')),
  command(
    ['docker login', 'podman login', 'helm registry login'],
    afterFlag('(?:docker|podman|helm registry) login', '-p[ \\t]{1,4}'),
  ),
  command(
    ['mongosh ', 'mongo ', 'mongodump ', 'sqlcmd ', 'psexec ', 'smbclient '],
    afterFlag('mongo(?:sh|dump|restore)?|sqlcmd|psexec|smbclient', '-[pP][ \\t]{0,4}'),
  ),
  // https://curl.se/docs/manpage.html
  command(
    ['-u ', '-u\t', '-a ', '--user ', '--user=', '--proxy-user ', '--userpwd ', '--auth '],
    /(?<lead>(?<![\w-])(?:-[uUa]|--user|--proxy-user|--userpwd|--auth)[ \t=]{1,4}(?:\\?["'])?(?!\d{1,8}:\d)[\w.@%+-]{0,64}:)(?<value>[^\s"'|;&<>\\$(){}/][^\s"'|;&<>\\]{1,128})/y,
  ),
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
  command(
    ['password '],
    /(?<=(?<![\w-])login[ \t\r\n]{1,8}\S{1,64}[ \t\r\n]{1,8})(?<lead>password[ \t\r\n]{1,8})(?<value>\S{2,128})/y,
  ),
  {
    // `creds: app / …`, as people tell them to each other.
    ...command(
      ['creds', 'credentials', 'login', 'credenciales', 'zugangsdaten', 'identifiants', 'credenziali'],
      /(?<lead>(?<![\w-])(?:creds|credentials|login|credenciales|zugangsdaten|identifiants|credenziali)(?:[ \t\xc2\xa0]{0,2}:|[ \t]{1,2}(?:are|is)|[:=])[ \t]{0,2}[\w.@-]{1,64}[ \t]?[/:|][ \t]?)(?<value>[^\s"'<>,;]{6,128})/iy,
    ),
    check: 'typed',
  },
  // https://www.postgresql.org/docs/current/libpq-pgpass.html
  command(
    [':5432:', ':3306:', ':6432:'],
    /(?<lead>(?<=[\w.*-]):(?:5432|3306|6432):[\w*-]{1,64}:[\w.*-]{1,64}:)(?<value>[^\s"']{3,128})/y,
  ),
  // https://github.com/go-sql-driver/mysql#dsn-data-source-name
  command(
    ['@tcp(', '@unix('],
    /(?<=(?<![\w.-])[\w.-]{1,64}:(?<head>[^\s"'`<>/]{1,128}))(?<value>)(?=@(?:tcp|unix)\()/y,
  ),
  // A user before it tells that it is no port and no path.
  command(
    ['-p ', "-p'", '-p"'],
    new RegExp(
      String.raw`(?<=[ \t](?:-[uU]|--user(?:name)?|--login)[ \t=]{1,3}(?:\\?["'])?[^\s]{1,64}[ \t]{1,4})(?<lead>-[pP][ \t]{0,4}${OPEN})(?<value>${WORD})`,
      'y',
    ),
  ),
  command(
    ['-u '],
    new RegExp(
      String.raw`(?<lead>(?<![\w-])-[uU] ${OPEN}[\w.\\/@-]{1,64}(?:%|(?<=(?:lftp|ftp) [^\n]{0,80}),))(?<value>${WORD})`,
      'y',
    ),
  ),
  command(['zip -', 'unzip ', '7z ', '7za '], afterFlag('(?:un)?zip|7za?', '-[pP][ \\t]{0,4}')),
  command(['snmp'], afterFlag('snmp\\w{2,10}', '-[cAX][ \\t]{1,4}')),
  command(['openssl '], afterFlag('openssl', '-[kK][ \\t]{1,4}')),
  command(['nuget '], afterFlag('nuget', '(?:-k|-ApiKey)[ \\t]{1,4}')),
  command(
    ['useradd ', 'usermod ', 'x11vnc ', 'security '],
    afterFlag('user(?:add|mod)|x11vnc|security', '-p(?:asswd)?[ \\t]{1,4}'),
  ),
  command(
    ['pass:'],
    new RegExp(String.raw`(?<=-pass(?:in|out)?[ \t]{1,4}${OPEN})(?<lead>pass:)(?<value>${WORD})`, 'y'),
  ),
  command(
    ['echo ', 'printf '],
    new RegExp(
      String.raw`(?<lead>(?<![\w-])(?:echo|printf)[ \t]{1,4}(?:-n[ \t]{1,4})?${OPEN}(?:[\w.-]{1,32}:)?)(?<value>[^\s"'|;&<>\\$(){}]{4,128})(?=(?:\\?["'])?[ \t]{0,4}\|[ \t]{0,4}[^\n|]{0,120}?(?:stdin|sudo -S|chpasswd|passwd|kinit|passphrase|secrets? ))`,
      'y',
    ),
  ),
  command(
    ['net use ', 'net user '],
    /(?<lead>net use [^\n/]{3,120} (?=\S{4,128} \/user:)|net user [\w.$-]{1,64} )(?<value>[^\s/*][^\s]{3,128})/iy,
  ),
  command(
    ['rabbitmqctl ', 'htpasswd '],
    /(?<lead>rabbitmqctl [^\n]{0,40}?(?:add_user|change_password|authenticate_user) [\w.@-]{1,64} |htpasswd -\w{0,4}b\w{0,4} [^\s]{1,128} [\w.@-]{1,64} )(?<value>[^\s"']{3,128})/y,
  ),
  command(['--from-literal'], /(?<lead>--from-literal[= ]["']?[\w.-]{1,64}=)(?<value>[^\s"']{3,256})/y),
  command(
    ['vault login', 'vault operator unseal', 'cloudflared ', 'config add-authtoken'],
    /(?<lead>(?:vault login|vault operator unseal|cloudflared [^\n]{0,40}?install|config add-authtoken) )(?<value>[^\s"'-][^\s"']{15,512})/y,
  ),
  command([' /p:'], /(?<lead> \/p:["']?)(?<value>[^\s"']{4,128})/y),
  command(['securestring'], /(?<lead>SecureString [^\n]{0,120}?--value[ =]["']?)(?<value>[^\s"']{3,256})/y),
  command(
    ['nsupdate '],
    /(?<lead>nsupdate [^\n]{0,40}?-y ["']?(?:[\w.-]{1,64}:){1,2})(?<value>[A-Za-z\d+/]{16,128}={0,2})/y,
  ),
  // `user/password@database` and `DOMAIN/user:password@host`
  command(
    ['jdbc:oracle:', 'sqlplus '],
    /(?<lead>(?:jdbc:oracle:\w{1,8}:|sqlplus (?:-\w{1,4} )?)[\w.$-]{1,64}\/)(?<value>[^\s/"'@]{3,128})(?=@)/iy,
  ),
  {
    ...command(
      ['@'],
      /(?<=(?<![\w.:/-])[\w.-]{1,32}\/[\w.-]{1,32}:(?<head>[^\s/?#@:"'`<>\\]{6,64}))(?<value>)(?=@[\w-])(?!@sha\d)/y,
    ),
    check: 'mixed',
  },
];
