import { userError } from '../../domain/errors.ts';
import { type Severity, severities } from '../../domain/incident.ts';
import { toIso } from '../../domain/time.ts';
import { TimeQuestion } from '../../domain/time-words/question.ts';
import type { Moment } from '../../domain/time-words/resolve.ts';
import { takeSpan } from '../../domain/time-words/take.ts';
import type { StartArguments, WindowChoice } from './start.ts';

type Options = Omit<StartArguments, 'title' | 'newChannel'>;

const NOTHING: Options = { window: null, severity: null, services: [] };

/**
 * `[title] [since 2h | from T to T] [sev1..4] [service …]`. The window stands anywhere, the other options at the end: the
 * title is what comes before the longest tail that is nothing but options, so that "errors from search" stays a title.
 * A title in quotes is taken as it is.
 */
export function parseStart(text: string, moment: Moment): StartArguments {
  const quoted = /^["“”](?<title>[^"“”]+)["“”](?<options>.*)$/su.exec(text)?.groups;
  if (quoted) {
    const { rest, window } = windowIn(quoted['options'] ?? '', moment, text);
    const words = split(rest);
    const options = readOptions(words, 'many');
    if (options === undefined) throw notOptions(split(quoted['options'] ?? ''));
    return { title: (quoted['title'] ?? '').trim(), ...options, ...window };
  }
  const { rest, window } = windowIn(text, moment, text);
  const words = split(rest);
  for (let titleWords = 0; titleWords <= words.length; titleWords++) {
    const options = readOptions(words.slice(titleWords), titleWords === 0 ? 'many' : 'one');
    if (options !== undefined) {
      const title = titleWords === 0 ? null : words.slice(0, titleWords).join(' ');
      return { title, ...options, ...window };
    }
  }
  return { title: rest === '' ? null : rest, ...NOTHING, ...window };
}

const DEFAULT_WINDOW_MS = 3_600_000;

/** The window that a text names. One that is not clear is asked about: `whole` is what the answer goes behind. */
function windowIn(
  text: string,
  moment: Moment,
  whole: string,
): { readonly rest: string; readonly window: Partial<WindowChoice> } {
  const { rest, span, asked } = takeSpan(text, moment);
  if (asked !== null) {
    const before = whole.slice(0, whole.length - text.length);
    throw new TimeQuestion(asked, [
      ...asked.choices.map((choice) => ({ label: choice.label, text: `${before}${asked.rewrite(choice)}` })),
      { label: 'No time: the last hour', text: `${whole} since ${toIso(moment.nowMs - DEFAULT_WINDOW_MS)}` },
    ]);
  }
  if (span === null) return { rest, window: {} };
  const { fromMs, toMs } = span;
  if (fromMs === null) {
    throw userError({
      code: 'WINDOW_INVALID',
      message: 'the window has an end and no beginning',
      mend: 'write from 09:00 to 11:30, or since 2h',
    });
  }
  const window = { fromMs, toMs: toMs ?? moment.nowMs };
  if (window.toMs <= window.fromMs) {
    throw userError({
      code: 'WINDOW_INVALID',
      message: 'the window ends before it starts',
      mend: 'write from 09:00 to 11:30, the earlier time first',
    });
  }
  return { rest, window: { window, ...(toMs === null ? {} : { endIsSet: true as const }) } };
}

const NEW_CHANNEL = /(?:^|\s)new\s+channel$/i;

/** As `parseStart`, with `new channel` as the last words. */
export function parseNewChannel(text: string, moment: Moment): StartArguments {
  if (!NEW_CHANNEL.test(text)) return parseStart(text, moment);
  try {
    return { ...parseStart(text.replace(NEW_CHANNEL, ''), moment), newChannel: true };
  } catch (error) {
    if (!(error instanceof TimeQuestion)) throw error;
    throw new TimeQuestion(
      error.asked,
      error.instead.map(({ label, text: instead }) => ({ label, text: `${instead} new channel` })),
    );
  }
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
function readOptions(words: readonly string[], servicesFirst: 'one' | 'many'): Options | undefined {
  let options = NOTHING;
  let at = 0;
  while (at < words.length) {
    const found = severityAt(words, at) ?? servicesAt(words, at, at === 0 ? servicesFirst : 'many');
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

const SERVICE = /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u;
const KEYWORDS = new Set<string>(['service', ...severities]);

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
