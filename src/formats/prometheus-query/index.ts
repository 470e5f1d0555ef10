import type { RecordPosition } from '../../domain/observation.ts';
import type { Redacted } from '../../domain/redacted.ts';
import type { Format, Observer, Origin, RecordOutcome, Remarks } from '../format.ts';
import { asList, asNumber, asObject, asText } from '../json.ts';
import { documentOf, elementsAt } from '../json-records.ts';
import { bufferOf } from '../lines.ts';
import { hasAll, outlineOf } from '../outline.ts';
import {
  clip,
  type Fact,
  factsOr,
  notCovered,
  present,
  Recorder,
  RemarkBook,
  routine,
  type Unread,
} from '../record.ts';
import { AlertSeries, type Evaluation, fingerprintOf, isAlert } from './alerts.ts';
import { type Answer, answerOf, type Series, seriesOf } from './answer.ts';
import { samplePoint } from './points.ts';

export const prometheusQuery: Format = {
  id: 'prometheus.query',
  title: 'Prometheus: the answer to a query or query_range',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    return (
      hasAll(outline, 'data.resultType', 'data.result') || hasAll(outline, 'status', 'errorType', 'error')
    );
  },
  observer: (origin) => new PrometheusObserver(origin),
};

/** An alert's series whose end is not known before the last page: it may go on in the next. */
interface OpenAlert {
  readonly alert: AlertSeries;
  record: RecordPosition;
  facts: readonly Fact[];
}

const SUMMARY_CHARS_MAX = 200;

/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
class PrometheusObserver implements Observer {
  readonly #recorder: Recorder;
  readonly #query: Origin['query'];
  readonly #openAlerts = new Map<string, OpenAlert>();
  readonly #remarks = new RemarkBook();

  constructor(origin: Origin) {
    this.#recorder = new Recorder('prometheus.query', origin);
    this.#query = origin.query;
  }

  *page(bytes: Redacted<Uint8Array>): Generator<RecordOutcome> {
    const page = bufferOf(bytes);
    this.#recorder.beginPage();
    const document = documentOf(page);
    if (document === null) return;
    const answer = 'why' in document ? document : answerOf(document.value);
    if (!('why' in answer)) this.#remark(answer);
    if ('why' in answer) {
      yield this.#recorder.outcome(this.#recorder.position(document.byteOffset), answer);
    } else if (answer.resultType === 'scalar' || answer.resultType === 'string') {
      const record = this.#recorder.position(document.byteOffset);
      yield this.#recorder.outcome(
        record,
        factsOr(this.#singleFacts(answer), notCovered(`answer of type ${answer.resultType}`)),
      );
    } else {
      yield* this.#seriesOutcomes(page, answer);
    }
  }

  *end(): Generator<RecordOutcome> {
    for (const { alert, record, facts } of this.#openAlerts.values()) {
      yield this.#recorder.outcome(record, factsOr([...facts, ...alert.end()], ALERT_GOES_ON));
    }
    this.#openAlerts.clear();
  }

  remarks(): Remarks {
    return this.#remarks.all();
  }

  #remark({ warnings, isPartial, result, resultType }: Answer): void {
    for (const warning of warnings) this.#remarks.lacks(`the answer warns: ${warning}`);
    if (isPartial) this.#remarks.lacks('the answer says that it is partial');
    const isList = resultType === 'matrix' || resultType === 'vector';
    if (isList && asList(result).length === 0) this.#remarks.emptyAnswer();
  }

  *#seriesOutcomes(page: Buffer, answer: Answer): Generator<RecordOutcome> {
    for (const element of elementsAt(page, answer.reply, 'data.result')) {
      const record = this.#recorder.position(element.byteOffset);
      const series = seriesOf(element.value);
      if ('why' in series) {
        yield this.#recorder.outcome(record, series);
      } else if (isAlert(series.labels)) {
        yield* this.#extendAlert(record, series);
      } else {
        if (series.points.length > 0 && series.histograms > 0) this.#remarks.lacks(unreadHistograms(series));
        yield this.#recorder.outcome(
          record,
          factsOr(this.#sampleFacts(series, answer.warnings), withoutPoints(element.value)),
        );
      }
    }
  }

  *#extendAlert(record: RecordPosition, { labels, points }: Series): Generator<RecordOutcome> {
    if (labels['alertstate'] !== 'firing') {
      yield this.#recorder.outcome(record, routine(`alert ${labels['alertstate'] ?? 'without a state'}`));
      return;
    }
    const fingerprint = fingerprintOf(labels);
    const open = this.#openAlerts.get(fingerprint);
    if (open === undefined) {
      const alert = new AlertSeries(labels, evaluationOf(this.#query));
      this.#openAlerts.set(fingerprint, { alert, record, facts: alert.extend(points) });
      return;
    }
    yield this.#recorder.outcome(open.record, factsOr(open.facts, ALERT_GOES_ON));
    open.record = record;
    open.facts = open.alert.extend(points);
  }

  #singleFacts({ resultType, result, warnings }: Answer): readonly Fact[] {
    const point = resultType === 'scalar' ? samplePoint(result) : undefined;
    return point === undefined
      ? []
      : this.#sampleFacts({ labels: {}, points: [point], histograms: 0 }, warnings);
  }

  #sampleFacts({ labels, points }: Series, warnings: readonly string[]): readonly Fact[] {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const name = asText(this.#query['name']);
    const what = name ?? labels['__name__'] ?? 'series';
    return [
      {
        at: first[0],
        until: last[0],
        clock: 'evaluation',
        kind: 'sli.sample',
        summary: clip(
          `${what}: ${points.length} ${points.length === 1 ? 'sample' : 'samples'}`,
          SUMMARY_CHARS_MAX,
        ),
        attributes: present({
          'sli.name': name,
          'prometheus.expr': asText(this.#query['expr']),
          'prometheus.warnings': warnings.length > 0 ? warnings : undefined,
        }),
        series: labels,
        points,
      },
    ];
  }
}

/** Fired in an earlier page, and still firing at the end of this one. */
const ALERT_GOES_ON = routine('alert that goes on');

const unreadHistograms = ({ labels, histograms }: Series): string =>
  `${histograms} ${histograms === 1 ? 'point' : 'points'} of ${labels['__name__'] ?? JSON.stringify(labels)} hold a native histogram, which is not read`;

const withoutPoints = (series: unknown): Unread => {
  const members = asObject(series) ?? {};
  return 'histogram' in members || 'histograms' in members
    ? notCovered('native histogram')
    : routine('series without points');
};

function evaluationOf(query: Origin['query']): Evaluation {
  const stepSeconds = asNumber(query['stepSeconds']);
  return {
    stepMs: stepSeconds === undefined ? null : stepSeconds * 1_000,
    startMs: queryTimeMs(query['start']),
    endMs: queryTimeMs(query['end']),
  };
}

/** Prometheus takes a time as seconds or as RFC 3339. */
function queryTimeMs(time: unknown): number | null {
  if (typeof time === 'number') return time * 1_000;
  const atMs =
    typeof time === 'string'
      ? /^\d+(?:\.\d+)?$/.test(time)
        ? Number(time) * 1_000
        : Date.parse(time)
      : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
