import { userError } from '../../domain/errors.ts';
import { type Severity, severities } from '../../domain/incident.ts';
import { parseDuration, type Window } from '../../domain/time.ts';
import { isLikeTime, type Moment, parseWhen, TIME_WORDS_MAX } from '../when.ts';
import type { StartArguments } from './start.ts';

type Options = Omit<StartArguments, 'title' | 'newChannel'>;

const NOTHING: Options = { window: null, severity: null, services: [] };

/**
 * `[title] [since 2h | from T to T] [sev1..4] [service …]`. Options stand at the end: the title is what comes
 * before the longest tail that is nothing but options, so that "errors from search" stays a title. A title in
 * quotes is taken as it is.
 */
export function parseStart(text: string, moment: Moment): StartArguments {
  const quoted = /^["“”](?<title>[^"“”]+)["“”](?<options>.*)$/su.exec(text)?.groups;
  if (quoted) {
    const words = split(quoted['options'] ?? '');
    const options = readOptions(words, moment, 'many');
    if (options === undefined) throw notOptions(words);
    return { title: (quoted['title'] ?? '').trim(), ...options };
  }
  const words = split(text);
  for (let titleWords = 0; titleWords <= words.length; titleWords++) {
    const options = readOptions(words.slice(titleWords), moment, titleWords === 0 ? 'many' : 'one');
    if (options !== undefined) {
      return { title: titleWords === 0 ? null : words.slice(0, titleWords).join(' '), ...options };
    }
  }
  return { title: text, ...NOTHING };
}

const NEW_CHANNEL = /(?:^|\s)new\s+channel$/i;

/** As `parseStart`, with `new channel` as the last words. */
export function parseNewChannel(text: string, moment: Moment): StartArguments {
  if (!NEW_CHANNEL.test(text)) return parseStart(text, moment);
  return { ...parseStart(text.replace(NEW_CHANNEL, ''), moment), newChannel: true };
}

const split = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function notOptions(words: readonly string[]): Error {
  return userError({
    code: 'START_OPTIONS_INVALID',
    message: `"${words.join(' ')}" after the title is not understood`,
    mend: 'write /rca start "Title" since 2h sev2 service search-api',
  });
}

/**
 * Undefined when a word is no option. Right after an unquoted title `service` takes one name, because the
 * words there may as well be the title's: "payment service is down".
 */
function readOptions(
  words: readonly string[],
  moment: Moment,
  servicesFirst: 'one' | 'many',
): Options | undefined {
  let options = NOTHING;
  let at = 0;
  while (at < words.length) {
    const found =
      severityAt(words, at) ??
      windowAt(words, at, moment) ??
      servicesAt(words, at, at === 0 ? servicesFirst : 'many');
    if (found === undefined) return undefined;
    const services = [...options.services, ...(found.options.services ?? [])];
    options = { ...options, ...found.options, services };
    at += found.words;
  }
  return options;
}

interface Found {
  readonly words: number;
  readonly options: Partial<Options>;
}

const isSeverity = (word: string): word is Severity => severities.some((severity) => severity === word);

function severityAt(words: readonly string[], at: number): Found | undefined {
  const severity = words[at]?.toLowerCase() ?? '';
  return isSeverity(severity) ? { words: 1, options: { severity } } : undefined;
}

const DURATION = /^\d+[a-z]$/i;

/** Throws when words are meant as a time and are none: nobody writes `since 25:00` into a title by chance. */
function windowAt(words: readonly string[], at: number, moment: Moment): Found | undefined {
  const keyword = words[at]?.toLowerCase();
  const { nowMs } = moment;
  const duration = words[at + 1] ?? '';
  if (keyword === 'since') {
    const start = timeAt(words, at + 1, moment);
    if (start) return found(1 + start.words, { fromMs: start.atMs, toMs: nowMs });
    if (!DURATION.test(duration)) return undefined;
    return found(2, { fromMs: nowMs - parseDuration(duration.toLowerCase(), 'since'), toMs: nowMs });
  }
  const start = keyword === 'from' ? timeAt(words, at + 1, moment) : undefined;
  if (start === undefined || words[at + 1 + start.words]?.toLowerCase() !== 'to') return undefined;
  const end = timeAt(words, at + 2 + start.words, moment);
  if (end === undefined) return undefined;
  const { words: count, options } = found(2 + start.words + end.words, {
    fromMs: start.atMs,
    toMs: end.atMs,
  });
  return { words: count, options: { ...options, endIsSet: true } };
}

/** The longest run of words that is written like a time. */
function timeAt(
  words: readonly string[],
  at: number,
  moment: Moment,
): { readonly words: number; readonly atMs: number } | undefined {
  for (let count = TIME_WORDS_MAX; count > 0; count--) {
    const text = words.slice(at, at + count).join(' ');
    if (at + count <= words.length && isLikeTime(text))
      return { words: count, atMs: parseWhen(text, moment) };
  }
  return undefined;
}

function found(words: number, window: Window): Found {
  if (window.toMs > window.fromMs) return { words, options: { window } };
  throw userError({
    code: 'WINDOW_INVALID',
    message: 'the window ends before it starts',
    mend: 'write from 09:00 to 11:30, the earlier time first',
  });
}

const SERVICE = /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u;
const KEYWORDS = new Set<string>(['since', 'from', 'to', 'service', ...severities]);

function servicesAt(words: readonly string[], at: number, howMany: 'one' | 'many'): Found | undefined {
  if (words[at]?.toLowerCase() !== 'service') return undefined;
  const services: string[] = [];
  let next = at + 1;
  while (next < words.length && (howMany === 'many' || next === at + 1)) {
    const word = words[next] ?? '';
    const names = word.split(',').filter((name) => name !== '');
    if (KEYWORDS.has(word.toLowerCase()) || !names.every((name) => SERVICE.test(name))) break;
    services.push(...names);
    next++;
  }
  return services.length === 0 ? undefined : { words: next - at, options: { services } };
}
