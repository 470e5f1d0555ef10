import type { RecordPosition } from '../../domain/observation.ts';
import type { Redacted } from '../../domain/redacted.ts';
import type { Format, Observer, Origin, RecordOutcome } from '../format.ts';
import { jsonLines } from '../json-records.ts';
import { bufferOf } from '../lines.ts';
import { type GivenZone, zoneOf } from '../local-time.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { Recorder } from '../record.ts';
import { signInFact, statementFacts } from './facts.ts';
import { type LogLine, logLineOf, type Statement, type Told } from './line.ts';

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

class PostgresObserver implements Observer {
  readonly #recorder: Recorder;
  readonly #zone: GivenZone;
  readonly #running = new Map<string, Execution>();

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
    for (const execution of this.#running.values()) yield this.#outcomeOf(execution);
    this.#running.clear();
  }

  *#read(record: RecordPosition, line: LogLine): Generator<RecordOutcome> {
    const { told, session } = line;
    const running = this.#running.get(session);
    if (told.tells === 'step') {
      yield this.#recorder.outcome(record, []);
      return;
    }
    if (told.tells === 'error' && running !== undefined && concerns(told, running.statement)) {
      running.code ??= told.code;
      yield this.#recorder.outcome(record, []);
      return;
    }
    if (running !== undefined) {
      yield this.#outcomeOf(running);
      this.#running.delete(session);
    }
    switch (told.tells) {
      case 'statement':
        this.#running.set(session, { record, line, statement: told.statement, code: undefined });
        break;
      case 'error':
        yield this.#recorder.outcome(
          record,
          told.statement === undefined ? [] : statementFacts(line, told.statement, told.code),
        );
        break;
      case 'sign-in':
        yield this.#recorder.outcome(record, [signInFact(line, told.succeeded, told.code)]);
        break;
      case 'nothing':
        yield this.#recorder.outcome(record, []);
        break;
    }
  }

  #outcomeOf({ record, line, statement, code }: Execution): RecordOutcome {
    return this.#recorder.outcome(record, statementFacts(line, statement, code));
  }
}

/** An error that names no text is about the running statement, unless its session idles. */
const concerns = ({ statement, isIdle }: Extract<Told, { tells: 'error' }>, running: Statement): boolean =>
  statement === undefined ? !isIdle : statement.text === running.text;
