import { clip, type Fact, present } from '../record.ts';
import type { Audited, LogLine, Statement } from './line.ts';
import { type RoleChange, roleChangesOf } from './roles.ts';
import { tokensOf } from './sql.ts';

const TEXT_CHARS_MAX = 8_192;
const SUMMARY_CHARS_MAX = 200;

/** What became of what a statement did: its transaction may have taken it back. */
export type Outcome = 'succeeded' | 'failed' | 'rolled-back' | 'not-committed';

/** One execution, and each role that it changed. `code` is the SQLSTATE of its error, if it had one. */
export function statementFacts(
  line: LogLine,
  statement: Statement,
  code: string | undefined,
  outcome: Outcome = code === undefined ? 'succeeded' : 'failed',
): readonly [Fact, ...Fact[]] {
  const clock = statement.isStart ? 'statement-start' : 'log';
  const session = sessionValues(line);
  const failed = code === undefined ? '' : `, error ${code}`;
  const undone = outcome === 'rolled-back' ? ', rolled back' : failed;
  return [
    {
      at: line.at,
      clock,
      kind: 'db.statement',
      summary: clip(`${bindingWords(statement)}${failed}`, SUMMARY_CHARS_MAX),
      attributes: present({
        ...session,
        'db.operation.name': operationOf(statement.text),
        'db.query.text': clip(statement.text, TEXT_CHARS_MAX),
        'db.binding': statement.binding,
        'db.parameters.count': statement.parameters,
        'db.response.status_code': code,
      }),
    },
    ...roleChangesOf(statement.text).map((change) => roleFact(line, clock, change, outcome, code, undone)),
  ];
}

const roleFact = (
  line: LogLine,
  clock: Fact['clock'],
  change: RoleChange,
  outcome: Outcome,
  code: string | undefined,
  undone: string,
): Fact => ({
  at: line.at,
  clock,
  kind: 'db.role-changed',
  summary: clip(`${changeWords(change)}${undone}`, SUMMARY_CHARS_MAX),
  attributes: present({
    ...sessionValues(line),
    'db.operation.name': change.operation,
    'db.role.name': change.role,
    'db.role.other': change.other,
    'db.role.sets': change.sets.length > 0 ? change.sets : undefined,
    outcome,
    'db.response.status_code': code,
  }),
});

const AUDITED: Readonly<Record<string, readonly ['data.read' | 'data.written', string]>> = {
  READ: ['data.read', 'read'],
  WRITE: ['data.written', 'written'],
};

/** What pgaudit wrote: roles that were changed, relations that were read or written; none for other classes. */
export function auditFacts(line: LogLine, { auditClass, object, text }: Audited): readonly Fact[] {
  if (auditClass === 'ROLE') {
    return roleChangesOf(text).map((change) => roleFact(line, 'log', change, 'succeeded', undefined, ''));
  }
  const [kind, verb] = AUDITED[auditClass] ?? [];
  if (kind === undefined) return [];
  return [
    {
      at: line.at,
      clock: 'log',
      kind,
      summary: clip(`rows ${verb}`, SUMMARY_CHARS_MAX),
      attributes: present({
        ...sessionValues(line),
        'data.kind': 'table',
        'resource.id': object,
        'db.query.text': clip(text, TEXT_CHARS_MAX),
      }),
    },
  ];
}

/** Classes 53 and 57P of SQLSTATE: no room, or not up. */
const REFUSED_CONNECTION = /^(?:53|57P0[345])/;

/** An error without its statement: while a connection was made, or of the server itself. */
export function errorFact(line: LogLine, code: string): Fact {
  const isConnection = line.isStarting && REFUSED_CONNECTION.test(code);
  return {
    at: line.at,
    clock: 'log',
    kind: isConnection ? 'db.connection-refused' : 'db.error',
    summary: `${isConnection ? 'connection refused' : 'error of the data base'}, error ${code}`,
    attributes: present({ ...sessionValues(line), 'db.response.status_code': code }),
  };
}

export const signInFact = (line: LogLine, succeeded: boolean, code: string | undefined): Fact => ({
  at: line.at,
  clock: 'log',
  kind: succeeded ? 'auth.succeeded' : 'auth.failed',
  summary: succeeded ? 'database sign-in succeeded' : `database sign-in failed, error ${code}`,
  attributes: present({ ...sessionValues(line), 'error.type': code }),
});

const sessionValues = ({ user, database, address, session, zoneFrom }: LogLine) => ({
  'clock.zone': zoneFrom === 'stated' ? undefined : zoneFrom,
  'db.system.name': 'postgresql',
  'db.namespace': database,
  'db.session.id': session,
  'user.name': user,
  'client.address': address,
});

function bindingWords({ binding, parameters }: Statement): string {
  if (binding === 'simple') return 'statement as one text';
  if (binding === 'none') return 'statement without parameters';
  if (parameters === undefined) return 'statement with bound parameters';
  return `statement with ${parameters} bound ${parameters === 1 ? 'parameter' : 'parameters'}`;
}

function changeWords({ operation, role, other }: RoleChange): string {
  return other === undefined ? `${operation} ${role}` : `${operation} ${role} (${other})`;
}

/** The first word of the text; absent when it does not begin with one. */
function operationOf(text: string): string | undefined {
  const first = tokensOf(text).next();
  return first.done !== true && first.value.kind === 'word' ? first.value.text.toUpperCase() : undefined;
}
