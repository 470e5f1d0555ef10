import { clip, type Fact, present } from '../record.ts';
import type { LogLine, Statement } from './line.ts';
import { type RoleChange, roleChangesOf } from './roles.ts';
import { tokensOf } from './sql.ts';

const TEXT_CHARS_MAX = 8_192;
const SUMMARY_CHARS_MAX = 200;

/** One execution, and each role that it changed. `code` is the SQLSTATE of its error, if it had one. */
export function statementFacts(
  line: LogLine,
  statement: Statement,
  code: string | undefined,
): readonly Fact[] {
  const clock = statement.isStart ? 'statement-start' : 'log';
  const session = sessionValues(line);
  const failed = code === undefined ? '' : `, error ${code}`;
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
    ...roleChangesOf(statement.text).map(
      (change): Fact => ({
        at: line.at,
        clock,
        kind: 'db.role-changed',
        summary: clip(`${changeWords(change)}${failed}`, SUMMARY_CHARS_MAX),
        attributes: present({
          ...session,
          'db.operation.name': change.operation,
          'db.role.name': change.role,
          'db.role.other': change.other,
          outcome: code === undefined ? 'succeeded' : 'failed',
          'db.response.status_code': code,
        }),
      }),
    ),
  ];
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
