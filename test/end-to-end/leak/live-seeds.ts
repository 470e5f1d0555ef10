import type { Recording } from '../../../src/demo/recording.ts';
import { trailRecord, wafRecord } from '../../sources/recording.ts';
import { smallIncident } from '../conversation/recording.ts';
import type { Seeds } from './secrets.ts';

const MINUTE_MS = 60_000;
/** One line, as a header or a name of a file has it. */
export const ONE_LINE = /^[^\n]*$/;
/** The value of a cookie header is all that follows on its line: no options can stand behind it. */
export const BEFORE_OPTIONS = /^(?!(?:Set-)?Cookie:)[^\n]*$/;

const eatsTheLine = (text: string): number => (/^(?:Set-)?Cookie:/.test(text) ? 1 : 0);

export const markOf = (place: string): string => `mark-${place.replaceAll(' ', '-')}`;

/**
 * Texts with a secret of every kind, cut into pieces that a person or a program would write, each behind a mark:
 * what shows that the place was reached at all.
 */
export class Places {
  readonly marks: string[] = [];
  readonly #seeds: Seeds;

  constructor(seeds: Seeds) {
    this.#seeds = seeds;
  }

  mark(place: string): string {
    const mark = markOf(place);
    this.marks.push(mark);
    return mark;
  }

  text(place: string, fits?: RegExp): string {
    const texts = this.#seeds.each(place, fits).toSorted((a, b) => eatsTheLine(a) - eatsTheLine(b));
    return `${this.mark(place)} ${texts.join(' | ')}`;
  }

  each(place: string, fits?: RegExp): string[] {
    const mark = this.mark(place);
    return this.#seeds.each(place, fits).map((text) => `${mark} ${text}`);
  }
}

/** The recorded incident with secrets in what its systems hold. */
export function seededIncident(places: Places): (anchorMs: number) => Recording {
  return (anchorMs) => {
    const base = smallIncident(anchorMs);
    const atMs = anchorMs - 20 * MINUTE_MS;
    const headers = places.each('firewall header', ONE_LINE);
    const errors = places.each('trail error');
    const labels = places.each('metric label');
    const query = `stack_traces{note="${places.text('query', /^[^"\\\n]*$/)}"}`;
    return {
      ...base,
      waf: {
        ...base.waf,
        records: [
          ...base.waf.records,
          ...headers.map((value, index) => ({
            ingestedAtMs: atMs + index + 5_000,
            record: wafRecord(atMs + index, {
              httpRequest: {
                clientIp: '203.0.113.9',
                headers: [{ name: 'X-Debug', value }],
                uri: '/api/v1/search',
                httpMethod: 'GET',
                requestId: `seeded-${index}`,
              },
            }),
          })),
        ].toSorted((a, b) => a.ingestedAtMs - b.ingestedAtMs),
      },
      trail: {
        ...base.trail,
        records: [
          ...base.trail.records,
          ...errors.map((errorMessage, index) =>
            trailRecord('RotateSecret', anchorMs - 4 * MINUTE_MS + index * 1_000, { errorMessage }),
          ),
        ],
      },
      prometheus: {
        queries: { ...base.prometheus.queries, labelled: 'labelled', noted: query },
        answers: [
          ...base.prometheus.answers,
          {
            expr: 'labelled',
            series: labels.map((note, index) => ({
              labels: { __name__: 'labelled', index: String(index), note },
              valueAt: () => 1,
            })),
          },
          { expr: query, series: [{ labels: {}, valueAt: () => 0 }] },
        ],
      },
    };
  };
}
