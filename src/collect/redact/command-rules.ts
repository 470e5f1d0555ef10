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
    ['-u ', '-u\t', '--user ', '--user=', '--proxy-user ', '--userpwd ', '--auth '],
    /(?<lead>(?<![\w-])(?:-u|--user|--proxy-user|--userpwd|--auth)[ \t=]{1,4}(?:\\?["'])?(?!\d{1,8}:\d)[\w.@%+-]{0,64}:)(?<value>[^\s"'|;&<>\\$(){}/][^\s"'|;&<>\\]{1,128})/y,
  ),
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
  command(
    ['password '],
    /(?<=(?<![\w-])login[ \t\r\n]{1,8}\S{1,64}[ \t\r\n]{1,8})(?<lead>password[ \t\r\n]{1,8})(?<value>\S{2,128})/y,
  ),
  {
    // `creds: app / …`, as people tell them to each other.
    ...command(
      ['creds', 'credentials', 'login'],
      /(?<lead>(?<![\w-])(?:creds|credentials|login)(?:[ \t]{1,2}(?:are|is)|[:=])[ \t]{0,2}[\w.@-]{1,64}[ \t]?[/:|][ \t]?)(?<value>[^\s"'<>,;]{6,128})/iy,
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
];
