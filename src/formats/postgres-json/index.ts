import type { RecordPosition } from '../../domain/observation.ts';
import type { Redacted } from '../../domain/redacted.ts';
import type { Format, Observer, Origin, RecordOutcome } from '../format.ts';
import { jsonLines } from '../json-records.ts';
import { bufferOf } from '../lines.ts';
import { type GivenZone, zoneOf } from '../local-time.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { factsOr, notCovered, notUnderstood, type Reading, Recorder, routine } from '../record.ts';
import { auditFacts, errorFact, signInFact, statementFacts } from './facts.ts';
import { type LogLine, logLineOf, type Statement, type Told } from './line.ts';
import { type Settled, Transaction } from './transaction.ts';

export const postgresJson: Format = {
  id: 'postgres.json',
  title: 'PostgreSQL log in JSON (jsonlog), an entry a line',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  framing: 'lines',
  detect: (head) => hasAll(outlineOf(head), 'timestamp', 'error_severity', 'message'),
  observer: (origin) => new PostgresObserver(origin),
};

/** An execution whose error may still follow in its session. */
interface Execution {
  readonly record: RecordPosition;
  readonly line: LogLine;
  readonly statement: Statement;
  code: string | undefined;
}

interface Session {
  running: Execution | undefined;
  readonly transaction: Transaction<Execution>;
}

class PostgresObserver implements Observer {
  readonly #recorder: Recorder;
  readonly #zone: GivenZone;
  readonly #sessions = new Map<string, Session>();

  constructor(origin: Origin) {
    this.#zone = zoneOf(origin);
    this.#recorder = new Recorder('postgres.json', origin);
  }

  *page(bytes: Redacted<Uint8Array>): Generator<RecordOutcome> {
    this.#recorder.beginPage();
    for (const entry of jsonLines(bufferOf(bytes))) {
      const record = this.#recorder.position(entry.byteOffset);
      const line = 'why' in entry ? entry : logLineOf(entry.value, this.#zone);
      if ('why' in line) yield this.#recorder.outcome(record, line);
      else yield* this.#read(record, line);
    }
  }

  *end(): Generator<RecordOutcome> {
    for (const session of this.#sessions.values()) {
      yield* this.#finish(session);
      yield* this.#outcomesOf(session.transaction.leave('not-committed'));
    }
    this.#sessions.clear();
  }

  *#read(record: RecordPosition, line: LogLine): Generator<RecordOutcome> {
    const { told } = line;
    const session = this.#sessions.get(line.session) ?? {
      running: undefined,
      transaction: new Transaction(),
    };
    const { running } = session;
    if (told.tells === 'step') {
      yield this.#recorder.outcome(record, routine('step of a statement'));
      return;
    }
    if (told.tells === 'error' && running !== undefined && concerns(told, running.statement)) {
      running.code ??= told.code;
      yield this.#recorder.outcome(record, routine('error of a statement'));
      return;
    }
    yield* this.#finish(session);
    switch (told.tells) {
      case 'statement':
        session.running = { record, line, statement: told.statement, code: undefined };
        this.#sessions.set(line.session, session);
        break;
      case 'error':
        session.transaction.fail();
        yield this.#recorder.outcome(record, errorReading(line, told));
        break;
      case 'sign-in':
        yield this.#recorder.outcome(record, [signInFact(line, told.succeeded, told.code)]);
        break;
      case 'audit':
        yield this.#recorder.outcome(
          record,
          factsOr(auditFacts(line, told.audited), notCovered(`pgaudit ${told.audited.auditClass}`)),
        );
        break;
      case 'goodbye':
        yield* this.#outcomesOf(session.transaction.leave('rolled-back'));
        this.#sessions.delete(line.session);
        yield this.#recorder.outcome(record, routine('disconnection'));
        break;
      case 'routine':
        yield this.#recorder.outcome(record, routine(told.name));
        break;
      case 'unknown':
        yield this.#recorder.outcome(record, notUnderstood(told.name));
        break;
    }
  }

  /** The running statement had no error: whether what it did stands is for its transaction to say. */
  *#finish(session: Session): Generator<RecordOutcome> {
    const { running, transaction } = session;
    if (running === undefined) return;
    session.running = undefined;
    yield* this.#outcomesOf(transaction.take(running, running.statement.text, running.code !== undefined));
  }

  *#outcomesOf(settled: readonly Settled<Execution>[]): Generator<RecordOutcome> {
    for (const { taken, outcome } of settled) {
      const { record, line, statement, code } = taken;
      yield this.#recorder.outcome(record, statementFacts(line, statement, code, outcome));
    }
  }
}

const errorReading = (line: LogLine, { code, statement }: Extract<Told, { tells: 'error' }>): Reading => {
  if (statement !== undefined) return statementFacts(line, statement, code);
  return code === undefined ? notUnderstood('error without SQLSTATE') : [errorFact(line, code)];
};

/** An error that names no text is about the running statement, unless its session idles. */
const concerns = ({ statement, isIdle }: Extract<Told, { tells: 'error' }>, running: Statement): boolean =>
  statement === undefined ? !isIdle : statement.text === running.text;
