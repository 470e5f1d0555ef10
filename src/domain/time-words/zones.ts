import { DateTime, IANAZone } from 'luxon';
import type { Moment as Wall } from '../calendar.ts';
import { momentMs } from '../calendar.ts';

/** A zone of a clock: a name, or minutes east of UTC. */
export type Zone = { readonly name: string } | { readonly offsetMinutes: number };

/** Abbreviations that mean one offset, in hours; of summer and winter, those that people mix up name the place. */
const ABBREVIATIONS: Readonly<Record<string, readonly [hours: number, place?: string]>> = {
  utc: [0],
  gmt: [0, 'Europe/London'],
  z: [0],
  wet: [0, 'Europe/Lisbon'],
  west: [1, 'Europe/Lisbon'],
  cet: [1, 'Europe/Berlin'],
  cest: [2, 'Europe/Berlin'],
  mez: [1, 'Europe/Berlin'],
  mesz: [2, 'Europe/Berlin'],
  eet: [2, 'Europe/Athens'],
  eest: [3, 'Europe/Athens'],
  msk: [3],
  jst: [9],
  kst: [9],
  hkt: [8],
  sgt: [8],
  pkt: [5],
  est: [-5, 'America/New_York'],
  edt: [-4, 'America/New_York'],
  cdt: [-5, 'America/Chicago'],
  mdt: [-6, 'America/Denver'],
  mst: [-7, 'America/Denver'],
  pst: [-8, 'America/Los_Angeles'],
  pdt: [-7, 'America/Los_Angeles'],
  akst: [-9, 'America/Anchorage'],
  akdt: [-8, 'America/Anchorage'],
  hst: [-10],
  brt: [-3],
  aest: [10, 'Australia/Sydney'],
  aedt: [11, 'Australia/Sydney'],
  nzst: [12, 'Pacific/Auckland'],
  nzdt: [13, 'Pacific/Auckland'],
};
/** Abbreviations that mean several places. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  ist: ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
  bst: ['Europe/London', 'Asia/Dhaka'],
  ast: ['America/Halifax', 'Asia/Riyadh'],
};
const PLACES: Readonly<Record<string, string>> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
  eastern: 'America/New_York',
  central: 'America/Chicago',
  pacific: 'America/Los_Angeles',
  brasilia: 'America/Sao_Paulo',
  berliner: 'Europe/Berlin',
  munich: 'Europe/Berlin',
  beijing: 'Asia/Shanghai',
  日本: 'Asia/Tokyo',
};

let cities: ReadonlyMap<string, string> | undefined;
const cityZone = (city: string): string | undefined => {
  cities ??= new Map(
    Intl.supportedValuesOf('timeZone').map((name) => [
      (name.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase(),
      name,
    ]),
  );
  return PLACES[city] ?? cities.get(city);
};

/** What stands for a zone in a text; several when it means several. */
export interface ZoneWord {
  readonly end: number;
  readonly zones: readonly Zone[];
  /** A name such as CEST, for a place where it may not be in force on that day. */
  readonly place?: string;
  /** It looks like a zone, and is none that we know. */
  readonly unknown?: true;
}

const OFFSET = /(?:(?:utc|gmt) ?)?([+-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/y;
const NAME = /[a-z]+\/[a-z_+-]+(?:\/[a-z_]+)?/y;
const CITY =
  /(?:(?:hora|horario|heure)(?: local)? d[ea] ([a-z ]+?)(?= ?(?:$|[^a-z ]))|([a-z]+(?: [a-z]+)?|日本)(?: ?(?:time|zeit)(?![a-z])|時間))/y;
const LOCAL = /(?:local time|local|ortszeit|heure locale|hora local)(?![a-z])/y;
const SHORT = /([a-z]{1,4})(?![a-z\d])/y;
const LOOKS_LIKE_ZONE = /^[A-Z]{2,4}T$/;
const NO_ZONES = new Set(['GET', 'PUT', 'POST', 'JWT', 'NAT', 'BOT', 'REST', 'IOT', 'NOT', 'BUT', 'TEST']);

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** The zone that is written at a place of a text; `original` tells capitals. */
export function zoneAt(text: string, original: string, at: number, own: string | null): ZoneWord | undefined {
  const local = matchAt(LOCAL, text, at);
  if (local) return { end: at + local[0].length, zones: [{ name: own ?? 'utc' }] };
  const offset = matchAt(OFFSET, text, at);
  if (offset) {
    const [all, sign, hours = '', minutes = '0'] = offset;
    const east = Number(hours) * 60 + Number(minutes);
    const isOffset = all.startsWith('u') || all.startsWith('g') || hours.length === 2;
    if (isOffset && east <= 18 * 60 && Number(minutes) < 60)
      return { end: at + all.length, zones: [{ offsetMinutes: sign === '-' ? -east : east }] };
  }
  const name = matchAt(NAME, text, at)?.[0];
  if (name !== undefined && IANAZone.isValidZone(name)) return { end: at + name.length, zones: [{ name }] };
  const city = matchAt(CITY, text, at);
  const cityWord = (city?.[1] ?? city?.[2])?.trim();
  const cityName = cityWord === undefined ? undefined : cityZone(cityWord);
  if (city && cityName !== undefined) return { end: at + city[0].length, zones: [{ name: cityName }] };
  return shortAt(text, original, at, own);
}

function shortAt(text: string, original: string, at: number, own: string | null): ZoneWord | undefined {
  const word = matchAt(SHORT, text, at)?.[1];
  if (word === undefined) return undefined;
  const end = at + word.length;
  const written = original.slice(at, end);
  const known = ABBREVIATIONS[word];
  if (known !== undefined) {
    if (word === 'west' && written !== 'WEST') return undefined;
    const [hours, place] = known;
    return {
      end,
      zones: [{ offsetMinutes: hours * 60 }],
      ...(place === undefined || word === 'gmt' ? {} : { place }),
    };
  }
  if (written !== written.toUpperCase()) return undefined;
  const place = PLACES[word];
  if (place !== undefined) return { end, zones: [{ name: place }] };
  const shared = SHARED[word];
  if (shared !== undefined) {
    const mine = shared.filter((each) => each === own);
    return { end, zones: (mine.length === 1 ? mine : shared).map((each) => ({ name: each })) };
  }
  return LOOKS_LIKE_ZONE.test(written) && !NO_ZONES.has(written)
    ? { end, zones: [], unknown: true }
    : undefined;
}

/** Every instant at which clocks of a zone show this: none in the hour that is skipped, two in the one that is repeated. */
export function instantsOf(wall: Wall, zone: Zone): readonly number[] {
  const asUtcMs = momentMs(wall);
  if ('offsetMinutes' in zone) return [asUtcMs - zone.offsetMinutes * 60_000];
  const day = 86_400_000;
  const offsets = new Set(
    [asUtcMs - day, asUtcMs, asUtcMs + day].map((ms) => DateTime.fromMillis(ms, { zone: zone.name }).offset),
  );
  return [...offsets]
    .map((minutes) => asUtcMs - minutes * 60_000)
    .filter((ms) => shows(ms, zone.name, asUtcMs))
    .toSorted((a, b) => a - b);
}

const shows = (ms: number, zone: string, asUtcMs: number): boolean =>
  ms + DateTime.fromMillis(ms, { zone }).offset * 60_000 === asUtcMs;

/** What clocks of a zone show, as if it were UTC. */
export const shownMs = (ms: number, zone: Zone): number =>
  ms +
  ('offsetMinutes' in zone ? zone.offsetMinutes : DateTime.fromMillis(ms, { zone: zone.name }).offset) *
    60_000;
