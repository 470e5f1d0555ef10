import { statementsOf, type Token } from './sql.ts';

/** One change of a role, as its statement asks for it. */
export interface RoleChange {
  /** USER and GROUP are ROLE in another spelling. */
  readonly operation: 'CREATE ROLE' | 'ALTER ROLE' | 'DROP ROLE' | 'GRANT' | 'REVOKE';
  readonly role: string;
  /** The new name, or the role that membership was granted of. */
  readonly other: string | undefined;
  /** What of the role is set, of the things that decide whether it can sign in. */
  readonly sets: readonly RoleSetting[];
}

export type RoleSetting = 'password' | 'login' | 'nologin' | 'valid-until' | 'superuser';

const ROLE_WORDS = new Set(['role', 'user', 'group']);
const ANY_CHANGE = /\b(?:role|user|group|grant|revoke)\b/i;

/** Changes of roles in a text of one or more statements, which may hold comments and quoted names. */
export function roleChangesOf(sql: string): readonly RoleChange[] {
  return ANY_CHANGE.test(sql) ? statementsOf(sql).flatMap(changesIn) : [];
}

function changesIn(statement: readonly Token[]): readonly RoleChange[] {
  const [verb, object] = statement;
  if (verb?.kind !== 'word') return [];
  if (verb.text === 'grant' || verb.text === 'revoke') return grantChanges(statement, verb.text);
  if (object === undefined || !isWord(object, ROLE_WORDS) || isWord(statement[2], new Set(['mapping'])))
    return [];
  const rest = statement.slice(2);
  switch (verb.text) {
    case 'create':
      return rolesIn(rest.slice(0, 1)).map((role) => ({
        operation: 'CREATE ROLE',
        role,
        other: undefined,
        sets: settingsIn(rest.slice(1)),
      }));
    case 'alter':
      return rolesIn(rest.slice(0, 1)).map((role) => ({
        operation: 'ALTER ROLE',
        role,
        other: newName(rest),
        sets: settingsIn(rest.slice(1)),
      }));
    case 'drop': {
      const names = isWord(rest[0], new Set(['if'])) ? rest.slice(2) : rest;
      return rolesIn(names).map((role) => ({ operation: 'DROP ROLE', role, other: undefined, sets: [] }));
    }
    default:
      return [];
  }
}

/** GRANT … TO role, …; REVOKE … FROM role, …: the roles that gain or lose. */
function grantChanges(statement: readonly Token[], verb: 'grant' | 'revoke'): readonly RoleChange[] {
  const preposition = verb === 'grant' ? 'to' : 'from';
  const at = statement.findIndex((token) => isWord(token, new Set([preposition])));
  if (at === -1) return [];
  const grantees = statement.slice(at + 1);
  const end = grantees.findIndex((token) =>
    isWord(token, new Set(['with', 'granted', 'cascade', 'restrict'])),
  );
  const onObject = statement.slice(0, at).some((token) => isWord(token, new Set(['on'])));
  const granted = onObject ? undefined : rolesIn(statement.slice(1, at))[0];
  const operation = verb === 'grant' ? 'GRANT' : 'REVOKE';
  return rolesIn(end === -1 ? grantees : grantees.slice(0, end)).map((role) => ({
    operation,
    role,
    other: granted,
    sets: [],
  }));
}

const SETTINGS: ReadonlyMap<string, RoleSetting> = new Map([
  ['password', 'password'],
  ['login', 'login'],
  ['nologin', 'nologin'],
  ['valid', 'valid-until'],
  ['superuser', 'superuser'],
]);

const settingsIn = (tokens: readonly Token[]): readonly RoleSetting[] => [
  ...new Set(tokens.flatMap(({ kind, text }) => (kind === 'word' ? (SETTINGS.get(text) ?? []) : []))),
];

function newName(rest: readonly Token[]): string | undefined {
  const [rename, to, name] = rest.slice(1, 4);
  return isWord(rename, new Set(['rename'])) && isWord(to, new Set(['to'])) ? name?.text : undefined;
}

const isWord = (token: Token | undefined, words: ReadonlySet<string>): boolean =>
  token?.kind === 'word' && words.has(token.text);

const rolesIn = (tokens: readonly Token[]): readonly string[] =>
  tokens.filter(({ kind }) => kind === 'word' || kind === 'name').map(({ text }) => text);
